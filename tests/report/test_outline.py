from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.report.outline import ReportItem, outline


def names(items: tuple[ReportItem, ...]) -> list[str]:
    return [item.table or item.chart or item.heading or item.note for item in items]


def test_what_nobody_placed_follows_what_was_placed() -> None:
    placed = (ReportItem(note="first"), ReportItem(chart="f1"))
    assert names(outline(placed, ["t1", "t2"], ["f1"])) == ["first", "f1", "t1", "t2"]


def test_a_result_that_is_gone_leaves_no_trace() -> None:
    placed = (ReportItem(table="old"), ReportItem(heading="Then"), ReportItem(table="t1"))
    assert names(outline(placed, ["t1"], [])) == ["Then", "t1"]


def test_a_hidden_entry_keeps_its_place() -> None:
    hidden = ReportItem(table="t2", hidden=True)
    assert outline((hidden,), ["t1", "t2"], []) == (hidden, ReportItem(table="t1"))


def test_a_table_and_a_chart_of_one_name_are_two() -> None:
    assert len(outline((ReportItem(table="a"),), ["a"], ["a"])) == 2


@pytest.mark.parametrize("entry", [{}, {"table": "t1", "note": "x"}])
def test_an_entry_is_one_thing(entry: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="one table, chart, heading or note"):
        ReportItem(**entry)
