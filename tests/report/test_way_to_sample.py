from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from studytool.report.way_to_sample import way_to_sample

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
    assert [len(part.gone) for part in lost] == [step.people for step in flow.steps]
    tracked = next(part for part in lost if part.head == "Not present in every wave")
    assert tracked.gone
    assert not set(tracked.gone) & set(tracked.staying)


def test_the_condition_is_told_in_words(way: Way) -> None:
    assert way.parts[1].head == "Others than: site is Johannesburg"
    assert way.heads[-3:] == ("Rows", "Children", "Families")


def test_the_sum_stands_in_sight(way: Way) -> None:
    first, last = way.parts[0].rows, way.parts[-1].rows
    assert way.sum_in_words().startswith(f"{first:,} \N{MINUS SIGN} ")
    assert way.sum_in_words().endswith(f" = {last:,}")
