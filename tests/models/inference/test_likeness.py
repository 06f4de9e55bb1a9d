"""By hand: groups (1, 3), (5, 7) and (9, 11) of one stratum.

Means 2, 6, 10 about 6: squares between 2 (16 + 0 + 16) = 64 on 2 degrees of freedom, MSB = 32;
within 6 squares of 1, on 3, MSW = 2. With groups of 2: correlation = (32 - 2) / (32 + 2) = 15/17;
too small by the root of 1 + 15/17.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import f_oneway

from studytool.models.inference.likeness import find_likeness

VALUES = np.array([1.0, 3, 5, 7, 9, 11])
GROUPS = np.array([0, 0, 1, 1, 2, 2])
ONE = np.zeros(6, dtype=np.intp)


def test_three_groups_of_two_by_hand():
    found = find_likeness(VALUES, GROUPS, ONE)
    assert found.groups == 3
    assert found.correlation == pytest.approx(15 / 17, abs=1e-14)
    assert found.too_small == pytest.approx((1 + 15 / 17) ** 0.5, abs=1e-14)
    assert found.p == pytest.approx(f_oneway(VALUES[:2], VALUES[2:4], VALUES[4:]).pvalue, rel=1e-12)


def test_what_differs_between_strata_only_is_no_likeness():
    """Strata (1, 3), (3, 1) and 100 more: both groups of each have the same mean, MSB = 0."""
    values = np.array([1.0, 3, 3, 1, 101, 103, 103, 101])
    groups = np.array([0, 0, 1, 1, 2, 2, 3, 3])
    found = find_likeness(values, groups, (values > 50).astype(np.intp))
    assert found.correlation == -1.0
    assert found.too_small == 0.0
    assert found.p == 1.0
    assert find_likeness(values, groups, np.zeros(8, dtype=np.intp)).correlation > 0.99


def test_a_group_in_two_strata_counts_as_one_in_each():
    groups, strata = np.array([0, 0, 1, 1, 0, 0]), np.array([0, 0, 0, 0, 1, 1])
    found = find_likeness(VALUES, groups, strata)
    assert found.groups == 3
    # the second stratum has one group, which tells nothing between: MSB = 16 on 1, MSW = 2 on 3
    assert found.correlation == pytest.approx((16 - 2) / (16 + 2), abs=1e-14)


def test_unequal_groups_by_the_sum_of_their_squares():
    """Sizes 1 and 3 of n = 4: the average size is (4 - 10/4) / 1 = 1.5, a member's own 10/4."""
    found = find_likeness(np.array([6.0, 1, 2, 3]), np.array([0, 1, 1, 1]), ONE[:4])
    msb, msw = 16 * 3 / 4, 1.0
    alike = (msb - msw) / (msb + 0.5 * msw)
    assert found.correlation == pytest.approx(alike, abs=1e-14)
    assert found.too_small == pytest.approx((1 + 1.5 * alike) ** 0.5, abs=1e-14)


@pytest.mark.parametrize(
    ("values", "groups"),
    [([1.0, 2, 3], [0, 0, 0]), ([1.0, 2, 3], [0, 1, 2]), ([1.0, 1, 2, 2], [0, 0, 1, 1])],
    ids=["one group", "alone in each", "nothing varies inside"],
)
def test_nothing_can_be_said(values, groups):
    assert find_likeness(np.array(values), np.array(groups), ONE[: len(values)]) is None


def test_the_correlation_of_a_school_is_found_and_p_is_uniform_without():
    # of 4,000 groups of 10 the correlation of 0.2 is found with a standard error of 0.005
    draw, groups = np.random.default_rng(1), np.repeat(np.arange(4000), 10)
    shared = draw.normal(size=4000)[groups] * 0.5
    strata = np.zeros(groups.size, dtype=np.intp)
    found = find_likeness(shared + draw.normal(size=groups.size), groups, strata)
    assert found.correlation == pytest.approx(0.2, abs=0.02)
    few = groups[:2000]
    p = [find_likeness(draw.normal(size=2000), few, strata[:2000]).p for _ in range(400)]
    assert np.quantile(p, [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.06)
