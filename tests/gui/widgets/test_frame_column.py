from __future__ import annotations

import numpy as np
import pandas as pd

from studytool.gui.widgets.frame_column import FrameColumn


def test_a_missing_cell_says_why():
    reasons = pd.Series([None, "refused", None], dtype="str")
    column = FrameColumn(pd.Series([1.0, np.nan, np.nan]), reasons, {})
    assert [column.text(row) for row in range(3)] == [
        ("1", False),
        ("refused", True),
        ("missing", True),
    ]
    assert column.full(1) == "missing: refused"


def test_numbers_have_a_true_minus_and_every_digit_on_request():
    column = FrameColumn(pd.Series([-0.123456789, 2.5]), None, {})
    assert column.text(0) == ("−0.123", False)
    assert column.full(0) == "-0.123456789"
    assert column.is_number


def test_words_stand_for_values_where_asked_for():
    column = FrameColumn(pd.Series([0.0, 1.0, 2.0]), None, {"0": "No", "1": "Yes"})
    assert [column.text(row, words=True)[0] for row in range(3)] == ["No", "Yes", "2"]
    assert column.text(1) == ("1", False)
    assert column.full(1) == "1 Yes"


def test_dates_and_texts_are_written_as_they_are():
    days = FrameColumn(pd.to_datetime(pd.Series(["2021-10-31", None])), None, {})
    assert days.text(0) == ("2021-10-31", False)
    assert days.text(1) == ("missing", True)
    texts = FrameColumn(pd.Series(["JHB-0017", None], dtype="str"), None, {})
    assert texts.text(0) == ("JHB-0017", False)
    assert texts.text(1)[1]
    assert not texts.is_number


def test_whole_numbers_need_no_point():
    column = FrameColumn(pd.Series([-1, 2], dtype="int64"), None, {"2": "2021"})
    assert column.text(0) == ("−1", False)
    assert column.text(1, words=True) == ("2021", False)
