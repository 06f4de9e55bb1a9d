from __future__ import annotations

import numpy as np
import pytest

from studytool.models.guard.mean_regression import follow, foretell, sharp_gap


def waves(people, *, rho=0.5, share=0.38, effect=0.0, seed=1):
    """Outcome before, twice after, and who was over the cut-off."""
    draw = np.random.default_rng(seed)
    level = draw.normal(size=people) * np.sqrt(rho)
    first, second, third = (level + draw.normal(size=people) * np.sqrt(1 - rho) for _ in range(3))
    treated = first > np.quantile(first, 1 - share)
    return first, second + effect * treated, third + effect * treated, treated


@pytest.mark.parametrize(
    ("share", "rho", "published"),
    [(0.38, 0.5, -0.81), (0.38, 0.3, -1.13), (0.38, 0.7, -0.49), (0.6, 0.5, -0.80)],
)
def test_the_formula_gives_the_published_bias(share, rho, published):
    assert (rho - 1) * sharp_gap(share)[1] == pytest.approx(published, abs=0.01)


def test_half_treated_is_the_normal_density_at_zero():
    cutoff, gap = sharp_gap(0.5)
    assert cutoff == pytest.approx(0)
    assert gap == pytest.approx(4 / np.sqrt(2 * np.pi))


def drift(found, score, treated, first_touched):
    """What two-way fixed effects make of the score alone, treatment from a wave on."""
    waves = found.slopes.size
    people = np.repeat(np.arange(score.size), waves)
    wave = np.tile(np.arange(waves), score.size)
    inside = np.isfinite(score)[people]
    force = (treated[people] & (wave >= first_touched)).astype(float)[inside]
    return foretell(
        (found.slopes[wave] * score[people])[inside],
        force[:, None],
        (np.unique(people[inside], return_inverse=True)[1], wave[inside]),
        None,
    )


@pytest.mark.parametrize("effect", [0.0, -0.6])
def test_the_expected_change_is_the_formula_whatever_the_effect(effect):
    first, second, third, treated = waves(40_000, effect=effect)
    found = follow(first, treated, [first, second, third], [False, True, True])
    assert found.gap == pytest.approx(found.sharp_gap, abs=0.02)
    assert found.share == pytest.approx(0.38)
    assert found.slopes == pytest.approx([1.0, 0.5, 0.5], abs=0.02)
    assert found.untreated_only
    estimate = drift(found, first, treated, 1)
    assert estimate / found.outcome_sd == pytest.approx(-0.81, abs=0.02)
    slopes = found.slopes * found.score_sd / found.outcome_sd
    by_formula = (slopes[1:].mean() - slopes[0]) * found.gap * found.outcome_sd
    assert estimate == pytest.approx(by_formula)


def test_a_later_start_has_less_to_regress():
    first, second, third, treated = waves(40_000)
    found = follow(first, treated, [first, second, third], [False, False, True])
    # before are a wave with correlation 1 and one with .5: (.5 - .75) against (.5 - 1)
    assert drift(found, first, treated, 2) == pytest.approx(-0.81 / 2, abs=0.02)


def test_it_scales_with_the_outcome():
    first, second, third, treated = waves(2_000)
    touched = [False, True, True]
    plain = follow(first, treated, [first, second, third], touched)
    points = follow(first, treated, [6 * one + 12 for one in (first, second, third)], touched)
    assert points.outcome_sd == pytest.approx(6 * plain.outcome_sd)
    assert drift(points, first, treated, 1) == pytest.approx(6 * drift(plain, first, treated, 1))


def test_treating_the_lowest_turns_the_sign():
    first, second, third, treated = waves(2_000)
    outcomes, touched = [first, second, third], [False, True, True]
    lowest = drift(follow(-first, ~treated, outcomes, touched), -first, ~treated, 1)
    highest = drift(follow(first, treated, outcomes, touched), first, treated, 1)
    assert highest < 0 < lowest


def test_an_outcome_that_the_score_does_not_tell_has_nothing_to_regress():
    first, _, _, treated = waves(40_000)
    other = np.random.default_rng(9).normal(size=(3, first.size))
    found = follow(first, treated, list(other), [False, True, True])
    assert drift(found, first, treated, 1) == pytest.approx(0, abs=0.03)


def test_outcomes_that_follow_the_score_alike_at_every_wave_give_nothing():
    score = np.arange(10.0)
    people, wave = np.repeat(np.arange(10), 2), np.tile([0, 1], 10)
    force = ((score > 5)[people] & (wave == 1)).astype(float)
    assert foretell(score[people], force[:, None], (people, wave), None) == pytest.approx(0)


def test_a_treatment_that_the_effects_take_up_has_no_figure():
    people, wave = np.repeat(np.arange(10), 2), np.tile([0, 1], 10)
    group = (people > 5).astype(float)
    assert foretell(1.0 * people * wave, group[:, None], (people, wave), None) is None


def test_few_untreated_are_helped_out_by_everyone():
    first, second, third, _ = waves(60, seed=4)
    treated = first > np.quantile(first, 0.4)
    found = follow(first, treated, [first, second, third], [False, True, True])
    assert not found.untreated_only
    assert found.people == 60


def test_a_rule_that_was_not_followed_has_a_smaller_gap():
    first, second, third, treated = waves(5_000)
    came = treated & (np.random.default_rng(2).random(5_000) < 0.6)
    found = follow(first, came, [first, second, third], [False, True, True])
    assert found.gap < found.sharp_gap - 0.2
    # what fixed effects would give without any effect, by hand
    change = (second + third) / 2 - first
    by_hand = change[came].mean() - change[~came].mean()
    assert drift(found, first, came, 1) == pytest.approx(by_hand, abs=0.08)


def test_people_without_a_score_or_an_outcome_are_passed_over():
    first, second, third, treated = waves(2_000)
    score = first.copy()
    score[::5] = np.nan
    second = np.where(np.arange(2_000) % 7 == 0, np.nan, second)
    found = follow(score, treated, [first, second, third], [False, True, True])
    assert found.people == int((np.isfinite(score) & ~treated).sum())
    assert np.isfinite(drift(found, score, treated, 1))


@pytest.mark.parametrize(
    "change",
    [
        {"treated": np.zeros(50, dtype=bool)},
        {"outcomes": [], "touched": []},
        {"score": np.full(50, np.nan)},
        {"score": np.ones(50)},
        {"outcomes": [np.ones(50), np.arange(50.0)]},
        {"outcomes": [np.arange(50.0), np.full(50, np.nan)]},
    ],
)
def test_no_figure_where_the_data_cannot_say(change):
    first, second, _, treated = waves(50)
    given = {
        "score": first,
        "treated": treated,
        "outcomes": [first, second],
        "touched": [False, True],
        **change,
    }
    assert follow(**given) is None
