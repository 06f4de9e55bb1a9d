from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import DocumentError
from studytool.core.expression import keep
from studytool.core.expression_columns import (
    FrameColumns,
    Rows,
    both,
    column,
    compare,
    either,
    numbers,
    truth_of,
)

NAN = np.nan
LEFT = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0, NAN, NAN, NAN])
RIGHT = np.array([0.0, 1.0, NAN, 0.0, 1.0, NAN, 0.0, 1.0, NAN])


def test_and_is_false_where_one_side_is_whatever_the_other():
    np.testing.assert_array_equal(both(LEFT, RIGHT), [0, 0, 0, 0, 1, NAN, 0, NAN, NAN])


def test_or_is_true_where_one_side_is_whatever_the_other():
    np.testing.assert_array_equal(either(LEFT, RIGHT), [0, 1, NAN, 1, 1, 1, NAN, 1, NAN])


def test_truth_is_not_zero():
    np.testing.assert_array_equal(truth_of(numbers(np.array([0, -2, NAN]))).tolist(), [0, 1, NAN])


def test_numbers_that_are_not_finite_are_missing():
    assert numbers(np.array([np.inf, -np.inf, 1.0])).missing.tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("series", "sort"),
    [
        (pd.Series([1, 2]), "number"),
        (pd.Series([True, False]), "number"),
        (pd.Series([1, None], dtype="Int64"), "number"),
        (pd.Series(["a", None]), "text"),
        (pd.Series(["a", "b"], dtype="category"), "text"),
        (pd.to_datetime(pd.Series(["2021-01-01", None])), "date"),
    ],
)
def test_a_column_is_read_by_its_type(series, sort):
    values = column("x", Rows({"x": series}, n_rows=2))
    assert values.sort == sort
    assert values.missing.tolist() == series.isna().tolist()


def test_a_missing_text_compares_to_missing():
    values = column("x", Rows({"x": pd.Series(["a", None, "b"])}, n_rows=3))
    other = column("y", Rows({"y": pd.Series(["a", "a", "a"])}, n_rows=3))
    np.testing.assert_array_equal(compare("==", values, other).cells, [1, NAN, 0])
    np.testing.assert_array_equal(compare(">", values, other).cells, [0, NAN, 1])


def test_a_date_is_not_compared_with_a_number():
    dates = column("x", Rows({"x": pd.to_datetime(pd.Series(["2021-01-01"]))}, n_rows=1))
    with pytest.raises(DocumentError, match="is compared with"):
        compare("<", dates, numbers(np.array([3.0])))


@pytest.fixture
def frame():
    return pd.DataFrame({"age": [9, 11], "school": ["North", None], 3: [0.5, 1.5]})


def test_columns_of_a_frame_are_those_of_a_dict_of_them(frame):
    columns = FrameColumns(frame)
    plain = {str(name): frame[name] for name in frame.columns}
    assert list(columns) == list(plain)
    assert len(columns) == len(plain)
    for name, series in columns.items():
        pd.testing.assert_series_equal(series, plain[name])


def test_a_column_that_is_not_in_the_frame_is_not_there(frame):
    columns = FrameColumns(frame)
    assert "school" in columns
    assert "class" not in columns
    assert 3 not in columns
    with pytest.raises(KeyError):
        columns["class"]


def test_an_expression_reads_only_the_columns_it_names(frame):
    fetched = []

    class Watched(pd.DataFrame):
        def __getitem__(self, name):
            fetched.append(name)
            return super().__getitem__(name)

    kept = keep("age > 10", FrameColumns(Watched(frame)), n_rows=2)
    assert kept.tolist() == [False, True]
    assert fetched == ["age"]
