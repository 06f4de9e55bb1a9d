from __future__ import annotations

import numpy as np
import pytest

from studytool.models.kernel import conjugate
from studytool.models.kernel.absorption import plan_absorption, sums_by_code
from studytool.models.kernel.conjugate import crossed, solve


def plan(*, weighted=False, rows=400):
    random = np.random.default_rng(1)
    child, worker = random.integers(0, 60, rows), random.integers(0, 12, rows)
    school = worker // 4
    weights = random.uniform(0.5, 2, rows) if weighted else None
    trend = (worker, random.normal(size=rows))
    return plan_absorption(rows, (child, worker, school), weights, [trend])


def by_hand(plan):
    """D and M written out, from D'WM D; the order is that of the parts."""
    root = np.ones(plan.rows) if plan.weights is None else np.sqrt(plan.weights)
    blocks = [
        (codes[:, None] == np.arange(codes.max() + 1)) * (1 if time is None else time[:, None])
        for codes, time in (*((by, None) for by in plan.others), *plan.other_trends)
    ]
    levels = np.hstack(blocks) * root[:, None]
    own = (plan.absorbed[:, None] == np.arange(plan.absorbed.max() + 1)) * root[:, None]
    left = levels - own @ np.linalg.lstsq(own, levels)[0]
    return levels, left


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("cells", [0, 10**6])
def test_the_equations_are_those_of_the_dummies(weighted, cells, monkeypatch):
    monkeypatch.setattr(conjugate, "DENSE_CELLS", cells)
    asked = plan(weighted=weighted)
    equations = crossed(asked)
    levels, left = by_hand(asked)
    np.testing.assert_allclose(equations.matrix(), levels.T @ left, atol=1e-11)
    np.testing.assert_allclose(equations.diagonal(), np.diagonal(levels.T @ left), atol=1e-11)
    np.testing.assert_allclose(equations.squares, (levels**2).sum(axis=0), atol=1e-11)
    some = np.random.default_rng(2).normal(size=(equations.width, 3))
    np.testing.assert_allclose(equations.apply(some), levels.T @ left @ some, atol=1e-10)


def right_hand_side(asked, equations, columns):
    sums = np.hstack([sums_by_code(columns, by, f) for by, f in equations.weighted_parts])
    for share, totals, cross in zip(
        equations.shares, equations.totals, equations.crosses, strict=True
    ):
        sums -= (sums_by_code(columns, asked.absorbed, share) / totals) @ cross
    return sums.T


def test_iteration_stops_at_its_tolerance_and_says_so_when_it_does_not(monkeypatch):
    asked = plan()
    equations = crossed(asked)
    columns = np.random.default_rng(3).normal(size=(2, asked.rows))
    sums, squares = right_hand_side(asked, equations, columns), (columns**2).sum(axis=1)
    found = solve(equations, sums, squares)
    np.testing.assert_allclose(equations.matrix() @ found.values, sums, atol=1e-8)
    assert found.worst <= conjugate.TOLERANCE
    assert 2 < found.steps < 100
    monkeypatch.setattr(conjugate, "MOST_STEPS", 5)
    cut = solve(equations, sums, squares)
    assert cut.steps == 5
    assert cut.worst > 1e-6


def test_a_column_without_effects_takes_no_step_that_matters():
    asked = plan()
    equations = crossed(asked)
    found = solve(equations, np.zeros((equations.width, 1)), np.zeros(1))
    assert not found.values.any()
    assert found.worst == 0
