"""Worked by hand: two waves, children a (treated at wave 2), b and c (never).

Outcomes a: 10, 7; b: 4, 5; c: 6, 6. Changes -3, 1, 0: b = -3 - 0.5 = -3.5. With person and wave
effects the residual of each change is 0, 0.5, -0.5, so the residual sum of squares of the panel is
0.25; n - K = 6 - (1 + 3 + 1) = 1. The variance of a difference of changes is 2 x 0.25 x (1 + 1/2)
= 0.75.
"""

from __future__ import annotations

import math
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.did import Did
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.result import NotAvailable
from tests.simulate import World, make_panel, simulate

REFERENCE = Path(__file__).parents[2] / "reference" / "fixed_effects"
BY_HAND = pd.DataFrame(
    {
        "child_id": list("aabbcc"),
        "wave": [1, 2] * 3,
        "y": [10.0, 7, 4, 5, 6, 6],
        "d": [0.0, 1, 0, 0, 0, 0],
    }
)


def fit(panel, **options):
    model = FixedEffects.model_validate({"name": "m", "outcome": "y", **options})
    return model.fit(panel, seed=1, progress=Silent())


def test_three_children_by_hand():
    result = fit(make_panel(BY_HAND), treatment="d")
    found = result.estimates["d"]
    assert found.estimate == pytest.approx(-3.5)
    assert found.std_error == pytest.approx(math.sqrt(0.75))
    assert found.df == 1
    assert (result.n_rows, result.n_people) == (6, 3)
    assert result.statistics["n_changers"] == 1
    assert list(result.estimates) == ["d"]


def test_a_line_for_each_child_by_hand():
    """Three waves, child a treated at the third, b and c never.

    Second differences, which a line and a wave effect leave: a: 4 - 2 (2) + 1 = 1, b: 3 - 2 (2)
    + 1 = 0, c: 4 - 2 (3) + 1 = -1. So b = 1 - (0 - 1)/2 = 1.5.
    """
    frame = pd.DataFrame(
        {
            "child_id": list("aaabbbccc"),
            "wave": [1, 2, 3] * 3,
            "y": [1.0, 2, 4, 1, 2, 3, 1, 3, 4],
            "d": [0.0, 0, 1, 0, 0, 0, 0, 0, 0],
        }
    )
    result = fit(make_panel(frame), treatment="d", trends=["person"])
    assert result.estimates["d"].estimate == pytest.approx(1.5)
    assert "straight lines over the waves for each person" in result.equation
    # 9 rows less 1 slope, 3 people, 2 more waves, 3 lines, one of which the waves say already
    assert result.estimates["d"].df == 9 - (1 + 3 + 2 + 3 - 1)


@pytest.mark.parametrize(
    ("options", "std_error"),
    [
        ({}, 0.055752),
        ({"small_sample": "no_k"}, 0.055088),
        ({"small_sample": "all_effects"}, 0.058490),
        ({"small_sample": "linearmodels"}, 0.057955),
        ({"covariance": "cr0"}, 0.054535),
    ],
)
def test_castle_doctrine_in_every_convention_in_print(options, std_error):
    frame = pd.read_csv(REFERENCE / "castle_controls.csv", dtype={"sid": str})
    panel = make_panel(frame, person="sid", wave="year")
    result = fit(
        panel,
        outcome="l_homicide",
        treatment="post",
        controls=["unemployrt", "poverty"],
        cluster=["person"],
        **options,
    )
    assert result.estimates["post"].estimate == pytest.approx(0.074780, abs=5e-7)
    assert result.estimates["post"].std_error == pytest.approx(std_error, abs=5e-7)
    assert result.n_clusters == {"person": 50}
    assert "clusters: person" in result.convention


def test_equals_pyfixest_with_school_by_wave_effects_and_missing_cells():
    panel = simulate(World(children=150, effect=0.4, assignment="level", attrition=0.1), 6)
    frame = panel.frame.copy()
    frame.loc[::17, "age"] = np.nan
    ours = fit(
        make_panel(frame),
        treatment="visited",
        controls=["age"],
        effects=["person", "school*wave"],
        cluster=["household"],
    )
    frame["cell"] = frame["school_id"] + "_" + frame["wave"].astype(str)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyfixest

        theirs = pyfixest.feols(
            "y ~ visited + age + C(cell) | child_id",
            frame.dropna(),
            vcov={"CRV1": "hh_id"},
            fixef_rm="none",
        )
    found = ours.estimates["visited"]
    assert found.estimate == pytest.approx(theirs.coef()["visited"], rel=1e-9)
    assert found.std_error == pytest.approx(theirs.se()["visited"], rel=1e-8)


