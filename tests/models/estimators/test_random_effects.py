"""Worked by hand: two waves, no regressor but the constant and one that is 1 for half the people.

Four children, group 0: rows (1, 3) and (5, 7); group 1: (2, 4) and (8, 10). Within people each
deviation is 1: s_e^2 = 8 / (8 - 4) = 2. Means 2, 6 and 3, 9: residuals -2, 2, -3, 3 around 4 and 6,
SSR_b = 26, s_u^2 = 26 / (4 - 2) - 2 / 2 = 12, theta = 1 - sqrt(2 / (2 x 12 + 2)) = 1 - sqrt(1/13).
On a balanced panel the estimate is the difference of group means, 6 - 4 = 2, and its variance
(s_u^2 + s_e^2 / 2) / 2 x 2 = 13 where the regression's own variance is used.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.pooled import Pooled
from studytool.models.estimators.random_effects import RandomEffects
from studytool.models.fitting.reshaping import draw
from studytool.models.methods.person_effects import code_people, regression_hausman, request_of
from studytool.models.methods.quasi_demeaning import variance_components
from tests.simulate import World, make_panel, simulate

REFERENCE = Path(__file__).parents[2] / "reference" / "panel_models"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text(encoding="utf-8"))
BY_HAND = pd.DataFrame(
    {
        "child_id": list("aabbccdd"),
        "wave": [1, 2] * 4,
        "y": [1.0, 3, 5, 7, 2, 4, 8, 10],
        "group": [0.0] * 4 + [1.0] * 4,
    }
)


def fit(panel, kind=RandomEffects, **options):
    model = kind.model_validate({"name": "m", "outcome": "y", **options})
    return model.fit(panel, seed=1, progress=Silent())


def reference(sample):
    frame = pd.read_csv(REFERENCE / "panel.csv", dtype={"child": str})
    return make_panel(
        frame if sample == "balanced" else frame[frame["present"] == 1],
        person="child",
        levels={"family": "family"},
    )


def test_four_children_by_hand():
    result = fit(make_panel(BY_HAND), treatment="group")
    assert result.statistics["variance_error"] == pytest.approx(2)
    assert result.statistics["variance_person"] == pytest.approx(12)
    assert result.statistics["theta"] == pytest.approx(1 - math.sqrt(1 / 13))
    assert result.estimates["group"].estimate == pytest.approx(2)
    assert result.tests["hausman"].reason == "Nothing in the model changes within people."


@pytest.mark.parametrize("sample", ["balanced", "unbalanced"])
def test_equals_plm_with_its_hausman_tests(sample):
    told = GOLDEN[sample]
    panel = reference(sample)
    options = {"treatment": ["x1", "x2"], "controls": ["girl"]}
    result = fit(panel, unbalanced_variant="swamy_arora", **options)
    for place, name in enumerate(("const", "x1", "x2", "girl")):
        found = result.estimates[name]
        assert found.estimate == pytest.approx(told["random"]["estimate"][place], rel=1e-8)
        assert found.std_error == pytest.approx(told["random"]["std_error"][place], rel=1e-8)
    variances = [result.statistics[f"variance_{name}"] for name in ("error", "person")]
    assert variances == pytest.approx(told["random"]["sigma2"], rel=1e-8)
    ends = [result.statistics[name] for name in ("theta_min", "theta_max")]
    assert ends == pytest.approx(told["random"]["theta"], rel=1e-8)
    test = result.tests["hausman"]
    assert (test.statistic, test.df, test.p) == pytest.approx(
        tuple(told["hausman"].values()), rel=1e-7
    )


def test_the_regression_based_hausman_test_equals_plm():
    panel = reference("balanced")
    options = {"treatment": ["x1", "x2"], "covariance": "hc0"}
    result = fit(panel, **options)
    assert result.tests["hausman"].restrictions == 2
    model = RandomEffects(name="m", outcome="y", treatment=("x1", "x2"))
    drawn = draw(model, panel, request_of(model, panel))
    people = code_people(drawn.people)
    parts = variance_components(drawn.design.outcome, drawn.design.regressors, people)
    found = regression_hausman(model, drawn.design, people, parts)
    told = GOLDEN["balanced"]["auxiliary"]
    assert 2 * found.statistic == pytest.approx(told["statistic"], rel=1e-7)


@pytest.mark.parametrize(
    ("variant", "small_sample"), [("harmonic_mean", False), ("swamy_arora", True)]
)
def test_equals_linearmodels_unbalanced_and_clustered(variant, small_sample):
    from linearmodels.panel import RandomEffects as Theirs

    panel = reference("unbalanced")
    ours = fit(
        panel,
        treatment=["x1", "x2"],
        controls=["girl"],
        cluster=["family"],
        small_sample="all_effects",
        unbalanced_variant=variant,
    )
    frame = panel.frame.set_index(["child", "wave"]).assign(const=1.0)
    theirs = Theirs(frame["y"], frame[["const", "girl", "x1", "x2"]]).fit(
        small_sample=small_sample,
        cov_type="clustered",
        clusters=frame["family"],
        group_debias=True,
    )
    for name in ("const", "x1", "x2", "girl"):
        assert ours.estimates[name].estimate == pytest.approx(theirs.params[name], rel=1e-8)
        assert ours.estimates[name].std_error == pytest.approx(theirs.std_errors[name], rel=1e-8)
    assert ours.statistics["variance_person"] == pytest.approx(
        theirs.variance_decomposition["Effects"], rel=1e-8
    )


def test_grunfeld_as_printed_by_baltagi():
    """Baltagi, Econometric Analysis of Panel Data, tables 2.1 and chapter 4.3: ten firms."""
    data = sm.datasets.grunfeld.load_pandas().data
    panel = make_panel(data[data["firm"] != "American Steel"], person="firm", wave="year")
    result = fit(panel, outcome="invest", treatment=["value", "capital"])
    value, capital = result.estimates["value"], result.estimates["capital"]
    assert (value.estimate, value.std_error) == pytest.approx((0.110, 0.0105), abs=5e-4)
    assert (capital.estimate, capital.std_error) == pytest.approx((0.308, 0.017), abs=5e-4)
    assert result.tests["hausman"].statistic == pytest.approx(2.33, abs=5e-3)


def test_without_lasting_differences_it_is_pooled():
    panel = simulate(World(children=60, rho=0.0, effect=0.4), 1)
    result = fit(panel, treatment="visited")
    assert result.statistics["variance_person"] == 0
    pooled = fit(panel, Pooled, treatment="visited").estimates["visited"]
    assert result.estimates["visited"].estimate == pytest.approx(pooled.estimate, rel=1e-10)
    assert result.estimates["visited"].std_error == pytest.approx(pooled.std_error, rel=1e-10)


def test_with_nothing_but_lasting_differences_it_comes_to_fixed_effects():
    panel = simulate(World(children=60, rho=0.5, effect=0.4), 1)
    lasting = panel.frame["child_id"].str[1:].astype(float) * 1e5
    panel = make_panel(panel.frame.assign(y=panel.frame["y"] + lasting))
    random = fit(panel, treatment="visited", effects=["wave"])
    within = fit(panel, FixedEffects, treatment="visited")
    assert random.statistics["theta"] > 0.999999
    assert random.estimates["visited"].estimate == pytest.approx(
        within.estimates["visited"].estimate, rel=1e-3
    )


def test_the_hausman_test_finds_assignment_by_lasting_level_and_holds_its_size():
    level = World(children=200, effect=0.5, assignment="level")
    drawn = World(children=200, effect=0.5)
    options = {"treatment": "visited", "effects": ["wave"], "cluster": ["person"]}
    tests = [
        [fit(simulate(world, seed), **options).tests["hausman"].p < 0.05 for seed in range(60)]
        for world in (level, drawn)
    ]
    assert np.mean(tests[0]) > 0.9
    assert np.mean(tests[1]) < 0.17


def test_clusters_bring_the_classic_test_beside_the_robust_one():
    result = fit(reference("balanced"), treatment=["x1", "x2"], cluster=["person"])
    assert result.tests["hausman"].method.startswith("regression-based Hausman")
    assert result.tests["hausman_classic"].restrictions == 2


def test_a_treatment_in_time_without_wave_effects_is_a_finding():
    panel = simulate(World(), 1)
    codes = [f.code for f in fit(panel, treatment="visited").findings]
    assert "no_wave_effects" in codes
    for options in ({"effects": ["wave"]}, {"controls": ["C(wave)"]}):
        codes = [f.code for f in fit(panel, treatment="visited", **options).findings]
        assert "no_wave_effects" not in codes
    assert "no_wave_effects" not in [f.code for f in fit(panel, treatment="offered").findings]


def test_person_among_the_effects_is_the_random_one():
    panel = simulate(World(), 1)
    named = fit(panel, treatment="visited", effects=["person", "wave"])
    assert named.estimates == fit(panel, treatment="visited", effects=["wave"]).estimates


def test_effects_of_families_are_refused():
    with pytest.raises(ModelError, match="beside random effects") as refused:
        fit(simulate(World(siblings=2), 1), treatment="visited", effects=["household"])
    assert "fixed_effects" in refused.value.remedy


def test_weights_that_change_within_a_person_are_refused():
    panel = simulate(World(), 1)
    panel = make_panel(panel.frame.assign(w=panel.frame["wave"].astype(float)))
    with pytest.raises(ModelError, match="change within a person"):
        fit(panel, treatment="visited", weights="w")


def test_weights_count_people():
    panel = simulate(World(children=50, effect=0.4), 1)
    twice = panel.frame["child_id"].str[-1].astype(int) % 2 == 0
    copies = panel.frame[twice].assign(child_id=lambda f: f["child_id"] + "b")
    doubled = make_panel(pd.concat([panel.frame, copies]))
    weighted = make_panel(panel.frame.assign(w=1.0 + twice))
    options = {"treatment": "visited", "effects": ["wave"]}
    one, other = fit(weighted, weights="w", **options), fit(doubled, **options)
    # the same sums, over fewer degrees of freedom
    assert one.estimates["visited"].estimate == pytest.approx(
        other.estimates["visited"].estimate, abs=0.01
    )


def test_one_wave_is_refused():
    with pytest.raises(ModelError, match="too few rows within people") as refused:
        fit(simulate(World(), 1), treatment="offered", where="wave == 3")
    assert refused.value.remedy


def test_a_column_named_const_keeps_its_name():
    panel = simulate(World(), 1)
    panel = make_panel(panel.frame.assign(const=panel.frame["age"]))
    result = fit(panel, treatment="visited", controls=["const"])
    assert {"const", "(const)"} <= set(result.estimates)
