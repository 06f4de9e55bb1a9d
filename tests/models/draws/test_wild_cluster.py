"""Worked by hand: three clusters of one row, y = 1, 2, 3, and the hypothesis that the mean is 0.

Under it the errors are 1, 2, 3. With s the sum of a draw, t^2 is in proportion to s^2 over what
the squares, always 14, leave about the mean: 36 / (14 - 12) = 18 for + + +, 0 for + + -,
4 / (14 - 4/3) = 0.32 for + - +, 16 / (14 - 16/3) = 1.85 for + - -. Only + + + is as far as the
sample: p = 2 / 8. That the mean is 2.5 leaves -1.5, -0.5, 0.5: t^2 is 1.125 for the sample and
for + - -, 9.4 for + + -, 0.09 for + - +: p = 6 / 8, the tie counted.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.models.draws.wild_cluster import wild_draws, wild_interval
from studytool.models.draws.wild_moves import number_clusters
from studytool.models.draws.wild_weights import make_weights
from studytool.models.kernel.linear import least_squares
from tests.drawn_again import refitted_t, rows

GOLDEN = Path(__file__).parents[2] / "reference" / "wild_cluster"


def fit_of(data, weights=None):
    return least_squares(data.y, data.regressors, effects=data.effects, weights=weights)


def test_three_clusters_by_hand():
    fit = least_squares(np.array([1.0, 2, 3]), np.ones((3, 1)))
    drawn = wild_draws(fit, 0, number_clusters(np.arange(3)), weights="rademacher", draws=8)
    assert drawn.plan.every
    assert drawn.t_of(0.0) ** 2 / drawn.t_of(0.0).max() ** 2 == pytest.approx(
        np.array([1.8461538, 0.3157895, 0, 18]) / 18, abs=1e-7
    )
    assert drawn.p_of(0.0) == 2 / 8
    assert drawn.p_of(2.5) == 6 / 8
    # no value has a p below 2 / 8, so that an interval of 95 % has no ends
    assert wild_interval(drawn, level=0.95) == (None, None)
    low, high = wild_interval(drawn, level=0.7)
    assert low is not None
    assert high is not None
    assert drawn.p_of(low - 1e-6) <= 0.3 < drawn.p_of(low + 1e-6)
    assert drawn.p_of(high + 1e-6) <= 0.3 < drawn.p_of(high - 1e-6)


@pytest.mark.parametrize("moves", [0.0, 0.1], ids=["stay in school", "change school"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("hypothesis", [0.0, 0.7])
def test_every_draw_equals_fitting_it_again(moves, weighted, hypothesis):
    data = rows(1, moves=moves)
    weights = data.weights if weighted else None
    drawn = wild_draws(
        fit_of(data, weights), 1, number_clusters(data.school), weights="rademacher", draws=32
    )
    draws = np.vstack(list(make_weights(drawn.plan, 0)))
    slow = refitted_t(data, draws, hypothesis=hypothesis, weights=weights)
    assert drawn.t_of(hypothesis) == pytest.approx(slow, abs=1e-10)
    ours = np.abs(slow) >= np.abs(slow[-1]) * (1 - 1e-10)
    assert drawn.p_of(hypothesis) == ours.mean()


@pytest.mark.parametrize("moves", [0.0, 0.1], ids=["stay in school", "change school"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("level", ["child", "school"])
def test_with_a_line_of_each_level_every_draw_equals_fitting_it_again(moves, weighted, level):
    data = rows(1, moves=moves, waves=5)
    weights = data.weights if weighted else None
    trends = [(getattr(data, level), data.wave.astype(float))]
    fit = least_squares(
        data.y, data.regressors, effects=data.effects, weights=weights, trends=trends
    )
    drawn = wild_draws(fit, 1, number_clusters(data.school), weights="rademacher", draws=32)
    draws = np.vstack(list(make_weights(drawn.plan, 0)))
    slow = refitted_t(data, draws, hypothesis=0.7, weights=weights, trends=trends)
    assert drawn.t_of(0.7) == pytest.approx(slow, abs=1e-9)


@pytest.mark.parametrize(
    ("ends", "most"), [((-0.5, 1.5), 999), ((0.2, 0.3), 300), ((0.25, 0.25 + 1e-9), 3)]
)
def test_draws_put_aside_between_two_effects_change_no_p(ends, most):
    data = rows(6, schools=12, children=120)
    drawn = wild_draws(fit_of(data), 1, number_clusters(data.school), draws=999)
    fewer = drawn.between(*ends)
    assert fewer.change.shape[1] + fewer.far + fewer.near == 999
    asked = np.linspace(*ends, 50)
    assert [fewer.p_of(value) for value in asked] == [drawn.p_of(value) for value in asked]
    assert fewer.change.shape[1] <= most


def test_subclusters_equal_fitting_again():
    data = rows(3)
    clusters = number_clusters(data.school, data.child)
    drawn = wild_draws(fit_of(data), 1, clusters, weights="webb", draws=99, seed=5)
    draws = np.vstack(list(make_weights(drawn.plan, 5)))[:20]
    slow = refitted_t(data, draws, clusters=clusters.codes, drawn=clusters.drawn)
    assert drawn.t_of(0.0)[:20] == pytest.approx(slow, abs=1e-10)


def test_many_clusters_equal_fitting_again():
    data = rows(4, children=150)
    clusters = number_clusters(data.child)
    drawn = wild_draws(fit_of(data), 1, clusters, draws=199, seed=5)
    draws = np.vstack(list(make_weights(drawn.plan, 5)))[:5]
    slow = refitted_t(data, draws, hypothesis=0.2, clusters=clusters.codes)
    assert drawn.t_of(0.2)[:5] == pytest.approx(slow, abs=1e-10)


@pytest.mark.parametrize("name", ["pooled", "fixed_effects"])
@pytest.mark.parametrize("variant", ["11", "31", "13", "33"])
def test_every_draw_equals_wildboottest(name, variant):
    frame = pd.read_csv(GOLDEN / "panel.csv")
    golden = json.loads((GOLDEN / "golden.json").read_text())[name][variant]
    columns = frame[["x", "d"]].to_numpy()
    child, wave = frame["child"].to_numpy(), frame["wave"].to_numpy()
    if name == "pooled":
        fit = least_squares(frame["y"].to_numpy(), np.column_stack([np.ones(len(frame)), columns]))
    else:
        fit = least_squares(frame["y"].to_numpy(), columns, effects=(child, wave))
    clusters = number_clusters(frame["school"].to_numpy())
    place = fit.coefficients.size - 1
    drawn = wild_draws(fit, place, clusters, weights="rademacher", draws=32, variant=variant)
    assert drawn.estimate / drawn.variance**0.5 == pytest.approx(golden["t"], abs=1e-10)
    # theirs come in another order, and ours are the half with a first weight above 0
    theirs = np.array(golden["draws"])
    assert np.sort(np.abs(drawn.t_of(0.0))) == pytest.approx(np.sort(np.abs(theirs))[::2], abs=1e-9)
    assert drawn.p_of(0.0) == (np.abs(theirs) >= abs(golden["t"]) * (1 - 1e-10)).mean()


def test_an_interval_without_ends_is_not_given_ends_by_rounding():
    # of the 32 draws of 5 clusters two always repeat the sample, so that p is at least 0.0625
    for seed in range(2, 13, 2):
        data = rows(seed, schools=5)
        drawn = wild_draws(
            fit_of(data), 1, number_clusters(data.school), weights="rademacher", draws=999
        )
        assert wild_interval(drawn, level=0.95) == (None, None)


def test_the_interval_holds_what_is_not_refused():
    data = rows(6, schools=12, children=120)
    drawn = wild_draws(fit_of(data), 1, number_clusters(data.school), draws=999)
    low, high = wild_interval(drawn, level=0.95)
    assert low < drawn.estimate < high
    assert drawn.p_of(low - 1e-6) <= 0.05 < drawn.p_of(low + 1e-6)
    assert drawn.p_of(high + 1e-6) <= 0.05 < drawn.p_of(high - 1e-6)


def test_scale_and_shift_of_the_outcome_do_not_matter():
    data = rows(7)
    first = wild_draws(fit_of(data), 1, number_clusters(data.school), draws=99)
    moved = least_squares(100 * data.y + 5, data.regressors, effects=data.effects)
    second = wild_draws(moved, 1, number_clusters(data.school), draws=99)
    assert second.p_of(0.0) == first.p_of(0.0)
    assert wild_interval(second, level=0.8) == pytest.approx(
        [100 * end for end in wild_interval(first, level=0.8)]
    )


@pytest.mark.parametrize("clusters", [5, 10])
def test_size_under_no_effect(clusters):
    """Errors of a school are alike and treatment goes with the school: 5 % must stay about 5 %."""
    random = np.random.default_rng(clusters)
    school = np.repeat(np.arange(clusters), 12)
    refused = []
    for seed in range(200):
        share = random.uniform(0.2, 0.8, clusters)[school]
        d = (random.random(school.size) < share).astype(float)
        y = random.normal(size=clusters)[school] + random.normal(size=school.size)
        fit = least_squares(y, np.column_stack([np.ones(school.size), d]))
        drawn = wild_draws(fit, 1, number_clusters(school), draws=999, seed=seed)
        refused.append(drawn.p_of(0.0) <= 0.05)
    # 0.05 and three standard errors of a share of 200
    assert np.mean(refused) <= 0.05 + 3 * (0.05 * 0.95 / 200) ** 0.5


def test_what_cannot_be_drawn_is_refused():
    data = rows(8, moves=0.1)
    with pytest.raises(ModelError, match="one cluster"):
        number_clusters(np.zeros(5, dtype=int))
    with pytest.raises(ModelError, match="in two clusters"):
        number_clusters(data.school, data.child)
    with pytest.raises(ModelError, match="leaves out each cluster"):
        wild_draws(fit_of(data), 1, number_clusters(data.school), variant="33")
    # only school 0 is treated: without it there is nothing to estimate
    d = ((data.school == 0) & (data.child % 2 == 0)).astype(float)
    alone = least_squares(data.y, np.column_stack([np.ones(d.size), d]))
    with pytest.raises(ModelError, match="Without one of the clusters"):
        wild_draws(alone, 1, number_clusters(data.school), variant="13")
