from __future__ import annotations

import pytest

from studytool.describe.analyses.attrition import Attrition
from studytool.describe.analysis import Description
from studytool.report.attrition_cells import attrition_cell
from studytool.report.described import described_cell
from studytool.report.small_cells import small
from studytool.report.table import Cell

LEFT = {
    "section": "baseline",
    "variable": "y",
    "n": 60,
    "stayers": 0.25,
    "n_stayers": 57,
    "yes_stayers": None,
    "leavers": 12.0,
    "n_leavers": 3,
    "yes_leavers": None,
    "difference": 1.0,
    "standardised": 0.2,
    "low": -1.0,
    "high": 3.0,
    "reason": "",
}


@pytest.mark.parametrize("field", ["leavers", "n_leavers", "difference", "standardised"])
def test_three_who_left_are_behind_their_mean_and_every_difference(field):
    assert small(attrition_cell(LEFT, field), 5)


def test_those_who_stayed_are_many():
    for field in ("stayers", "n_stayers", "n"):
        assert not small(attrition_cell(LEFT, field), 5)
    assert small(attrition_cell(LEFT, "interval"), 5)


def test_a_mean_of_two_answers_tells_how_many_gave_one():
    row = LEFT | {"n_leavers": 20, "yes_leavers": 2, "yes_stayers": 30}
    assert small(attrition_cell(row, "leavers"), 5)
    assert small(attrition_cell(row, "difference"), 5)
    assert not small(attrition_cell(row, "stayers"), 5)


def test_the_text_and_the_table_hide_the_same():
    description = Description("attrition", "Left", tuple(LEFT), (LEFT,))
    analysis = Attrition(name="att")
    for field in ("stayers", "leavers", "n_leavers", "difference", "interval"):
        told = described_cell(analysis, description, term="y", field=field)
        assert told == attrition_cell(LEFT, field)


def test_a_share_of_the_flow_has_its_count_and_base():
    row = {"section": "flow", "count": 3, "n": 60, "share": 0.05, "low": 0.0, "high": 0.1}
    assert attrition_cell(row, "share") == Cell(0.05, "percent", 0, count=3.0, base=60.0)
    assert attrition_cell(row, "n") == Cell(60.0, "count", 0, count=60.0)
