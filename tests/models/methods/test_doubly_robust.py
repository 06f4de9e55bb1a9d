"""The influence of a row is how the estimate moves with its weight: that is how it is checked."""

from __future__ import annotations

import numpy as np
import pytest

from studytool.models.likelihood.propensity import fit_propensity
from studytool.models.methods.doubly_robust import Arms, Effect, effect_in_panel, effect_in_sections

METHODS = ("outcome_regression", "ipw", "doubly_robust")
NAMES = ("const", "x")


def world(n=60, seed=1):
    draw = np.random.default_rng(seed)
    x = draw.normal(size=n)
    treated = draw.random(n) < 1 / (1 + np.exp(-0.6 * x))
    after = draw.random(n) < 0.5
    outcome = x + after * (1 + x + 0.5 * treated) + draw.normal(size=n)
    return outcome, after, treated, np.column_stack([np.ones(n), x])


def effect(method, weights, *, sections):
    outcome, after, treated, covariates = world(weights.size)
    chance = (
        None
        if method == "outcome_regression"
        else fit_propensity(treated, covariates, weights, NAMES)
    )
    arms = Arms(treated, covariates, weights, chance)
    if sections:
        return effect_in_sections(outcome, after, arms, method)
    return effect_in_panel(outcome, arms, method)


@pytest.mark.parametrize("sections", [False, True])
@pytest.mark.parametrize("method", METHODS)
def test_influence_is_the_slope_of_the_estimate_in_the_weight_of_a_row(method, sections):
    weights = np.ones(60)
    found = effect(method, weights, sections=sections)
    step = 1e-5
    for row in range(0, 60, 7):
        up, down = weights.copy(), weights.copy()
        up[row] += step
        down[row] -= step
        ends = [effect(method, w, sections=sections).estimate for w in (up, down)]
        slope = 60 * (ends[0] - ends[1]) / (2 * step)
        assert found.influence[row] == pytest.approx(slope, abs=1e-5)


@pytest.mark.parametrize("sections", [False, True])
@pytest.mark.parametrize("method", METHODS)
def test_influences_add_up_to_zero(method, sections):
    weights = np.random.default_rng(3).uniform(0.5, 2, 60)
    assert abs(effect(method, weights, sections=sections).influence.mean()) < 1e-10


def test_without_covariates_all_are_four_means():
    outcome, after, treated, _ = world(80)
    ones = np.ones((80, 1))
    cells = [outcome[(treated == d) & (after == a)].mean() for d in (1, 0) for a in (1, 0)]
    by_hand = cells[0] - cells[1] - (cells[2] - cells[3])
    chance = fit_propensity(treated, ones, np.ones(80), ("const",))
    arms = Arms(treated, ones, np.ones(80), chance)
    for method in METHODS:
        found = effect_in_sections(outcome, after, arms, method)
        assert found.estimate == pytest.approx(by_hand, rel=1e-10)
        change = effect_in_panel(outcome, arms, method).estimate
        assert change == pytest.approx(
            outcome[treated].mean() - outcome[~treated].mean(), rel=1e-10
        )


def test_effects_add_with_their_influences():
    one, two = Effect(1.0, np.array([1.0, 0])), Effect(0.25, np.array([0.5, 1]))
    assert (one + two).estimate == 1.25
    assert (one - two).influence.tolist() == [0.5, -1]
