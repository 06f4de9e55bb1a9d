from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import DataError
from studytool.describe.units import once_a_unit

ROWS = pd.DataFrame(
    {
        "hh": ["a", "a", "b", "b", None, "a"],
        "wave": [1, 1, 1, 1, 1, 2],
        "answer": [1.0, 1.0, np.nan, 0.0, 1.0, np.nan],
    }
)


def once(rows):
    return once_a_unit(
        rows, keys=("hh", "wave"), constant=("answer",), unit="household", label='"harsh"'
    )


def test_siblings_are_one_family_and_the_one_who_answered_answers_for_it():
    found = once(ROWS)
    assert found["hh"].tolist() == ["a", "a", "b"]
    assert found["wave"].tolist() == [1, 2, 1]
    np.testing.assert_array_equal(found["answer"], [1, np.nan, 0])


def test_siblings_who_differ_are_counted_and_refused():
    clashing = ROWS.assign(answer=[1.0, 0.0, 1.0, 0.0, 1.0, 1.0])
    with pytest.raises(DataError, match=r'2 times, people of one household .* differ in "harsh"'):
        once(clashing)


def test_no_rows_are_no_units():
    assert len(once(ROWS.iloc[:0])) == 0
