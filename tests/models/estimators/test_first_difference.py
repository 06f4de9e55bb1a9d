"""Worked by hand: changes (D, y) of five children over two waves: (1, -3), (0, 1), (0, 3).

b = -3 - (1 + 3) / 2 = -5; the constant, what changed for everyone, is 2. Residuals 0, -1, 1:
s^2 = 2 / (3 - 2), and the variance of b is s^2 (1/1 + 1/2) = 3.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.did import Did
from studytool.models.estimators.first_difference import FirstDifference
from studytool.models.estimators.fixed_effects import FixedEffects
from tests.simulate import World, make_panel, simulate

REFERENCE = Path(__file__).parents[2] / "reference" / "panel_models"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text(encoding="utf-8"))
BY_HAND = pd.DataFrame(
    {
        "child_id": list("aabbcc"),
        "wave": [1, 2] * 3,
        "y": [10.0, 7, 4, 5, 6, 9],
        "d": [0.0, 1, 0, 0, 0, 0],
    }
)


def fit(panel, **options):
    model = FirstDifference.model_validate({"name": "m", "outcome": "y", **options})
    return model.fit(panel, seed=1, progress=Silent())


def reference(sample):
    frame = pd.read_csv(REFERENCE / "panel.csv", dtype={"child": str})
    return make_panel(
        frame if sample == "balanced" else frame[frame["present"] == 1], person="child"
    )


def test_three_children_by_hand():
    result = fit(make_panel(BY_HAND), treatment="d")
    assert result.estimates["d"].estimate == pytest.approx(-5)
    assert result.estimates["d"].std_error == pytest.approx(math.sqrt(3))
    assert result.estimates["const"].estimate == pytest.approx(2)
    assert (result.n_rows, result.n_people) == (3, 3)
    assert result.statistics["n_changers"] == 1
    assert result.equation == "y = a + b1 d + error, all of it differences from the wave before"


@pytest.mark.parametrize("sample", ["balanced", "unbalanced"])
def test_equals_plm_across_gaps(sample):
    told = GOLDEN[sample]["first_difference"]
    result = fit(reference(sample), treatment=["x1", "x2"], effects=[], covariance="classical")
    for place, name in enumerate(("const", "x1", "x2")):
        assert result.estimates[name].estimate == pytest.approx(told["estimate"][place], rel=1e-9)
        assert result.estimates[name].std_error == pytest.approx(told["std_error"][place], rel=1e-9)
    assert result.n_rows == told.get("n", 160)


def test_equals_linearmodels_clustered_and_with_the_change_of_each_wave():
    from linearmodels.panel import FirstDifferenceOLS

    panel = reference("balanced")
    ours = fit(
        panel,
        treatment=["x1", "x2"],
        cluster=["person"],
        small_sample="linearmodels",
    )
    frame = panel.frame.set_index(["child", "wave"])
    waves = pd.get_dummies(panel.frame["wave"]).iloc[:, 1:].set_index(frame.index).astype(float)
    theirs = FirstDifferenceOLS(frame["y"], frame[["x1", "x2"]].join(waves)).fit(
        cov_type="clustered", cluster_entity=True
    )
    assert ours.estimates["x1"].estimate == pytest.approx(theirs.params["x1"], rel=1e-9)
    assert ours.estimates["x1"].std_error == pytest.approx(theirs.std_errors["x1"], rel=1e-9)


def test_two_waves_are_fixed_effects_and_difference_in_differences():
    panel = simulate(World(children=90, waves=2, effect=0.4), 3)
    found = fit(panel, treatment="visited").estimates["visited"].estimate
    options = {"name": "m", "outcome": "y"}
    within = FixedEffects(treatment="visited", **options).fit(panel, seed=1, progress=Silent())
    did = Did(treatment="offered", **options).fit(panel, seed=1, progress=Silent())
    assert found == pytest.approx(within.estimates["visited"].estimate, rel=1e-10)
    assert found == pytest.approx(did.estimates["offered:post"].estimate, rel=1e-10)


def test_several_waves_bring_wave_effects_and_person_clusters():
    result = fit(simulate(World(effect=0.4), 1), treatment="visited")
    assert result.n_clusters == {"person": 120}
    assert "effects of wave" in result.equation


def test_gaps_and_starts_are_counted_to_the_row():
    frame = pd.DataFrame(
        {
            "child_id": list("aaabbcdddee"),
            "wave": [1, 2, 3, 1, 3, 2, 1, 2, 4, 3, 4],
            "y": [1.0, 4, 2, 3, 6, 7, 3, 5, 9, 8, 4],
            "d": [0.0, 1, 1, 0, 1, 0, 0, 0, 1, 0, 1],
        }
    )
    result = fit(make_panel(frame), treatment="d", effects=[], covariance="classical")
    told = {step.reason.split(":")[0]: step.index for step in result.flow.steps}
    assert told["a difference starts from this row"] == (0, 6, 9)
    assert told["no row of the same person at the wave before or after"] == (3, 4, 5, 8)
    assert (result.n_rows, result.n_people) == (4, 3)


def test_a_wave_that_where_leaves_out_is_no_gap():
    panel = simulate(World(children=90, effect=0.4), 3)
    ends = fit(panel, treatment="visited", where="wave != 2")
    wide = panel.frame.pivot_table(index="child_id", columns="wave", values=["y", "visited"])
    change, treated = wide["y"][3] - wide["y"][1], wide["visited"][3] == 1
    by_hand = change[treated].mean() - change[~treated].mean()
    assert ends.estimates["visited"].estimate == pytest.approx(by_hand, rel=1e-10)


def test_rows_out_of_order_are_put_in_order():
    panel = simulate(World(children=60, effect=0.4), 3)
    shuffled = panel.frame.sample(frac=1, random_state=0)
    assert fit(make_panel(shuffled), treatment="visited").estimates == (
        fit(panel, treatment="visited").estimates
    )


def test_columns_named_as_internal_ones_are_columns():
    panel = simulate(World(children=60, effect=0.4), 3)
    noise = np.random.default_rng(0).normal(size=len(panel.frame))
    plain = fit(make_panel(panel.frame.assign(x=noise)), treatment="visited", controls=["x"])
    for name in ("const", "_merge", "y0"):
        renamed = make_panel(panel.frame.assign(**{name: noise}))
        result = fit(renamed, treatment="visited", controls=[name])
        assert result.estimates["visited"] == plain.estimates["visited"]
        assert result.estimates[name] == plain.estimates["x"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"treatment": "offered"}, "never changes within a person"),
        ({"treatment": "visited", "where": "wave == 2"}, "No row is left"),
    ],
)
def test_what_has_no_changes_is_refused(changes, message):
    with pytest.raises(ModelError, match=message) as refused:
        fit(simulate(World(), 1), **changes)
    assert refused.value.remedy


def test_person_effects_are_refused_when_the_document_is_read():
    with pytest.raises(ValidationError, match="taken person effects out"):
        fit(simulate(World(), 1), treatment="visited", effects=["person"])


def test_cross_sections_are_refused():
    panel = make_panel(simulate(World(), 1).frame, design="cross_sections")
    with pytest.raises(ModelError, match="who is who"):
        fit(panel, treatment="visited")


def test_without_a_constant_nothing_changed_for_everyone():
    result = fit(make_panel(BY_HAND), treatment="d", intercept=False)
    assert list(result.estimates) == ["d"]
    assert result.estimates["d"].estimate == pytest.approx(-3)
