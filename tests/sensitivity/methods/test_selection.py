from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.sensitivity.methods.selection import Movement, beta_of, delta_of, movement
from studytool.sensitivity.methods.taken_out import TakenOut

BETA = 0.3


def world(delta, n=500):
    """Observed and unobserved parts that are orthogonal, selection on them delta : 1.

    Treatment is 0.4 w1 + delta 0.4 (0.7 w2) + 0.9 e, the outcome 0.3 treatment + w1 + 0.7 w2 +
    0.5 u: Cov(D, W1) / Var(W1) = 0.4 and Cov(D, W2) / Var(W2) = 0.4 delta.
    """
    random = np.random.default_rng(0)
    basis = np.linalg.qr(np.column_stack([np.ones(n), random.normal(size=(n, 4))]))[0][:, 1:].T
    w1, w2, e, u = basis * np.sqrt(n)
    d = 0.4 * w1 + delta * 0.4 * 0.7 * w2 + 0.9 * e
    y = BETA * d + w1 + 0.7 * w2 + 0.5 * u
    r_max = 1 - 0.25 * n / (y @ y)
    return TakenOut(y, d, w1[:, None], ("w1",), n - 3), r_max


@pytest.mark.parametrize("delta", [0.5, 1.0, 2.0, -1.0])
def test_a_world_made_with_delta_gives_delta_and_its_effect(delta):
    columns, r_max = world(delta)
    moved = movement(columns)
    assert delta_of(moved, r_max, BETA) == pytest.approx(delta, abs=1e-8)
    assert beta_of(moved, r_max, delta) == pytest.approx(BETA, abs=1e-8)


def test_delta_and_effect_are_each_other_turned_round():
    moved = movement(world(1.0)[0])
    for beta in (0.0, 0.2, 0.4):
        assert beta_of(moved, 0.9, delta_of(moved, 0.9, beta)) == pytest.approx(beta, abs=1e-8)


def test_by_hand_where_controls_take_little_of_treatment():
    """With treatment and controls nearly unrelated the bias is gap (R_max - R) / (R - R0).

    Oster's approximation: b* = b - (b0 - b) (R_max - R) / (R - R0) = 1 - 0.01 * 0.2 / 0.2 = 0.99.
    """
    moved = Movement(1.01, 1.0, 0.3, 0.5, 10.0, 1.0, 0.9999)
    assert beta_of(moved, 0.7) == pytest.approx(0.99, abs=1e-3)


def test_controls_that_always_stay_are_no_measure():
    columns, r_max = world(1.0)
    random = np.random.default_rng(9)
    more = np.column_stack([columns.others[:, 0], random.normal(size=len(columns.outcome))])
    both = TakenOut(columns.outcome, columns.treatment, more, ("w1", "z"), 400)
    assert movement(both, ["z"]).r_short < movement(both, ["z"]).r_full
    with pytest.raises(ModelError, match="no controls"):
        movement(both, ["w1", "z"])
    assert r_max < 1
