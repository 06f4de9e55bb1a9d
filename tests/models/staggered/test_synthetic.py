from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from studytool.models.staggered.synthetic import Table, weigh_all


def outcomes(seed=4, people=13, waves=12):
    chance = np.random.default_rng(seed)
    factor = chance.normal(size=(people, 2)) @ chance.normal(size=(2, waves)).cumsum(axis=1)
    return factor + 0.3 * chance.normal(size=(people, waves))


def solved(columns, target, ridge):
    """The same problem by a general solver of convex problems with bounds and a sum."""
    columns, target = columns - columns.mean(axis=0), target - target.mean()
    rows, many = columns.shape

    def lost(weights):
        missed = columns @ weights - target
        return missed @ missed / rows + ridge**2 * weights @ weights

    def slope(weights):
        return 2 * (columns.T @ (columns @ weights - target) / rows + ridge**2 * weights)

    found = minimize(
        lost,
        np.full(many, 1 / many),
        jac=slope,
        method="SLSQP",
        bounds=[(0, 1)] * many,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": np.ones_like},
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    return lost, found


def test_weights_of_people_are_those_of_a_general_solver():
    made = outcomes()
    table = Table(made, np.arange(13), 12, 8)
    found = weigh_all(made[None], 12, 8, noise=table.noise)
    ridge = (1 * 4) ** 0.25 * table.noise
    lost, best = solved(made[:12, :8].T, made[12, :8], ridge)
    assert found.units[0].sum() == pytest.approx(1)
    assert found.units.min() >= 0
    assert lost(found.units[0]) == pytest.approx(lost(best.x), rel=1e-4)
    assert found.units[0] == pytest.approx(best.x, abs=0.01)


def test_weights_of_waves_are_those_of_a_general_solver():
    made = outcomes(seed=5)
    noise = Table(made, np.arange(13), 12, 8).noise
    found = weigh_all(made[None], 12, 8, noise=noise)
    lost, best = solved(made[:12, :8], made[:12, 8:].mean(axis=1), 1e-6 * noise)
    assert found.times[0].sum() == pytest.approx(1)
    assert found.times.min() >= 0
    assert lost(found.times[0]) == pytest.approx(lost(best.x), rel=1e-2)


def test_several_sets_at_once_are_each_alone():
    sets = np.stack([outcomes(seed=seed) for seed in range(6)])
    together = weigh_all(sets, 12, 8, noise=0.5)
    for place, one in enumerate(sets):
        alone = weigh_all(one[None], 12, 8, noise=0.5)
        assert together.effects[place] == pytest.approx(alone.effects[0], rel=1e-10)
        assert together.units[place] == pytest.approx(alone.units[0], abs=1e-10)


def test_noise_is_the_spread_of_first_differences_before():
    made = np.array([[1.0, 2.0, 4.0, 90.0], [0.0, 5.0, 5.0, -7.0], [3.0, 1.0, 1.0, 50.0]])
    table = Table(made, np.arange(3), 2, 3)
    assert table.noise == pytest.approx(np.std([1, 2, 5, 0], ddof=1))
    assert table.treated == 1
