from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from studytool.describe.intervals import difference_of, mean_of, standardised, wilson

SCORES = st.lists(st.floats(-100, 100).map(lambda x: round(x, 3)), min_size=2, max_size=30)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        # published with the study of 123 children; 39 of 162 is its attrition
        (47, 123, 30.1, 47.0),
        (74, 123, 51.3, 68.4),
        (76, 123, 53.0, 69.9),
        (10, 123, 4.5, 14.3),
        (39, 162, 18.1, 31.2),
    ],
)
def test_wilson_gives_the_published_intervals(count, n, low, high):
    ours = wilson(count, n, 0.95)
    assert (round(100 * ours[0], 1), round(100 * ours[1], 1)) == (low, high)


def test_wilson_by_hand():
    """1 of 2 with z = 1.96: middle 0.5, half 1.96 sqrt(.125 + .2401) / (1 + 1.9208) = 0.4055."""
    low, high = wilson(1, 2, 0.95)
    assert low == pytest.approx(0.0945, abs=5e-5)
    assert high == pytest.approx(0.9055, abs=5e-5)


@given(st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_that_of_statsmodels(case):
    count, n = case
    for level in (0.9, 0.95, 0.99):
        theirs = proportion_confint(count, n, alpha=1 - level, method="wilson")
        np.testing.assert_allclose(wilson(count, n, level), theirs, atol=1e-12)


def test_nobody_and_everybody_lie_at_the_ends():
    assert wilson(0, 7, 0.95)[0] == 0.0
    assert wilson(7, 7, 0.95)[1] == 1.0
    assert wilson(0, 7, 0.95)[1] == pytest.approx(1 - wilson(7, 7, 0.95)[0])


def test_a_mean_by_hand():
    """1, 2, 3: mean 2, standard deviation 1, t(2) = 4.302653, half 4.302653 / sqrt(3)."""
    middle = mean_of(np.array([1.0, 2.0, 3.0]), 0.95)
    assert middle.value == 2
    assert middle.high - 2 == pytest.approx(4.302653 / math.sqrt(3), rel=1e-6)
    assert 2 - middle.low == pytest.approx(middle.high - 2)


@given(SCORES)
def test_a_mean_is_that_of_statsmodels(scores):
    middle = mean_of(np.array(scores), 0.9)
    low, high = (
        stats.t.interval(
            0.9, len(scores) - 1, np.mean(scores), np.std(scores, ddof=1) / math.sqrt(len(scores))
        )
        if np.ptp(scores)
        else (middle.value, middle.value)
    )
    np.testing.assert_allclose((middle.low, middle.high), (low, high), atol=1e-9)


def test_one_answer_has_no_interval():
    assert mean_of(np.array([4.0]), 0.95) == mean_of(np.array([4.0]), 0.5)
    assert mean_of(np.array([4.0]), 0.95).low is None


@given(SCORES, SCORES)
def test_a_difference_is_that_of_welch(first, second):
    first, second = np.array(first), np.array(second)
    ours = difference_of(first, second, 0.95)
    spread = np.var(first, ddof=1) + np.var(second, ddof=1)
    if spread < 1e-6:
        return
    welch = CompareMeans(DescrStatsW(first), DescrStatsW(second))
    theirs = welch.tconfint_diff(alpha=0.05, usevar="unequal")
    np.testing.assert_allclose((ours.low, ours.high), theirs, rtol=1e-8, atol=1e-8)
    assert standardised(first, second) == pytest.approx(ours.value / math.sqrt(spread / 2))


def test_a_difference_without_spread_or_with_one_answer_has_no_interval():
    same = np.array([3.0, 3.0])
    assert difference_of(same, same + 1, 0.95).value == -1
    assert difference_of(same, same + 1, 0.95).low is None
    assert difference_of(np.array([1.0]), same, 0.95).low is None
    assert standardised(same, same + 1) is None
    assert standardised(np.array([1.0]), same) is None
