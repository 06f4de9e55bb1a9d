from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.survey.cell_formats import dates, ids, numbers, plain_number, says, texts


def cells(*written):
    return pd.Series(list(written), dtype="str")


@pytest.mark.parametrize(
    ("written", "decimal", "thousands", "expected"),
    [
        ("3", ".", "", 3.0),
        (" -3.50 ", ".", "", -3.5),
        ("+.5", ".", "", 0.5),
        ("1e3", ".", "", 1000.0),
        ("7,25", ",", "", 7.25),
        ("1.234.567,5", ",", ".", 1234567.5),
        ("1 234", ".", " ", 1234.0),
        ("1\u00a0234,5", ",", " ", 1234.5),
        ("1,234", ".", ",", 1234.0),
    ],
)
def test_numbers_are_read_with_the_marks_of_the_file(written, decimal, thousands, expected):
    assert numbers(cells(written), decimal=decimal, thousands=thousands).tolist() == [expected]


@pytest.mark.parametrize(
    ("written", "decimal", "thousands"),
    [
        ("3a", ".", ""),
        ("7,25", ".", ""),
        ("7.25", ",", ""),
        ("1,5", ".", ","),
        ("12,34", ".", ","),
        ("1,2345", ".", ","),
        ("nan", ".", ""),
        ("inf", ".", ""),
        ("1e999", ".", ""),
        ("0x10", ".", ""),
        ("1_000", ".", ""),
        ("٣", ".", ""),
        ("", ".", ""),
    ],
)
def test_what_is_no_number_is_never_guessed(written, decimal, thousands):
    assert np.isnan(numbers(cells(written), decimal=decimal, thousands=thousands)).all()


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=20))
def test_numbers_written_by_python_are_read_back_exactly(values):
    written = pd.Series([repr(value) for value in values], dtype="str")
    assert numbers(written).tolist() == values


def test_numbers_and_dates_of_a_spreadsheet():
    assert numbers(pd.Series([1.0, np.inf])).tolist()[0] == 1.0
    assert np.isnan(numbers(pd.Series([1.0, np.inf]))[1])
    assert np.isnan(numbers(pd.Series(pd.to_datetime(["2020-01-01"])))).all()


def test_a_document_writes_numbers_with_a_full_stop():
    assert plain_number(" -99 ") == -99.0
    assert plain_number("1,5") is None
    assert plain_number("n/a") is None


def test_texts_are_stripped_and_whole_numbers_have_no_fraction():
    assert texts(cells(" a ", "  ", None)).tolist()[0] == "a"
    assert texts(cells(" a ", "  ", None)).isna().tolist() == [False, True, True]
    written = texts(pd.Series([3.0, 2.5, np.nan, 123456789.0]))
    assert written.dtype == "str"
    assert written.dropna().tolist() == ["3", "2.5", "123456789"]
    assert texts(pd.Series(pd.to_datetime(["2020-03-01"]))).tolist() == ["2020-03-01"]


def test_ids_keep_their_zeros_and_lose_a_fraction_of_nothing():
    assert ids(cells("007", " JHB-1 ", "143.0", "1.50")).tolist() == ["007", "JHB-1", "143", "1.50"]
    assert ids(pd.Series([143.0])).tolist() == ["143"]


def test_dates_are_iso_unless_a_form_is_given():
    read = dates(cells("2020-03-04", "2020-03-04T23:30:00+02:00", "04/03/2020", "2020-02-30", "x"))
    assert read.dtype == "datetime64[us]"
    assert read.notna().tolist() == [True, True, False, False, False]
    assert read[0] == read[1] == pd.Timestamp("2020-03-04")
    asked = dates(cells("04/03/2020", "2020-03-05", "13/13/2020"), "%d/%m/%Y")
    assert asked.dropna().tolist() == [pd.Timestamp("2020-03-04"), pd.Timestamp("2020-03-05")]


def test_a_number_is_never_taken_for_a_date():
    assert dates(pd.Series([44105.0])).isna().all()
    assert dates(cells("20200304")).isna().all()
    years = dates(pd.Series([2020.0]), "%Y")
    assert years.tolist() == [pd.Timestamp("2020-01-01")]


def test_numbers_in_texts_are_read_with_spaces_around_and_signs_before():
    cells = pd.Series(["\u00a0 +1,5 ", "2.500,25", "-3", "", None, "1,2,3", "7\n8"], dtype="str")
    read = numbers(cells, decimal=",", thousands=".")
    np.testing.assert_array_equal(read, [1.5, 2500.25, -3, np.nan, np.nan, np.nan, np.nan])


def test_a_text_is_found_in_full_and_never_where_a_cell_is_missing():
    assert says(cells("a", None, "ab", "a"), "a").tolist() == [True, False, False, True]


def test_a_column_that_pandas_keeps_in_pieces_is_read_like_any_other():
    pieces = pd.concat([cells(" 1.0", "x"), cells("2020-02-29", None)])
    assert texts(pieces).tolist()[:3] == ["1.0", "x", "2020-02-29"]
    assert ids(pieces).tolist()[0] == "1"
    assert dates(pieces).notna().tolist() == [False, False, True, False]
    assert says(pieces, "x").tolist() == [False, True, False, False]


def test_a_column_without_rows_has_no_texts_dates_or_ids():
    empty = cells()
    assert [len(read(empty)) for read in (texts, ids, dates)] == [0, 0, 0]
    assert not says(empty, "x").any()


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (-0.0, "0"),
        (3.0, "3"),
        (-99.0, "-99"),
        (0.1, "0.1"),
        (1e15, "1e+15"),
        (1e14, "1" + "0" * 14),
    ],
)
def test_numbers_are_written_without_a_fraction_they_do_not_have(number, written):
    assert texts(pd.Series([number, np.nan]))[0] == written
