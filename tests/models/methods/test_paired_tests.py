"""Worked by hand.

Cochran: four people at three waves, 1 1 0, 1 0 0, 0 0 0, 1 1 1. Columns 3, 2, 1, rows 2, 1, 0, 3,
all 6: Q = 2 (3 x 14 - 36) / (3 x 6 - 14) = 12 / 4 = 3, two degrees of freedom, p = exp(-1.5).

Paired t: differences 1, 2, 3: mean 2, standard deviation 1, error 1/sqrt 3, t = 2 sqrt 3.

Margins: of 45 families 10 then 1. Either the one is among the ten (9 stopped, none began: exact
p = 2/2^9 = 0.0039) or not (10 stopped, 1 began: 2 (1 + 11)/2^11 = 0.0117).
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import ttest_rel
from statsmodels.stats.contingency_tables import cochrans_q

from studytool.core.errors import DataError
from studytool.models.methods.paired_numbers import mcnemar
from studytool.models.methods.paired_tests import cochran_q, paired_means, pairing_range


def test_cochran_by_hand():
    found = cochran_q(np.array([[1.0, 1, 0], [1, 0, 0], [0, 0, 0], [1, 1, 1]]))
    assert (found.statistic, found.df) == (pytest.approx(3), 2)
    assert found.p == pytest.approx(math.exp(-1.5))


def test_cochran_of_two_waves_is_mcnemar():
    answers = np.array([[1, 0]] * 5 + [[0, 1]] + [[1, 1]] * 3, dtype=float)
    assert cochran_q(answers).statistic == pytest.approx(mcnemar(1, 5).chi2)


def test_cochran_of_statsmodels():
    answers = (np.random.default_rng(2).random((80, 4)) < [0.3, 0.4, 0.5, 0.6]).astype(float)
    found, oracle = cochran_q(answers), cochrans_q(answers)
    assert found.statistic == pytest.approx(oracle.statistic, rel=1e-12)
    assert found.p == pytest.approx(oracle.pvalue, rel=1e-10)


def test_nobody_changing_leaves_nothing_to_test():
    assert cochran_q(np.array([[1.0, 1, 1], [0, 0, 0]])) is None
    assert paired_means(np.array([2.0, 2.0])) is None
    assert paired_means(np.array([2.0])) is None


def test_paired_t_by_hand():
    found = paired_means(np.array([1.0, 2, 3]))
    assert found.difference == 2
    assert found.std_error == pytest.approx(1 / math.sqrt(3))
    assert found.statistic == pytest.approx(2 * math.sqrt(3))
    assert found.high - 2 == pytest.approx(4.3026527 / math.sqrt(3))


def test_paired_t_of_scipy():
    first, later = np.random.default_rng(3).normal(size=(2, 40))
    found, oracle = paired_means(later - first, level=0.9), ttest_rel(later, first)
    ends = oracle.confidence_interval(0.9)
    assert found.statistic == pytest.approx(oracle.statistic, rel=1e-12)
    assert found.p == pytest.approx(oracle.pvalue, rel=1e-12)
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high), rel=1e-10)


def test_student_sleep():
    # Student (1908): ten sleepers with two drugs, t = -4.0621, p = 0.002833
    one = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    two = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    found = paired_means(one - two)
    assert found.statistic == pytest.approx(-4.0621, abs=5e-5)
    assert found.p == pytest.approx(0.002833, abs=5e-7)
    assert (found.low, found.high) == pytest.approx((-2.4598858, -0.7001142), abs=5e-8)


def test_margins_by_hand():
    found = pairing_range(45, [10], [1])
    assert found.pairings == 2
    assert found.lowest["mcnemar_exact"] == pytest.approx(2 / 2**9)
    assert found.highest["mcnemar_exact"] == pytest.approx(24 / 2**11)


@pytest.mark.parametrize(
    ("earlier", "later", "low", "high"),
    # 38, 60 and 62 % of 123; 63 and 50 % are two counts each
    [([47], [74], 1.5e-8, 0.018), ([47], [76], 3.7e-9, 0.011), ([77, 78], [61, 62], 1.5e-5, 0.18)],
)
def test_margins_of_123_children(earlier, later, low, high):
    found = pairing_range(123, earlier, later)
    assert found.lowest["mcnemar_exact"] == pytest.approx(low, rel=0.04)
    assert found.highest["mcnemar_exact"] == pytest.approx(high, rel=0.04)


def test_every_pairing_lies_in_the_range():
    found = pairing_range(20, [9], [14])
    for both in range(3, 10):
        p = mcnemar(14 - both, 9 - both).p_exact
        assert found.lowest["mcnemar_exact"] <= p <= found.highest["mcnemar_exact"]


@pytest.mark.parametrize("counts", [(10, [11], [2]), (10, [2], [-1]), (10, [], [2])])
def test_margins_that_cannot_be_are_refused(counts):
    with pytest.raises(DataError):
        pairing_range(*counts)


def test_changes_too_small_to_be_squared_are_none():
    assert paired_means(np.array([1e-300, 2e-300, 3e-300])) is None
