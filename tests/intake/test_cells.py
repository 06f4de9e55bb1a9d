from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.intake.cells import cell_text, clock_text, number_text, part_of_column, whole_column


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (-99.0, "-99"),
        (3.5, "3.5"),
        (7, "7"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("NA", "NA"),
        (date(2021, 3, 4), "2021-03-04"),
        (datetime(2021, 3, 4), "2021-03-04"),
        (datetime(2021, 3, 4, 5, 6), "2021-03-04T05:06:00"),
        (time(10, 30), "10:30:00"),
        (timedelta(hours=30, seconds=5), "30:00:05"),
    ],
)
def test_cells_are_written_one_way(cell, text):
    assert cell_text(cell) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_as_text_are_the_same_numbers(number):
    assert float(number_text(number)) == number


def test_clock_times_keep_fractions_and_signs():
    assert clock_text(11045.25) == "03:04:05.25"
    assert clock_text(-60) == "-00:01:00"


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        ([1, 2.5, ""], pa.float64(), [1.0, 2.5, None]),
        ([date(2021, 1, 2), ""], pa.timestamp("us"), [datetime(2021, 1, 2), None]),
        (["a", "", None], pa.string(), ["a", None, None]),
        ([1.0, "3a", ""], pa.string(), ["1", "3a", None]),
        ([date(2021, 1, 2), 5.0], pa.string(), ["2021-01-02", "5"]),
        ([True, False], pa.string(), ["TRUE", "FALSE"]),
        ([0.0, 0], pa.float64(), [0.0, 0.0]),
    ],
)
def test_a_column_has_one_kind(cells, kind, values):
    column = whole_column([part_of_column(cells)])
    assert column.type == kind
    assert column.to_pylist() == values


def test_a_text_late_in_the_file_makes_the_whole_column_text():
    parts = [part_of_column(cells) for cells in ([1.0, 2.5], ["", ""], ["3a", ""])]
    assert whole_column(parts).to_pylist() == ["1", "2.5", None, None, "3a", None]


def test_an_empty_column_is_all_missing():
    column = whole_column([part_of_column(["", ""])])
    assert (column.type, column.null_count) == (pa.float64(), 2)
    assert len(whole_column([])) == 0
