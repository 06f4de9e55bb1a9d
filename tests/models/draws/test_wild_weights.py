from __future__ import annotations

import numpy as np
import pytest

from studytool.models.draws.wild_weights import MAMMEN, WEBB, make_weights, plan_weights


def drawn(kind, clusters, draws, seed=1):
    plan = plan_weights(kind, clusters, draws)
    return plan, np.vstack(list(make_weights(plan, seed)))


def test_webb_is_taken_below_twelve_clusters():
    assert plan_weights(None, 11, 999).kind == "webb"
    assert plan_weights(None, 12, 999).kind == "rademacher"


@pytest.mark.parametrize(
    ("kind", "clusters", "draws", "every", "total"),
    [
        ("rademacher", 5, 32, True, 32),
        ("rademacher", 5, 31, False, 31),
        ("webb", 5, 9999, True, 7776),
        ("webb", 6, 9999, False, 9999),
        ("mammen", 3, 9999, False, 9999),
        ("rademacher", 500, 999, False, 999),
    ],
)
def test_every_combination_is_taken_where_they_are_few(kind, clusters, draws, every, total):
    plan = plan_weights(kind, clusters, draws)
    assert (plan.every, plan.draws) == (every, total)


def test_half_of_all_combinations_stands_for_all():
    _, found = drawn("rademacher", 4, 16)
    assert found.shape == (8, 4)
    both = np.vstack([found, -found])
    assert len(np.unique(both, axis=0)) == 16
    _, found = drawn("webb", 3, 216)
    assert len(np.unique(np.round(np.vstack([found, -found]), 9), axis=0)) == 216


@pytest.mark.parametrize("kind", ["rademacher", "webb", "mammen"])
def test_weights_have_mean_0_and_variance_1(kind):
    _, found = drawn(kind, 30, 20_000)
    assert found.mean() == pytest.approx(0, abs=0.01)
    assert (found**2).mean() == pytest.approx(1, abs=0.01)
    third = (found**3).mean()
    assert third == pytest.approx(1.0 if kind == "mammen" else 0.0, abs=0.02)


def test_values_are_those_of_the_papers():
    assert pytest.approx([1.5, 1, 0.5, 0.5, 1, 1.5]) == WEBB**2
    assert pytest.approx([-0.618034, 1.618034], abs=1e-6) == MAMMEN


def test_one_seed_gives_the_same_draws_and_another_other_ones():
    _, first = drawn("webb", 20, 999, seed=7)
    _, again = drawn("webb", 20, 999, seed=7)
    _, other = drawn("webb", 20, 999, seed=8)
    assert (first == again).all()
    assert (first != other).any()
    assert first.shape == (999, 20)
