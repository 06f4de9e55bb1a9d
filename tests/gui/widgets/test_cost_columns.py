from __future__ import annotations

import pytest

from studytool.gui.widgets.cost_columns import COLUMNS, counted_as, read, shown, spoken, told
from studytool.roi.cost import CostItem, line_of

FUEL = CostItem(
    ingredient="Fuel", quantity=10, unit="litre", unit_price=22.5, price_year=2021, shared=50
)
BY_FIELD = {column.field: column for column in COLUMNS}


def test_a_cell_shows_and_says_its_number_with_its_head():
    line = line_of(FUEL, "costs.csv, row 4")
    assert shown(line, BY_FIELD["amount"]) == "113"
    assert spoken(line, BY_FIELD["unit_price"]) == "Price: 22.50, read from costs.csv, row 4"
    assert told(line).startswith("costs.csv, row 4: Fuel. Other")
    assert counted_as(line, counts=False) == "Of another programme: not counted."


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("quantity", "1200", 1200),
        ("unit_price", "0.9", 0.9),
        ("shared", "", 100),
        ("ingredient", " Toys ", "Toys"),
    ],
)
def test_what_is_typed_is_read_by_the_rule_of_every_field(field, text, value):
    assert read(BY_FIELD[field], text) == value


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("unit_price", "0,9", "Type 0.9."),
        ("quantity", "-1", "at least 0"),
        ("shared", "101", "at most 100"),
        ("quantity", "a few", "Type a number"),
        ("ingredient", "  ", "Type what was used."),
    ],
)
def test_what_is_no_amount_says_what_to_type(field, text, says):
    with pytest.raises(ValueError, match=says):
        read(BY_FIELD[field], text)
