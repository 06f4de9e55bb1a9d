"""Worked by hand: four people, y = 1, 2, 3, 6, the last two treated; the means differ by 3.

Of the six ways to treat two of four the differences are -3, -2, 1, -1, 2 and 3: two are at least
3 away from 0, so p = 1/3.
"""

from __future__ import annotations

import numpy as np
import pytest

from studytool.models.draws.dealing import deal, plan_dealing
from studytool.models.draws.permutation import Units, permutation_interval, permute
from studytool.models.kernel.linear import least_squares
from tests.drawn_again import rows


def judge(y, regressors, paths, units, waves, *, draws=199, strata=None, **design):
    """Deal the last regressor out again; also return the same, each fitted again."""
    fit = least_squares(y, regressors, **design)
    groups = np.zeros(len(paths), dtype=int) if strata is None else strata
    plan = plan_dealing(paths, groups, draws)
    dealt = permute(fit, regressors.shape[1] - 1, Units(units, waves, paths), plan, seed=4)
    donors = np.vstack(list(deal(plan, 4)))[:40]
    again = []
    for row in donors:
        x = regressors.copy()
        x[:, -1] = paths[row][units, waves]
        again.append(least_squares(y, x, **design).coefficients[-1])
    return dealt, np.array(again)


def test_four_people_by_hand():
    y, d = np.array([1.0, 2, 3, 6]), np.array([0.0, 0, 1, 1])
    x = np.column_stack([np.ones(4), d])
    dealt, again = judge(y, x, d[:, None], np.arange(4), np.zeros(4, dtype=int))
    assert dealt.plan.every
    assert sorted(again) == pytest.approx([-3, -2, -1, 1, 2, 3])
    assert dealt.p_of(0.0) == pytest.approx(2 / 6)
    # if the effect is 3, y without it is 1, 2, 0, 3: all ways are at least as far from it
    assert dealt.p_of(3.0) == 1.0


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("effects", ["person and wave", "wave", "school and wave", "none"])
def test_every_draw_equals_fitting_it_again(weighted, effects):
    data = rows(1, seen=2)
    taken = {
        "person and wave": data.effects,
        "wave": (data.wave,),
        "school and wave": (data.school * 3 + data.wave,),
        "none": (),
    }[effects]
    x = np.column_stack([np.ones(data.y.size), data.x, data.d])[:, 1 if taken else 0 :]
    paths = np.zeros((60, 3))
    paths[data.child, data.wave] = data.d
    dealt, again = judge(
        data.y,
        x,
        paths,
        data.child,
        data.wave,
        strata=np.arange(60) % 5,
        effects=taken,
        weights=data.weights if weighted else None,
    )
    d = dealt.estimate
    assert (dealt.change[0] + d * dealt.change[1])[:40] / dealt.squares[:40] == pytest.approx(
        again, abs=1e-10
    )


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("level", ["child", "school"])
def test_with_a_line_of_each_level_every_draw_equals_fitting_it_again(weighted, level):
    data = rows(1, waves=5, seen=2)
    paths = np.zeros((60, 5))
    paths[data.child, data.wave] = data.d
    dealt, again = judge(
        data.y,
        data.regressors,
        paths,
        data.child,
        data.wave,
        effects=data.effects,
        trends=[(getattr(data, level), data.wave.astype(float))],
        weights=data.weights if weighted else None,
    )
    d = dealt.estimate
    found = (dealt.change[0] + d * dealt.change[1])[:40] / dealt.squares[:40]
    assert found == pytest.approx(again, abs=1e-9)


def test_whole_schools_change_places_on_unbalanced_rows():
    data = rows(2)
    paths = np.outer(data.school.max() + 1 - np.arange(5) > 3, [0.0, 1, 1])
    d = paths[data.school, data.wave]
    x = np.column_stack([data.x, d])
    dealt, again = judge(data.y, x, paths, data.school, data.wave, effects=data.effects)
    assert dealt.plan.draws == 10
    every = (dealt.change[0] + dealt.estimate * dealt.change[1]) / dealt.squares
    assert every == pytest.approx(again, abs=1e-10)
    assert dealt.p_of(0.0) == (np.abs(again) >= abs(dealt.estimate) * (1 - 1e-10)).mean()


def test_the_interval_holds_what_is_not_refused():
    data = rows(3, seen=2)
    paths = np.zeros((60, 3))
    paths[data.child, data.wave] = data.d
    dealt, _ = judge(
        data.y, data.regressors, paths, data.child, data.wave, draws=999, effects=data.effects
    )
    low, high = permutation_interval(dealt, 0.5, level=0.95)
    assert low < dealt.estimate < high
    assert dealt.p_of(low - 1e-6) <= 0.05 < dealt.p_of(low + 1e-6)
    assert dealt.p_of(high + 1e-6) <= 0.05 < dealt.p_of(high - 1e-6)


def refused(assigned_by_score, seed):
    """Return whether permutations refuse, at 5 %, that a service without effect had none."""
    random = np.random.default_rng(seed)
    level = random.normal(0, 0.5**0.5, 123)
    before, after = (level + random.normal(0, 0.5**0.5, 123) for _ in range(2))
    order = before if assigned_by_score else random.normal(size=123)
    d = (order > np.quantile(order, 0.62)).astype(float)
    # with two waves, difference-in-differences is the regression of changes
    x = np.column_stack([np.ones(123), d])
    fit = least_squares(after - before, x)
    plan = plan_dealing(d[:, None], np.zeros(123, dtype=int), 199)
    units = Units(np.arange(123), np.zeros(123, dtype=int), d[:, None])
    return permute(fit, 1, units, plan, seed=seed).p_of(0.0) <= 0.05


def test_permutations_of_changes_refuse_a_true_null_where_a_score_decided():
    """Why it is never the headline: those with high scores fall back, whoever serves them."""
    assert np.mean([refused(True, seed) for seed in range(100)]) >= 0.95


def test_permutations_keep_their_size_where_chance_decided():
    share = np.mean([refused(False, seed) for seed in range(200)])
    assert share <= 0.05 + 3 * (0.05 * 0.95 / 200) ** 0.5
