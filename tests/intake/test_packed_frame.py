from __future__ import annotations

import io
import pickle  # noqa: TID251  # makes what is read here without it

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import SourceError
from studytool.intake.packed_frame import packed_frame


def packed(value):
    file = io.BytesIO()
    pickle.dump(value, file, protocol=5)
    return file.getvalue()


def old_strings(frame):
    """Keep texts as objects, as the pandas that packages were made with did."""
    texts = [name for name in frame if frame[name].dtype.kind not in "biuf"]
    made = frame.astype(dict.fromkeys(texts, object))
    made.columns = pd.Index(list(made.columns), dtype=object)
    return made


@pytest.fixture
def frame():
    return old_strings(
        pd.DataFrame(
            {
                "id": np.arange(5),
                "name": ["a", None, "b", "ü", "a"],
                "x": [0.5, np.nan, -1.0, 1e300, 3.0],
                "yes": [True, False, True, True, False],
                "y": [1.25, 2.5, np.nan, 0.0, 1.0],
            }
        )
    )


def as_frame(columns):
    return pd.DataFrame({name: pd.Series(values) for name, values in columns.items()})


def test_numbers_and_texts_come_back_in_their_columns(frame):
    made = as_frame(packed_frame(packed(frame)))
    pd.testing.assert_frame_equal(old_strings(made), frame, check_dtype=False)


def test_columns_put_together_in_another_order_keep_their_names(frame):
    frame.insert(1, "later", [9.0, 8.0, 7.0, 6.0, 5.0])
    frame["last"] = [1, 2, 3, 4, 5]
    made = packed_frame(packed(old_strings(frame)[["last", "y", "later", "name"]]))
    assert list(made) == ["last", "y", "later", "name"]
    assert made["later"].tolist() == [9.0, 8.0, 7.0, 6.0, 5.0]
    assert made["last"].tolist() == [1, 2, 3, 4, 5]


def test_what_is_not_a_table_of_numbers_and_texts_is_refused(frame):
    frame["when"] = [("a", 1)] * 5
    for value in (frame, [1, 2], {"a": 1}, np.arange(3), pd.Series([1.0]), None):
        with pytest.raises(SourceError, match="not a table of numbers and texts"):
            packed_frame(packed(value))


def test_bytes_that_do_not_fill_the_table_are_refused(frame):
    whole = packed(frame[["x", "y"]])
    wrong = whole.replace(b"K\x01K\x05", b"K\x02K\x05").replace(b"K\x02K\x05", b"K\x03K\x05")
    assert wrong != whole
    with pytest.raises(SourceError):
        packed_frame(wrong)
