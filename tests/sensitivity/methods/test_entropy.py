from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from studytool.core.errors import ModelError
from studytool.sensitivity.methods.entropy import entropy_weights

RANDOM = np.random.default_rng(4)
COLUMNS = np.column_stack([RANDOM.normal(size=80), RANDOM.exponential(size=80)])


def weights(columns, target, start=None, names=None):
    columns = np.asarray(columns, dtype=float)
    begin = np.ones(len(columns)) if start is None else start
    names = names or [f"x{place}" for place in range(columns.shape[1])]
    return entropy_weights(columns, np.asarray(target, dtype=float), begin, names)


def test_by_hand_two_values():
    """Two people at 0 and two at 1, target 0.75: weights 1/8, 1/8, 3/8, 3/8."""
    found = weights([[0], [0], [1], [1]], [0.75])
    assert found == pytest.approx([0.125, 0.125, 0.375, 0.375], abs=1e-10)


def test_moments_are_met_to_ten_decimals():
    target = np.array([0.8, 0.4])
    found = weights(COLUMNS, target)
    assert found @ COLUMNS == pytest.approx(target, abs=1e-8)
    assert found.sum() == pytest.approx(1.0)
    assert (found > 0).all()


def test_a_general_optimiser_finds_the_same_weights():
    target = np.array([0.5, 1.3])

    def dual(slopes):
        return np.log(np.exp((COLUMNS - target) @ slopes).sum())

    slopes = minimize(dual, np.zeros(2), tol=1e-14, method="BFGS").x
    theirs = np.exp((COLUMNS - target) @ slopes)
    assert weights(COLUMNS, target) == pytest.approx(theirs / theirs.sum(), abs=1e-6)


def test_where_nothing_has_to_move_the_weights_stay():
    start = RANDOM.uniform(0.5, 2, size=80)
    mean = np.average(COLUMNS, weights=start, axis=0)
    assert weights(COLUMNS, mean, start) == pytest.approx(start / start.sum(), rel=1e-8)


def test_units_do_not_matter():
    wide = COLUMNS * [1e6, 1e-6] + [5e6, 0]
    found = weights(wide, np.array([0.8, 0.4]) * [1e6, 1e-6] + [5e6, 0])
    assert found == pytest.approx(weights(COLUMNS, [0.8, 0.4]), abs=1e-8)


def test_a_target_out_of_reach_is_refused_by_name():
    with pytest.raises(ModelError, match=r"treated in income\."):
        weights(COLUMNS, [0.0, 99.0], names=["age", "income"])
    # inside either range, outside what both have together
    line = np.column_stack([np.arange(10.0), np.arange(10.0) + 0.01 * RANDOM.normal(size=10)])
    with pytest.raises(ModelError, match="all variables at once"):
        weights(line, [2.0, 7.0])
