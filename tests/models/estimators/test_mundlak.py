"""Worked by hand: two children, two waves, x = (0, 2), y = (1, 5) and x = (4, 6), y = (2, 8).

Within children y moves by 4 and 6 as x moves by 2 and 2: b = (2 x 4 + 2 x 6) / (2^2 + 2^2) = 2.5.
Means (1, 3) and (5, 5): between children y moves by 2 as mean x moves by 4, 0.5 for each, so that
the term mean(x) is 0.5 - 2.5 = -2. (A third child (2, 4), (2.5, 5.5) lets errors be judged.)
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.mundlak import Mundlak
from tests.simulate import World, make_panel, simulate

REFERENCE = Path(__file__).parents[2] / "reference" / "panel_models"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text(encoding="utf-8"))


def fit(panel, kind=Mundlak, **options):
    model = kind.model_validate({"name": "m", "outcome": "y", **options})
    return model.fit(panel, seed=1, progress=Silent())


def reference():
    frame = pd.read_csv(REFERENCE / "panel.csv", dtype={"child": str})
    return make_panel(frame[frame["present"] == 1], person="child")


def test_three_children_by_hand():
    frame = pd.DataFrame(
        {
            "child_id": list("aabbcc"),
            "wave": [1, 2] * 3,
            "x": [0.0, 2, 4, 6, 2, 4],
            "y": [1.0, 5, 2, 8, 2.5, 5.5],
        }
    )
    # within: 2.5 x 2 pairs and 3 / 2 of the third: (2x4 + 2x6 + 2x3) / 12
    result = fit(make_panel(frame), treatment="x")
    assert result.estimates["x"].estimate == pytest.approx(26 / 12)
    # means (1, 3), (5, 5), (3, 4): exactly 0.5 a unit
    assert result.estimates["mean(x)"].estimate == pytest.approx(0.5 - 26 / 12)
    assert result.shown == ("x",)


@pytest.mark.parametrize("variant", ["harmonic_mean", "swamy_arora"])
@pytest.mark.parametrize("attrition", [0.0, 0.2])
def test_the_estimate_is_that_of_fixed_effects(variant, attrition):
    world = World(children=80, effect=0.4, assignment="level", attrition=attrition)
    panel = simulate(world, 3)
    options = {"treatment": "visited", "controls": ["offered"], "effects": ["wave"]}
    found = fit(panel, unbalanced_variant=variant, **options).estimates
    within = fit(panel, FixedEffects, treatment="visited").estimates["visited"]
    assert found["visited"].estimate == pytest.approx(within.estimate, rel=1e-9)
    assert found["offered"].estimate > 0.5
    assert ("mean(C(wave)[2])" in found) == (attrition > 0)


def test_within_estimates_equal_plm():
    result = fit(reference(), treatment=["x1", "x2"], controls=["girl"])
    told = GOLDEN["unbalanced"]["within"]["estimate"]
    found = [result.estimates[name].estimate for name in ("x1", "x2")]
    assert found == pytest.approx(told, rel=1e-8)


def test_equals_linearmodels_with_the_means_as_regressors():
    from linearmodels.panel import RandomEffects as Theirs

    panel = reference()
    ours = fit(panel, treatment=["x1", "x2"], controls=["girl"])
    frame = panel.frame.set_index(["child", "wave"]).assign(const=1.0)
    means = frame.groupby(level=0)[["x1", "x2"]].transform("mean").add_prefix("m_")
    columns = frame[["const", "x1", "x2", "girl"]].join(means)
    theirs = Theirs(frame["y"], columns).fit()
    for name, other in (("x1", "x1"), ("mean(x1)", "m_x1"), ("mean(x2)", "m_x2")):
        assert ours.estimates[name].estimate == pytest.approx(theirs.params[other], rel=1e-8)
        assert ours.estimates[name].std_error == pytest.approx(theirs.std_errors[other], rel=1e-8)


def test_the_test_of_the_means_is_the_robust_hausman_test():
    from studytool.models.estimators.random_effects import RandomEffects

    panel = simulate(World(children=100, effect=0.4, assignment="level"), 3)
    options = {"treatment": "visited", "effects": ["wave"], "cluster": ["person"]}
    ours = fit(panel, **options).tests["hausman"]
    theirs = fit(panel, RandomEffects, **options).tests["hausman"]
    # theta differs a little, as the variances are of models with and without the means
    assert ours.statistic == pytest.approx(theirs.statistic, rel=0.05)
    assert ours.restrictions == 1


def test_a_group_that_never_changes_has_no_mean():
    result = fit(simulate(World(effect=0.4), 3), treatment="offered", effects=["wave"])
    assert "mean(offered)" not in result.estimates
    assert result.tests["hausman"].reason


def test_one_wave_is_refused():
    with pytest.raises(ModelError, match="too few rows within people"):
        fit(simulate(World(), 1), treatment="offered", where="wave == 3")


def test_the_equation_names_the_means():
    result = fit(simulate(World(), 1), treatment="visited", effects=["wave"])
    assert "with mean(visited); each column less theta" in result.equation
