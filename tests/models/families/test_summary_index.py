"""Worked by hand: two outcomes that are unrelated get the same weight, a copy of one nothing more.

The untreated have 0, 2 in both orders: mean 1, standard deviation sqrt(4/3) with four rows.
"""

from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.families.summary_index import summary_index


def test_two_unrelated_outcomes_by_hand():
    outcomes = np.array([[0.0, 0], [0, 2], [2, 0], [2, 2]])
    index = summary_index(outcomes, np.ones(4, dtype=bool), np.array([1, -1]))
    spread = (4 / 3) ** 0.5
    assert index == pytest.approx(np.array([0, -1, 1, 0]) / spread)


def test_what_two_outcomes_share_counts_once():
    random = np.random.default_rng(1)
    a, b = random.normal(size=(2, 4000))
    noisy = a + 0.05 * random.normal(size=4000)
    index = summary_index(np.column_stack([a, noisy, b]), np.ones(4000, dtype=bool), np.ones(3))
    slopes = np.linalg.lstsq(np.column_stack([a, b]), index, rcond=None)[0]
    assert slopes == pytest.approx([0.5, 0.5], abs=0.03)


def test_rows_with_some_outcomes_use_those():
    random = np.random.default_rng(2)
    outcomes = random.normal(size=(50, 2))
    outcomes[3, 0] = outcomes[4] = np.nan
    index = summary_index(outcomes, np.ones(50, dtype=bool), np.ones(2))
    b = outcomes[:, 1]
    assert index[3] == pytest.approx((b[3] - np.nanmean(b)) / np.nanstd(b, ddof=1))
    assert np.isnan(index[4])
    assert np.isfinite(np.delete(index, 4)).all()


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        (np.array([[1.0, 2], [1, 3], [1, 5]]), "does not vary"),
        (np.array([[1.0, 2], [2, 4], [4, 8]]), "repeat each other"),
        (np.array([[1.0, np.nan], [2, np.nan], [4, 8]]), "fewer than two"),
    ],
)
def test_outcomes_that_make_no_index_are_refused(outcomes, said):
    with pytest.raises(ModelError, match=said):
        summary_index(outcomes, np.ones(3, dtype=bool), np.ones(2))
