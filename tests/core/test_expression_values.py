from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import DocumentError
from studytool.core.expression_parser import read
from studytool.core.expression_values import Rows, result, truth

ROWS = Rows({"x": pd.Series([0.0, 2.0, np.nan], index=[4, 5, 6])}, n_rows=3)


def test_a_constant_has_a_value_for_every_row():
    assert result(read("1 + 1"), ROWS).tolist() == [2, 2, 2]
    assert result(read("'yes'"), ROWS).tolist() == ["yes"] * 3


def test_a_result_stands_on_the_index_of_its_columns():
    assert result(read("x > 1"), ROWS).index.tolist() == [4, 5, 6]


def test_truth_is_three_valued():
    np.testing.assert_array_equal(truth(read("not x"), ROWS), [1, 0, np.nan])
    np.testing.assert_array_equal(truth(read("x or 1"), ROWS), [1, 1, 1])
    np.testing.assert_array_equal(truth(read("x and 0"), ROWS), [0, 0, 0])
    np.testing.assert_array_equal(truth(read("x == x"), ROWS), [1, 1, np.nan])


def test_a_text_is_not_true():
    with pytest.raises(DocumentError, match="true or false"):
        truth(read("'yes'"), ROWS)
