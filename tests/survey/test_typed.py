from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import DocumentError
from studytool.survey.typed import Reading, new_value, read_column, reason_series


def text_cells(*written):
    return pd.Series(list(written), dtype="str")


def shown(column):
    why = [None] * len(column.cells) if column.reasons is None else column.reasons
    return [
        (None if pd.isna(value) else value, None if pd.isna(reason) else reason)
        for value, reason in zip(column.cells, why, strict=True)
    ]


def test_a_column_stays_numeric_around_cells_that_cannot_be_read():
    column = read_column(text_cells("3", "3a", "", None, " 4 "), Reading("x", "x", "number"))
    assert column.cells.dtype == "float64"
    assert shown(column) == [
        (3.0, None),
        (None, "unreadable"),
        (None, "empty"),
        (None, "empty"),
        (4.0, None),
    ]


def test_missing_codes_are_reasons_as_numbers_and_as_texts():
    reading = Reading("x", "x", "number", missing={"-99": "refused", "n/a": "not asked"})
    column = read_column(text_cells("-99", "-99.0", " n/a", "1"), reading)
    assert [why for _, why in shown(column)] == ["refused", "refused", "not asked", None]
    numeric = read_column(pd.Series([-99.0, 2.0]), reading)
    assert shown(numeric) == [(None, "refused"), (2.0, None)]


def test_ranges_of_the_file_are_missing_and_named_codes_inside_keep_their_name():
    reading = Reading("x", "x", "number", ranges=[(-100, -80)], missing={"-99": "refused"})
    column = read_column(pd.Series([-100.0, -99.0, -80.0, -79.0]), reading)
    why = [reason for _, reason in shown(column)]
    assert why == [
        "missing by the file's own code",
        "refused",
        "missing by the file's own code",
        None,
    ]


def test_recodes_are_done_all_at_once_and_from_texts():
    reading = Reading("x", "x", "number", recode={"1": 2, "2": 1, "Yes": 1.0})
    column = read_column(text_cells("1", "2.0", "Yes", "3"), reading)
    assert column.cells.tolist() == [2.0, 1.0, 1.0, 3.0]
    assert column.recoded == 3


def test_a_missing_code_comes_before_a_recode_of_the_same_value():
    reading = Reading("x", "x", "number", missing={"9": "refused"}, recode={"9": 0})
    column = read_column(pd.Series([9.0, 1.0]), reading)
    assert shown(column) == [(None, "refused"), (1.0, None)]
    assert column.recoded == 0


def test_a_recode_that_gives_no_number_is_a_fault_of_the_document():
    reading = Reading("age", "age", "number", recode={"1": "young"})
    with pytest.raises(DocumentError, match="no number") as caught:
        read_column(pd.Series([1.0]), reading)
    assert "age" in caught.value.where


def test_texts_dates_and_ids():
    words = read_column(text_cells(" a", "-99"), Reading("x", "x", "text", missing={"-99": "no"}))
    assert shown(words) == [("a", None), (None, "no")]
    days = read_column(text_cells("2020-01-05", "soon"), Reading("d", "d", "date"))
    assert shown(days) == [(pd.Timestamp("2020-01-05"), None), (None, "unreadable")]
    people = read_column(pd.Series([1.0, np.nan]), Reading("id", "id", "id"))
    assert shown(people) == [("1", None), (None, "empty")]
    assert people.cells.dtype == "str"


def test_an_id_with_zeros_is_not_the_number():
    reading = Reading("id", "id", "id", missing={"7": "none"})
    assert read_column(text_cells("007", "7"), reading).cells.isna().tolist() == [False, True]


def test_columns_without_rows_or_without_answers():
    assert len(read_column(text_cells(), Reading("x", "x", "number")).cells) == 0
    nothing = read_column(text_cells(None, None), Reading("x", "x", "date"))
    assert nothing.cells.dtype == "datetime64[us]"
    assert shown(nothing) == [(None, "empty"), (None, "empty")]


def test_cells_given_are_left_as_they_are():
    given = text_cells("1", "-99", "x")
    before = given.copy()
    read_column(given, Reading("x", "x", "number", missing={"-99": "a"}, recode={"1": 5}))
    pd.testing.assert_series_equal(given, before)


def test_new_values_are_what_their_column_holds():
    assert new_value("3.5", "number", place="p") == 3.5
    assert new_value(143.0, "id", place="p") == "143"
    assert new_value("2020-01-05", "date", place="p") == pd.Timestamp("2020-01-05")
    assert new_value(" a ", "text", place="p") == "a"
    with pytest.raises(DocumentError, match="no date"):
        new_value("05/01/2020", "date", place="decisions[2].value")


def test_reasons_are_none_where_no_cell_has_one():
    assert reason_series(np.array([-1, -1]), ["a"]) is None
    assert reason_series(np.array([-1, 0]), ["a"]).tolist()[1] == "a"
