"""Files are read once, again when they change, and not at all when nothing did."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from studytool.api import open_study, run
from studytool.core.errors import SourceError
from studytool.core.progress import Silent
from studytool.memo import Memo
from studytool.sources import read
from tests.small_study import change, put, wave_rows, write_study

if TYPE_CHECKING:
    from pathlib import Path


class Listening:
    """Remembers what was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def step(self, message: str, *_: int) -> None:
        self.told.append(message)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return write_study(tmp_path)


def test_unchanged_files_are_not_read_again(document: Path) -> None:
    study, memo, listening = open_study(document), Memo(), Listening()
    first = read(study, allow=(), progress=Silent(), memo=memo)
    second = read(study, allow=(), progress=listening, memo=memo)
    assert listening.told == []
    assert second.waves == first.waves


def test_a_changed_file_is_read_again(document: Path) -> None:
    study, memo = open_study(document), Memo()
    before = run(study, memo=memo).results["effect"].estimates["visited"]
    wave = document.parent / "wave2.csv"
    put(wave, [row.replace("C03,F2,", "C03,F2,1") for row in wave_rows(2)])
    os.utime(wave, ns=(1, 1))
    after = run(study, memo=memo).results["effect"].estimates["visited"]
    assert before != after
    assert after == run(study).results["effect"].estimates["visited"]


def test_the_same_run_with_and_without_a_memo(document: Path) -> None:
    study, memo = open_study(document), Memo()
    run(study, memo=memo)
    again, fresh = run(study, memo=memo), run(study)
    assert again.results["effect"].estimates == fresh.results["effect"].estimates
    assert again.provenance.sources == fresh.provenance.sources
    assert again.tables == fresh.tables


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('higher_is = "worse"', 'higher_is = "better"'),
        ("log(size)", "log(size + 1)"),
        ('label = "Visited"', 'label = "Seen at home"'),
        ("range = [0, 40]", "range = [0, 12]"),
        ('cluster = ["household"]', 'cluster = ["person"]'),
    ],
)
def test_every_kind_of_edit_reaches_the_result(old: str, new: str, document: Path) -> None:
    memo = Memo()
    run(open_study(document), memo=memo)
    change(document, old, new)
    remembered, fresh = run(open_study(document), memo=memo), run(open_study(document))
    assert remembered.panel.frame.equals(fresh.panel.frame)
    assert remembered.panel.codebook == fresh.panel.codebook
    assert remembered.findings == fresh.findings
    assert remembered.results["effect"].estimates == fresh.results["effect"].estimates


def test_a_file_that_is_gone_is_told_at_its_entry(document: Path) -> None:
    (document.parent / "visits.csv").unlink()
    with pytest.raises(SourceError) as caught:
        read(open_study(document), allow=(), progress=Silent())
    assert caught.value.where == "exposures[0].source"


def test_a_file_that_is_to_be_read_otherwise_is_read_again(document: Path) -> None:
    memo, study = Memo(), open_study(document)
    before = read(study, allow=(), progress=Silent(), memo=memo)
    wave = study.waves[0]
    otherwise = type(wave).model_validate(wave.model_dump() | {"kind": "csv", "decimal": ","})
    asked = study.model_copy(update={"waves": (otherwise, *study.waves[1:])})
    listening = Listening()
    after = read(asked, allow=(), progress=listening, memo=memo)
    assert listening.told
    assert after.key != before.key == read(study, allow=(), progress=Silent(), memo=memo).key


def test_a_file_that_goes_between_two_runs_is_missed(document: Path) -> None:
    memo, study = Memo(), open_study(document)
    read(study, allow=(), progress=Silent(), memo=memo)
    (document.parent / "visits.csv").unlink()
    with pytest.raises(SourceError):
        read(study, allow=(), progress=Silent(), memo=memo)