def test_equals_linearmodels_unbalanced_and_weighted():
    from linearmodels.panel import PanelOLS

    panel = simulate(World(children=150, effect=0.4, assignment="level", attrition=0.15), 6)
    frame = panel.frame.assign(w=np.random.default_rng(3).uniform(0.5, 2, len(panel.frame)))
    ours = fit(
        make_panel(frame),
        treatment="visited",
        cluster=["person"],
        small_sample="linearmodels",
        weights="w",
    )
    keyed = frame.set_index(["child_id", "wave"])
    theirs = PanelOLS(
        keyed["y"],
        keyed[["visited"]],
        weights=keyed["w"],
        entity_effects=True,
        time_effects=True,
        singletons=True,
    ).fit(cov_type="clustered", cluster_entity=True)
    assert ours.estimates["visited"].estimate == pytest.approx(theirs.params["visited"], rel=1e-9)
    assert ours.estimates["visited"].std_error == pytest.approx(
        theirs.std_errors["visited"], rel=1e-8
    )


def test_two_waves_one_switch_are_first_differences_and_did():
    panel = simulate(World(children=90, waves=2, effect=0.4), 3)
    result = fit(panel, treatment="visited", cluster=["person"])
    did = Did(name="d", outcome="y", treatment="offered", cluster=("person",))
    wide = panel.frame.pivot_table(index="child_id", columns="wave", values=["y", "visited"])
    change, treated = wide["y"][2] - wide["y"][1], wide["visited"][2] == 1
    by_hand = change[treated].mean() - change[~treated].mean()
    other = did.fit(panel, seed=1, progress=Silent()).estimates["offered:post"]
    assert result.estimates["visited"].estimate == pytest.approx(by_hand, rel=1e-10)
    assert other.estimate == pytest.approx(by_hand, rel=1e-10)
    assert other.std_error == pytest.approx(result.estimates["visited"].std_error, rel=1e-10)


def test_a_treatment_that_never_changes_is_refused_with_what_to_do():
    with pytest.raises(ModelError, match="never changes within a person") as refused:
        fit(simulate(World(), 1), treatment="offered")
    assert "did" in refused.value.remedy
    assert "ancova" in refused.value.remedy


def test_a_treatment_of_whole_schools_is_refused_under_school_by_wave_effects():
    panel = simulate(World(), 1)
    whole = (panel.frame["school_id"] == "S1") & (panel.frame["wave"] > 1)
    panel = make_panel(panel.frame.assign(d=whole.astype(float)))
    effects = ["person", "school*wave"]
    with pytest.raises(ModelError, match="each level of the effects"):
        fit(panel, treatment="d", controls=["visited"], effects=effects)
    with pytest.raises(ModelError, match="No regressor is left") as refused:
        fit(panel, treatment="d", effects=effects)
    assert "within the effects" in refused.value.why


def test_a_control_that_never_changes_is_left_out_and_named():
    panel = simulate(World(), 1)
    result = fit(panel, treatment="visited", controls=["offered"], cluster=["person"])
    assert result.estimates["offered"] == NotAvailable("collinear with the effects (person, wave)")
    assert "collinear" in [finding.code for finding in result.findings]


def test_people_seen_once_are_counted_and_move_nothing():
    panel = simulate(World(children=100, attrition=0.2), 2)
    seen = panel.frame.groupby("child_id")["wave"].transform("count")
    alone = int((seen == 1).sum())
    result = fit(panel, treatment="visited", cluster=["person"])
    without = fit(make_panel(panel.frame[seen > 1]), treatment="visited", cluster=["person"])
    assert alone > 0
    assert result.flow.singletons == alone
    assert result.estimates["visited"].estimate == pytest.approx(
        without.estimates["visited"].estimate, rel=1e-9
    )


def test_data_without_people_are_refused():
    with pytest.raises(ModelError, match="who is who"):
        fit(make_panel(BY_HAND, person=None), treatment="d")


def test_an_outcome_fitted_exactly_is_refused():
    frame = BY_HAND.assign(y=[10.0, 7, 4, 4, 6, 6])
    with pytest.raises(ModelError, match="exactly"):
        fit(make_panel(frame), treatment="d", cluster=["person"])
