from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import DataError
from studytool.intake.raw import RawTable
from studytool.roi.cost import CostSheet, ledger_of
from studytool.roi.sheet import items_of

SHEET = CostSheet(source="costs.csv")
GOOD = {
    "Programme": ["Visits", "Visits", None, "Food"],
    "Category": ["Training", "Staff", None, "Goods"],
    "Ingredient": ["Trainer", "Worker", None, "Parcels"],
    "Quantity": ["3", "12,5", None, "45"],
    "Unit price": ["3 200", "1.150,5", None, "350"],
    "Currency": ["ZAR", "ZAR", None, "ZAR"],
    "Price year": ["2021", "2021", None, "2021"],
    "Shared": ["100", "", None, "50"],
    "Donated": ["0", "", None, "1"],
    "Phase": ["start-up", "", None, "recurrent"],
}


def raw(columns=GOOD, **marks):
    frame = pd.DataFrame(columns).astype("str").where(pd.DataFrame(columns).notna())
    rows = np.arange(3, 3 + len(frame))
    given = {"decimal": ",", "thousands": "."} | marks
    return RawTable(frame=frame, rows=rows, source="costs.csv", **given)


def changed(column, place, value):
    cells = list(GOOD[column])
    cells[place] = value
    return raw(GOOD | {column: cells})


def test_a_sheet_is_read_with_the_marks_of_its_file():
    items = [item for item, _ in items_of(SHEET, raw())]
    assert [item.unit_price for item in items] == [3200, 1150.5, 350]
    assert [item.quantity for item in items] == [3, 12.5, 45]
    assert [item.shared for item in items] == [100, 100, 50]
    assert [item.donated for item in items] == [False, False, True]
    assert [item.phase for item in items] == ["start-up", "recurrent", "recurrent"]


def test_each_item_knows_its_row_and_empty_rows_are_passed_over():
    places = [place for _, place in items_of(SHEET, raw())]
    assert places == ["costs.csv, row 3", "costs.csv, row 4", "costs.csv, row 6"]


def test_numbers_of_a_workbook_are_numbers_already():
    frame = pd.DataFrame({"ingredient": ["a"], "quantity": [2.0], "unit_price": [0.1]})
    table = RawTable(frame=frame, rows=np.array([2]), source="costs.xlsx")
    sheet = CostSheet(source="costs.xlsx", currency="ZAR", price_year=2021)
    ledger = ledger_of([sheet], {0: table})
    assert ledger.total.amount == 0.2
    assert ledger.total.prices == "2021 ZAR"


def test_a_programme_is_picked():
    only = CostSheet(source="costs.csv", programme="Food")
    assert [item.ingredient for item, _ in items_of(only, raw())] == ["Parcels"]


@pytest.mark.parametrize(
    ("column", "value", "where"),
    [
        ("Quantity", "three", "column quantity"),
        ("Quantity", "-3", "column quantity"),
        ("Quantity", None, "column quantity"),
        ("Unit price", "1.2.3", "column unit_price"),
        ("Unit price", "inf", "column unit_price"),
        ("Unit price", "=2+2", "column unit_price"),
        ("Shared", "140", "column shared"),
        ("Price year", "21", "column price_year"),
        ("Price year", "2021,5", "column price_year"),
        ("Phase", "later", "column phase"),
        ("Donated", "perhaps", "column donated"),
        ("Ingredient", "", "column ingredient"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_by_file_row_and_column(column, value, where):
    with pytest.raises(DataError) as caught:
        items_of(SHEET, changed(column, 1, value))
    assert caught.value.where == f"costs.csv, row 4, {where}"
    assert value is None or value == "" or value not in str(caught.value)


def test_a_missing_column_is_named():
    columns = {name: cells for name, cells in GOOD.items() if name != "Unit price"}
    with pytest.raises(DataError, match='no column "unit_price"'):
        items_of(SHEET, raw(columns))
    without = {name: cells for name, cells in GOOD.items() if name != "Currency"}
    with pytest.raises(DataError, match='no column "currency"'):
        items_of(SHEET, raw(without))


def test_a_full_stop_is_no_decimal_mark_where_the_file_has_commas():
    frame = raw().frame.copy()
    frame.iloc[0, list(frame.columns).index("Unit price")] = "1.234"
    with pytest.raises(DataError) as caught:
        items_of(SHEET, replace(raw(), frame=frame, thousands=""))
    assert caught.value.where == "costs.csv, row 3, column unit_price"
