from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.describe.analysis import Description
from studytool.report.described import described_cell, row_of
from tests.brief_sample import HandAnalysis, hand_description

COLUMNS = ("variable", "by", "group", "wave", "wave_label", "value", "count", "n", "missing")


def grouped():
    """The same variable for two schools and all, and a number of missing answers that equals 3."""
    rows = [
        dict(zip(COLUMNS, ("abuse", "school", group, wave, str(2019 + wave), *values), strict=True))
        for wave in (1, 3)
        for group, values in (
            ("North", (0.2, 10, 50, 3)),
            ("South", (0.4, 20, 50, 1)),
            ("all", (0.3, 30, 100, 4)),
        )
    ]
    return Description("wave_table", "Abuse", COLUMNS, tuple(rows))


def test_wave_and_group_name_a_row():
    assert row_of(grouped(), "safety", "abuse[3,South]") == 4
    assert row_of(grouped(), "safety", "abuse[South, 2022]") == 4


def test_without_a_group_everyone_is_meant():
    assert row_of(grouped(), "safety", "abuse[1]") == 2
    assert row_of(grouped(), "safety", "abuse[3]") == 5


def test_a_count_that_equals_a_wave_is_not_taken_for_it():
    with pytest.raises(DocumentError, match="is not there"):
        row_of(grouped(), "safety", "abuse[4]")


def test_several_rows_are_told_apart_in_the_remedy():
    with pytest.raises(DocumentError, match="several") as caught:
        row_of(grouped(), "safety", "abuse[North]")
    assert "abuse[1,North]" in caught.value.remedy


def test_shares_are_percents_with_their_interval():
    analysis = HandAnalysis(name="table1")
    value = described_cell(analysis, hand_description(), term="high[1]", field="value")
    assert (value.value, value.unit, value.count, value.base) == (0.5, "percent", 60, 120)
    both = described_cell(analysis, hand_description(), term="high[1]", field="interval")
    assert (both.value, both.low, both.high) == (None, pytest.approx(0.41), 0.59)
    low = described_cell(analysis, hand_description(), term="high[1]", field="low")
    assert (low.value, low.unit) == (pytest.approx(0.41), "percent")


def test_a_description_of_another_form_is_read_by_its_columns():
    columns = ("section", "variable", "count", "n", "share", "low", "high", "reason")
    kept = ("flow", "all_waves", 123, 162, 123 / 162, 0.7, 0.8, "")
    lost = ("flow", "lost", None, 162, None, None, None, "not counted")
    rows = tuple(dict(zip(columns, row, strict=True)) for row in (kept, lost))
    description = Description("attrition", "Followed", columns, rows)
    analysis = HandAnalysis(name="followed")

    def cell(term, field):
        return described_cell(analysis, description, term=term, field=field)

    assert (cell("all_waves", "count").value, cell("all_waves", "count").unit) == (123, "count")
    assert (cell("all_waves", "share").unit, cell("all_waves", "share").base) == ("percent", 162)
    assert cell("all_waves", "interval").high == 0.8
    assert cell("lost", "count").reason == "not counted"
    assert cell("lost", "interval").reason == "not counted"
    assert cell("lost", "section").value == "flow"
