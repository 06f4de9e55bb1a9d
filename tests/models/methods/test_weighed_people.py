"""What random effects fit is fitted again by hand: rows less theta times the mean of the person."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from pydantic import ValidationError
from scipy.stats import binom

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.draws.resample import resample
from studytool.models.estimators.between import Between
from studytool.models.estimators.mundlak import Mundlak
from studytool.models.estimators.pooled import Pooled
from studytool.models.estimators.random_effects import RandomEffects
from studytool.models.fitting.regression import Request
from studytool.models.fitting.reshaping import fit_design
from studytool.models.methods.person_effects import request_of
from studytool.models.methods.weighed_people import draw_people, fit_weighed
from tests.simulate import World, make_panel, simulate

SIX = World(children=60, schools=6, effect=0.3, shock=0.05)
ASKED = {"name": "m", "outcome": "y", "treatment": "visited", "controls": ("C(wave)",)}


def drawn_again(model, panel):
    result = model.fit(panel, seed=1, progress=Silent())
    return result, resample(model, result, (), progress=Silent()).tests


def by_hand(panel, theta, *, means):
    """Return p over all sign changes of the errors of schools, each draw fitted by numpy."""
    frame = panel.frame
    child = np.unique(frame["child_id"], return_inverse=True)[1]
    school = np.unique(frame["school_id"], return_inverse=True)[1]
    d = frame["visited"].to_numpy()
    mean = (np.bincount(child, d) / np.bincount(child))[child]
    waves = [(frame["wave"] == wave).to_numpy(dtype=float) for wave in (2, 3)]
    columns = [d, np.ones(d.size), *waves, *([mean] if means else []), frame["y"].to_numpy()]
    rows = np.column_stack(
        [c - theta * (np.bincount(child, c) / np.bincount(child))[child] for c in columns]
    )
    x, y = rows[:, :-1], rows[:, -1]

    def t(values):
        slopes = np.linalg.lstsq(x, values, rcond=None)[0]
        scores = x * (values - x @ slopes)[:, None]
        sums = np.stack([np.bincount(school, column) for column in scores.T])
        bread = np.linalg.inv(x.T @ x)
        return slopes[0] / (bread @ sums @ sums.T @ bread)[0, 0] ** 0.5

    fitted = x[:, 1:] @ np.linalg.lstsq(x[:, 1:], y, rcond=None)[0]
    signs = [np.array(each)[school] for each in product((1, -1), repeat=6)]
    drawn = np.array([t(fitted + v * (y - fitted)) for v in signs])
    return float(np.mean(np.abs(drawn) >= abs(t(y)) * (1 - 1e-10)))


@pytest.mark.parametrize("kind", [RandomEffects, Mundlak])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_wild_draw_is_fitted_by_hand(kind, seed):
    panel = simulate(SIX, seed)
    asked = {"cluster": "school", "weights": "rademacher", "draws": 999}
    result, tests = drawn_again(kind(**ASKED, resampling=asked), panel)
    found = tests["wild_cluster"]
    assert found.every
    p = by_hand(panel, result.statistics["theta"], means=kind is Mundlak)
    assert found.p == pytest.approx(p, abs=1e-12)


def test_the_wild_bootstrap_keeps_its_size_with_ten_schools_treated_as_one():
    world = World(children=120, schools=10, unit="school", share=0.4, shock=0.1)
    asked = {"cluster": "school", "draws": 199}
    model = RandomEffects(**ASKED, resampling=asked)
    p = [drawn_again(model, simulate(world, seed))[1]["wild_cluster"].p for seed in range(200)]
    low, high = binom.interval(0.999, 200, 0.05)
    assert low <= np.count_nonzero(np.array(p) <= 0.05) <= high


def test_what_was_fitted_can_be_built_again():
    panel = simulate(World(children=50, gaps=0.2), 4)
    model = Mundlak(**ASKED)
    request = request_of(model, panel)
    drawn = draw_people(model, panel, request)
    found = fit_weighed(model, panel, request, drawn, variant="swamy_arora", means=True)
    again = fit_design(model, found.regression.design(), drawn.people)
    assert np.array_equal(again.fit.coefficients, found.fitted.fit.coefficients)
    assert found.regression.of_means
    assert found.means == ("mean(C(wave)[2])", "mean(C(wave)[3])", "mean(visited)")


def test_people_without_a_name_are_refused():
    panel = make_panel(simulate(SIX, 1).frame.drop(columns="child_id"), person=None)
    with pytest.raises(ModelError, match="who is who"):
        draw_people(RandomEffects(**ASKED), panel, Request(None))


def means_of(panel):
    """Return the panel of the means of people, one row each."""
    frame = panel.frame
    columns = ["y", "offered", "visited", "age"]
    means = frame.groupby("child_id")[columns].mean().reset_index()
    schools = frame.groupby("child_id")["school_id"].first().to_numpy()
    return make_panel(means.assign(school_id=schools, wave=1.0))


def test_between_is_drawn_again_as_least_squares_of_the_means():
    panel = simulate(World(children=60, schools=6, gaps=0.2), 2)
    asked = [{"cluster": "school", "draws": 199}, {"kind": "permutation", "draws": 199}]
    options = {"name": "m", "outcome": "y", "treatment": "offered", "controls": ("age",)}
    ours = drawn_again(Between(**options, resampling=asked), panel)[1]
    theirs = drawn_again(Pooled(**options, resampling=asked), means_of(panel))[1]
    for name in ("wild_cluster", "permutation"):
        assert ours[name].p == pytest.approx(theirs[name].p, abs=1e-12)
        assert ours[name].low == pytest.approx(theirs[name].low, abs=1e-8)
    assert ours["permutation"].method.startswith("permutation (assumes")


def test_between_refuses_to_deal_out_what_changes_and_to_draw_where_people_move():
    panel = simulate(SIX, 1)
    options = {"name": "m", "outcome": "y", "treatment": "visited"}
    model = Between(**options, resampling={"kind": "permutation"})
    with pytest.raises(ModelError, match='"visited" changes within people'):
        model.fit(panel, seed=1, progress=Silent())
    frame = panel.frame.copy()
    frame.loc[0, "school_id"] = "S5"
    model = Between(**options, resampling={"cluster": "school"})
    with pytest.raises(ModelError, match='several clusters of "school"'):
        model.fit(make_panel(frame), seed=1, progress=Silent())


@pytest.mark.parametrize("kind", [RandomEffects, Mundlak])
def test_permutations_are_refused_with_the_reason(kind):
    with pytest.raises(ValidationError, match="no permutations: rows are weighed by variances"):
        kind(**ASKED, resampling={"kind": "permutation"})
