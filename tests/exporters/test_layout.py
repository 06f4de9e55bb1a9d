from __future__ import annotations

import pytest

from studytool.exporters.layout import column_widths, printed_texts
from studytool.report.table import Cell, Column, Row, Table


def table(n_columns, cells, head="Estimate"):
    rows = tuple(Row("Home visits offered", (cell,) * n_columns) for cell in cells)
    return Table("t", "k", "Caption", "", (Column(head),) * n_columns, rows)


@pytest.mark.parametrize("n_columns", [0, 1, 3, 9, 14])
def test_the_columns_fill_the_page_exactly(n_columns):
    made = table(n_columns, [Cell(1234.5)])
    widths = column_widths(made, printed_texts(made), 17.0)
    assert len(widths) == n_columns + 1
    assert sum(widths) == pytest.approx(17.0)
    assert min(widths) > 0


def test_a_long_reason_does_not_take_the_page():
    reason = Cell(reason="the interval of the effect includes zero and much more is said")
    made = table(1, [Cell(1.0), reason])
    assert column_widths(made, printed_texts(made), 17.0)[0] > 5


def test_money_beside_other_numbers_is_not_padded():
    texts = printed_texts(table(1, [Cell(1234.0, "money", 0, currency="R"), Cell(0.5)]))
    assert texts == (("R1,234",), ("0.50",))


def test_numbers_of_one_kind_are_padded_to_align():
    texts = printed_texts(table(1, [Cell(0.25), Cell(120, "count", 0)]))
    assert texts[0] == ("0.25",)
    assert len(texts[1][0]) > len("120")
