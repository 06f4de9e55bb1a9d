from __future__ import annotations

import numpy as np
import pytest

from studytool.models.guard.mean_regression import expect, sharp_gap


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


@pytest.mark.parametrize("effect", [0.0, -0.6])
def test_the_expected_change_is_the_formula_whatever_the_effect(effect):
    first, second, third, treated = waves(40_000, effect=effect)
    found = expect(first, treated, [first], [second, third])
    assert found.change_sd == pytest.approx(-0.81, abs=0.02)
    assert found.gap == pytest.approx(found.sharp_gap, abs=0.02)
    assert (found.before, found.share) == (pytest.approx(1.0), pytest.approx(0.38))
    assert found.after == pytest.approx(0.5, abs=0.02)
    assert found.untreated_only


def test_it_scales_with_the_outcome():
    first, second, third, treated = waves(2_000)
    plain = expect(first, treated, [first], [second, third])
    points = expect(first, treated, [6 * first + 12], [6 * second + 12, 6 * third + 12])
    assert points.change == pytest.approx(6 * plain.change)
    assert points.change_sd == pytest.approx(plain.change_sd)
    assert points.before == pytest.approx(plain.before)


def test_treating_the_lowest_turns_the_sign():
    first, second, third, treated = waves(2_000)
    lowest = expect(-first, ~treated, [first], [second, third])
    highest = expect(first, treated, [first], [second, third])
    assert highest.change < 0 < lowest.change


def test_an_outcome_that_the_score_does_not_tell_has_nothing_to_regress():
    first, _, _, treated = waves(40_000)
    other = np.random.default_rng(9).normal(size=(3, first.size))
    found = expect(first, treated, [other[0]], [other[1], other[2]])
    assert found.change_sd == pytest.approx(0, abs=0.03)


def test_few_untreated_are_helped_out_by_everyone():
    first, second, third, _ = waves(60, seed=4)
    treated = first > np.quantile(first, 0.4)
    found = expect(first, treated, [first], [second, third])
    assert not found.untreated_only
    assert found.people == 60


def test_a_rule_that_was_not_followed_has_a_smaller_gap():
    first, second, third, treated = waves(5_000)
    came = treated & (np.random.default_rng(2).random(5_000) < 0.6)
    found = expect(first, came, [first], [second, third])
    assert found.gap < found.sharp_gap - 0.2
    # what fixed effects would give without any effect, by hand
    drift = (second + third) / 2 - first
    by_hand = drift[came].mean() - drift[~came].mean()
    assert found.change == pytest.approx(by_hand, abs=0.08)


def test_people_without_a_score_or_an_outcome_are_passed_over():
    first, second, third, treated = waves(2_000)
    score = first.copy()
    score[::5] = np.nan
    second = np.where(np.arange(2_000) % 7 == 0, np.nan, second)
    found = expect(score, treated, [first], [second, third])
    assert found.people == int((np.isfinite(score) & ~treated).sum())


@pytest.mark.parametrize(
    "change",
    [
        {"treated": np.zeros(50, dtype=bool)},
        {"after": []},
        {"before": []},
        {"score": np.full(50, np.nan)},
        {"score": np.ones(50)},
        {"before": [np.ones(50)]},
        {"after": [np.full(50, np.nan)]},
    ],
)
def test_no_figure_where_the_data_cannot_say(change):
    first, second, _, treated = waves(50)
    given = {"score": first, "treated": treated, "before": [first], "after": [second], **change}
    assert expect(**given) is None
