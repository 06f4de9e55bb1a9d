from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.kernel.absorption import (
    block_length,
    plan_absorption,
    refuse_codes,
    sums_by_code,
    take_out,
)


def test_the_effect_with_most_levels_is_taken_out_here():
    wave = np.array([0, 1, 0, 1, 0, 1])
    child = np.array([0, 0, 1, 1, 2, 2])
    plan = plan_absorption(6, (wave, child))
    assert plan.absorbed is child
    assert plan.levels == 3
    assert plan.others == (wave,)
    assert plan.present == (2, 3)


def test_absent_codes_are_no_levels():
    codes = np.array([0, 0, 5, 5, 9, 9])
    plan = plan_absorption(6, (codes, np.array([3, 7, 3, 7, 3, 7])))
    assert plan.levels == 3
    column = np.array([[1.0, 3, 2, 4, 0, 0]])
    take_out(column, plan)
    assert column.tolist() == [[-1, 1, -1, 1, 0, 0]]


@pytest.mark.parametrize("shuffled", [False, True])
def test_means_are_gone_by_either_way(shuffled):
    random = np.random.default_rng(3)
    codes = np.repeat(np.arange(40), 3)
    if shuffled:
        random.shuffle(codes)
    columns = random.normal(size=(4, 120)) + 100
    expected = columns.copy()
    for level in range(40):
        expected[:, codes == level] -= expected[:, codes == level].mean(axis=1, keepdims=True)
    take_out(columns, plan_absorption(120, (codes,)))
    np.testing.assert_allclose(columns, expected, atol=1e-12)


def test_weighted_means_are_gone():
    codes, weights = np.array([0, 0, 1, 1]), np.array([1.0, 3, 1, 1])
    columns = np.array([[4.0, 8, 1, 3]])
    take_out(columns, plan_absorption(4, (codes,), weights))
    np.testing.assert_allclose(columns, [[-3, 1, -1, 1]], atol=1e-14)


def test_trends_are_gone_too():
    """Child 0 rises by 2 a wave, child 1 by 0 from 1 and 3; child 2 has one row and no slope."""
    child, time = np.array([0, 0, 0, 1, 1, 2]), np.array([1.0, 2, 4, 1, 2, 3])
    plan = plan_absorption(6, (child,), None, [(child, time)])
    columns = np.array([[3.0, 5, 9, 7, 7, 8], [0, 0, 3, 1, 3, 8]])
    take_out(columns, plan)
    assert plan.levels == 5
    np.testing.assert_allclose(columns[0], 0, atol=1e-14)
    slope, _ = np.polyfit(time[:3], [0, 0, 3], 1)
    np.testing.assert_allclose(np.diff(columns[1])[:2], [-slope, 3 - 2 * slope], atol=1e-13)


def test_trends_without_effects_are_refused():
    with pytest.raises(ModelError, match="next to effects"):
        plan_absorption(2, (), None, [(np.array([0, 1]), np.array([0.0, 1]))])


def test_blocks_are_seen_only_in_balanced_sorted_panels():
    assert block_length(np.array([0, 0, 1, 1])) == 2
    assert block_length(np.array([0, 0, 0, 1])) == 0
    assert block_length(np.array([1, 1, 0, 0])) == 0
    assert block_length(np.array([0, 1, 0, 1])) == 0
    assert block_length(np.array([0, 0, 2, 2])) == 0
    assert block_length(np.zeros(1000, dtype=int)) == 0


@pytest.mark.parametrize("codes", [[0, 0, 1, 1, 2, 2], [2, 0, 4, 0, 2, 2]])
def test_sums_by_code(codes):
    columns = np.arange(12.0).reshape(2, 6)
    codes = np.array(codes)
    expected = [[row[codes == code].sum() for code in range(codes.max() + 1)] for row in columns]
    np.testing.assert_allclose(sums_by_code(columns, codes), expected)


@pytest.mark.parametrize("codes", [[0, -1, 0], [0.0, 1, 2], [0, 1], [0, 1, 8_001_015_009_087]])
def test_what_is_not_a_code_is_refused(codes):
    with pytest.raises(ModelError, match="An effect is not coded"):
        refuse_codes(np.array(codes), 3, "An effect")
