from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from studytool.core.progress import Silent
from studytool.report.way_to_sample import way_to_sample
from studytool.sources import read
from studytool.survey.interviewed import interviewed
from studytool.survey.wave_grid import opened_waves

if TYPE_CHECKING:
    from studytool.outcome import Run
    from studytool.report.way_to_sample import Way


@pytest.fixture(scope="module")
def way(sample_run: Run) -> Way:
    return way_to_sample(*sample_run.material.models["offer"], sample_run.panel)


def test_every_row_is_told_once(sample_run: Run, way: Way) -> None:
    result = sample_run.results["offer"]
    losses = sum(part.rows for part in way.parts if part.leaves)
    assert way.parts[0].rows - losses == way.parts[-1].rows == result.n_rows
    assert way.parts[-1].people == result.n_people
    assert way.parts[-1].groups == result.n_clusters["household"]


def test_waves_add_up_to_rows(way: Way) -> None:
    assert all(sum(part.by_wave) == part.rows for part in way.parts)


def test_people_and_families_add_up_too(way: Way) -> None:
    lost = [part for part in way.parts if part.leaves]
    assert way.parts[0].people - sum(part.people for part in lost) == way.parts[-1].people
    assert way.parts[0].groups - sum(part.groups for part in lost) == way.parts[-1].groups


def test_who_left_is_named_apart_from_who_stays(sample_run: Run, way: Way) -> None:
    flow = sample_run.results["offer"].flow
    lost = [part for part in way.parts if part.leaves]
    assert [len(part.gone) for part in lost] == [0, 0, *(step.people for step in flow.steps)]
    tracked = next(part for part in lost if part.head == "Not present in every wave")
    assert tracked.gone
    assert not set(tracked.gone) & set(tracked.staying)


def test_the_way_begins_with_the_rows_of_the_files(sample_run: Run, way: Way) -> None:
    heads = [part.head for part in way.parts[:4]]
    assert heads == [
        "Rows in the files",
        "Dropped by a decision",
        "Same ID twice, merged into one",
        "Rows in the panel",
    ]
    files, dropped, merged, panel = way.parts[:4]
    assert (files.rows, dropped.rows, merged.rows) == (479, 1, 1)
    assert panel.rows == len(sample_run.panel.frame) == 477
    assert (dropped.by_wave, merged.by_wave) == ((0, 0, 1), (1, 0, 0))
    assert not dropped.gone, "the child stays with her first interview"
    assert len(dropped.staying) == len(merged.staying) == 1


def test_it_meets_what_the_files_of_the_waves_count(sample_run: Run, way: Way) -> None:
    study = sample_run.study
    files = zip(study.waves, read(study, allow=(), progress=Silent()).waves, strict=True)
    opened = opened_waves(study.panel, list(files), study.variables)
    counted = interviewed(opened, sample_run.panel)
    assert counted is not None
    assert way.parts[0].by_wave == counted.rows
    assert way.parts[3].by_wave == counted.people


def test_where_no_row_was_decided_about_the_files_are_the_panel(sample_run: Run) -> None:
    whole = replace(sample_run.panel, left=())
    way = way_to_sample(*sample_run.material.models["offer"], whole)
    assert [part.head for part in way.parts[:2]] == [
        "Rows in the files",
        "Others than: site is Johannesburg",
    ]
    assert way.parts[0].rows == 477


def test_the_condition_is_told_in_words(way: Way) -> None:
    assert way.parts[4].head == "Others than: site is Johannesburg"
    assert way.heads[-3:] == ("Rows", "Children", "Families")


def test_the_sum_stands_in_sight(way: Way) -> None:
    first, last = way.parts[0].rows, way.parts[-1].rows
    assert way.sum_in_words().startswith(f"{first:,} \N{MINUS SIGN} ")
    assert way.sum_in_words().endswith(f" = {last:,}")
