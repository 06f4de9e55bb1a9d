"""Places: every list of the document has its screen."""

from __future__ import annotations

import pytest

from studytool.core.errors import DataError, StudyError
from studytool.gui.gathered import gathered
from studytool.gui.places import (
    ORDER,
    PAIRS,
    all_findings,
    has_pairs,
    listed_ids,
    refusal,
    screen_of,
)
from studytool.study import Study


@pytest.mark.parametrize(
    ("where", "screen"),
    [
        ("waves[0].source", "waves"),
        ("wave1.csv, row 3, column score", "waves"),
        ("panel.person", "panel"),
        ("variables[4].columns", "panel"),
        ("exposures[0]", "services"),
        ("analyses[2]", "describe"),
        ("models[1].cluster", "models"),
        ("assignment[0]", "models"),
        ("roi.effect", "roi"),
        ("costs", "roi"),
        ("brief.blocks[3]", "brief"),
        ("report[2]", ""),
        ("", ""),
    ],
)
def test_a_place_belongs_to_a_screen(where, screen):
    assert screen_of(where) == screen


def test_every_list_of_the_document_that_can_be_wrong_has_its_screen():
    of_no_screen = {"format", "about"}
    of_the_report = {"tables", "charts", "report"}
    placed = {name for name in Study.model_fields if screen_of(name) in ORDER}
    assert set(Study.model_fields) - placed == of_no_screen | of_the_report


def test_findings_of_every_step_are_gathered_and_placed(sample_run):
    found = all_findings(sample_run)
    assert set(gathered(sample_run.findings)) <= set(found)
    assert {screen_of(finding.where) for finding in found} >= {"models", "describe"}
    levels = [finding.level for finding in found]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    assert all_findings(None) == ()


def test_what_stops_a_study_is_one_more_thing_to_mind():
    error = StudyError(
        "Two IDs twice.", where="w.csv, row 3", why="One row each.", remedy="Decide."
    )
    (found,) = refusal(error)
    assert (found.level, found.where, found.remedy) == ("error", "w.csv, row 3", "Decide.")
    assert found.message == "Two IDs twice. One row each."
    assert refusal(None) == ()


def test_ids_that_occur_twice_are_known_by_being_named():
    assert has_pairs(DataError("2 IDs occur twice.", values=("A", "B")))
    assert not has_pairs(DataError("1 row has no person ID."))
    assert not has_pairs(None)
    assert screen_of(PAIRS) == "waves"


def test_a_few_of_many_ids_are_listed():
    assert listed_ids(DataError("Twice.", values=("A", "B"))) == "A, B."
    many = tuple("ABCDEFGHIJ")
    assert listed_ids(DataError("Twice.", values=many)) == "A, B, C, D, E, F and 4 more."
    assert listed_ids(DataError("Nobody.")) == ""
