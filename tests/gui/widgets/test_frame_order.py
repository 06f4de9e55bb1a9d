from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.gui.widgets.frame_order import decimals_of, order_of, rows_with, shown_rows

DAYS = ["2021-03-01", None, "2020-01-01", "2021-03-01", "2020-02-01"]
COLUMNS = {
    "number": pd.Series([3.0, np.nan, 1.0, 3.0, 2.0]),
    "whole": pd.Series([3, 9, 1, 3, 2]),
    "text": pd.Series(["c", None, "a", "c", "b"], dtype="str"),
    "date": pd.to_datetime(
        pd.Series(["2021-03-01", None, "2020-01-01", "2021-03-01", "2020-02-01"])
    ),
}


@pytest.mark.parametrize("name", ["number", "text", "date"])
@pytest.mark.parametrize(
    ("descending", "expected"), [(False, [2, 4, 0, 3, 1]), (True, [0, 3, 4, 2, 1])]
)
def test_alike_rows_keep_their_order_and_missing_ones_come_last(name, descending, expected):
    assert order_of(COLUMNS[name], descending=descending).tolist() == expected


def test_whole_numbers_sort_both_ways():
    assert order_of(COLUMNS["whole"]).tolist() == [2, 4, 0, 3, 1]
    assert order_of(COLUMNS["whole"], descending=True).tolist() == [1, 0, 3, 4, 2]


def test_chosen_rows_stay_in_the_order():
    order = order_of(COLUMNS["number"])
    assert shown_rows(order, np.array([True, True, False, True, False])).tolist() == [0, 3, 1]
    assert shown_rows(order, None) is order


def test_texts_are_found_whatever_their_capitals_and_marks():
    cells = pd.Series(["JHB-0017", None, "jhb.0017", "MOU-0017"], dtype="str")
    assert rows_with(cells, "jhb").tolist() == [True, False, True, False]
    assert rows_with(cells, ".").tolist() == [False, False, True, False]


def test_a_column_has_one_number_of_decimals():
    assert decimals_of(pd.Series([1.0, 2.0, np.nan])) == 0
    assert decimals_of(pd.Series([1.5, 2.0])) == 1
    assert decimals_of(pd.Series([1.25, 2.0])) == 2
    assert decimals_of(pd.Series([np.pi])) == 3
    assert decimals_of(pd.Series([np.nan])) == 0
    assert decimals_of(pd.Series([1, 2])) == 0
