"""Worked by hand: changes of the outcome 1, 2 and 6 with changes of the amount 0, 1 and 2.

b = sum (D - 1)(y - 3) / sum (D - 1)^2 = (2 + 3) / 2 = 2.5. In bins from 1 and from 2 the steps are
2 - 1 = 1 and 6 - 1 = 5. (Twins half a point above and below let errors be judged.)
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.dose_response import DoseResponse
from tests.simulate import World, make_panel, simulate


def by_hand():
    rows = [
        (f"{dose}{twin}", wave, dose * (wave == 2), (change + twin) * (wave == 2))
        for dose, change in ((0, 1), (1, 2), (2, 6))
        for twin in (-0.5, 0.5)
        for wave in (1, 2)
    ]
    frame = pd.DataFrame(rows, columns=["child_id", "wave", "visits", "y"])
    return make_panel(frame.astype({"visits": float, "y": float}))


def world(seed=3, **options):
    """Visits after wave 1, none for most; each brings 0.2."""
    panel = simulate(World(children=160, attrition=0.1, **options), seed)
    draw = np.random.default_rng(seed)
    amount = draw.poisson(3, len(panel.frame)) * panel.frame["offered"] * (panel.frame["wave"] > 1)
    return make_panel(panel.frame.assign(visits=amount, y=panel.frame["y"] + 0.2 * amount))


def fit(panel, **options):
    model = DoseResponse.model_validate(
        {"name": "m", "outcome": "y", "treatment": "visits", **options}
    )
    return model.fit(panel, seed=1, progress=Silent())


def codes(result):
    return [finding.code for finding in result.findings]


def test_six_children_by_hand():
    assert fit(by_hand()).estimates["visits"].estimate == pytest.approx(2.5)
    steps = fit(by_hand(), shape="bins", bins=[1, 2])
    assert steps.estimates["visits[1 to <2]"].estimate == pytest.approx(1)
    assert steps.estimates["visits[2+]"].estimate == pytest.approx(5)
    assert steps.statistics["n_people[2+]"] == 2
    bent = fit(by_hand(), shape="quadratic").estimates
    # through (0, 0), (1, 1) and (2, 5) less the change of everyone
    assert bent["visits"].estimate == pytest.approx(-0.5)
    assert bent["visits^2"].estimate == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("options", "formula"),
    [
        ({}, "visits"),
        ({"shape": "quadratic"}, "visits + square"),
        ({"shape": "bins", "bins": [1, 4]}, "low + high"),
    ],
)
def test_equals_pyfixest(options, formula):
    panel = world()
    result = fit(panel, cluster=["person"], **options)
    frame = panel.frame.assign(
        square=panel.frame["visits"] ** 2,
        low=panel.frame["visits"].between(1, 3).astype(float),
        high=(panel.frame["visits"] >= 4).astype(float),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyfixest

        theirs = pyfixest.feols(
            f"y ~ {formula} + C(wave) | child_id",
            frame,
            vcov={"CRV1": "child_id"},
            fixef_rm="none",
        )
    names = formula.split(" + ")
    ours = [result.estimates[name] for name in result.shown]
    assert [e.estimate for e in ours] == pytest.approx(theirs.coef()[names].tolist(), rel=1e-8)
    assert [e.std_error for e in ours] == pytest.approx(theirs.se()[names].tolist(), rel=1e-8)


def test_a_line_that_bends_is_found_and_a_straight_one_is_not_bent():
    refused = {0.0: 0, 0.1: 0}
    for seed in range(40):
        panel = world(seed)
        for bend in refused:
            y = panel.frame["y"] + bend * panel.frame["visits"] ** 2
            result = fit(make_panel(panel.frame.assign(y=y)), shape="quadratic", cluster=["person"])
            refused[bend] += result.tests["curvature"].p < 0.05
    assert refused[0.0] <= 6
    assert refused[0.1] >= 36


def test_amounts_given_to_those_in_need_mislead_and_a_finding_says_how():
    panel = simulate(World(children=300, assignment="score"), 2)
    amount = panel.frame["visited"] * (1 + panel.frame["child_id"].str[-1].astype(int) % 3)
    result = fit(make_panel(panel.frame.assign(visits=amount)), cluster=["person"])
    assert result.estimates["visits"].high < 0
    assert "dose_selection" in codes(result)


def test_where_nobody_got_none_more_is_compared_with_less():
    panel = world()
    panel = make_panel(panel.frame.assign(visits=panel.frame["visits"] + 1))
    assert "no_untreated" in codes(fit(panel))
    assert "no_untreated" not in codes(fit(world()))


def test_people_by_bin_are_counted():
    panel = world()
    result = fit(panel, shape="bins", bins=[1, 4])
    many = panel.frame.loc[panel.frame["visits"] >= 4, "child_id"].nunique()
    assert result.statistics["n_people[4+]"] == many
    assert "dose_groups" in codes(result)
    some = panel.frame[panel.frame["visits"] > 0]
    assert result.statistics["n_treated_people"] == some["child_id"].nunique()
    assert result.statistics["dose_median"] == some["visits"].median()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"treatment": "visited"}, "two values at most"),
        ({"treatment": "age", "where": "wave == 1"}, "never changes within a person"),
        ({"shape": "bins", "bins": [1, 50]}, r"group 50\+"),
        ({"treatment": "school_id"}, "needs numbers"),
    ],
)
def test_what_is_no_amount_is_refused(options, message):
    with pytest.raises(ModelError, match=message) as refused:
        fit(world(), **options)
    assert refused.value.remedy


@pytest.mark.parametrize(
    "options",
    [{"shape": "bins"}, {"bins": [1, 4]}, {"shape": "bins", "bins": [4, 1]}],
)
def test_bins_and_their_limits_belong_together(options):
    with pytest.raises(ValidationError, match="belong together"):
        fit(world(), **options)


def test_a_missing_amount_leaves_with_its_reason():
    panel = world()
    frame = panel.frame.copy()
    frame.loc[2, "visits"] = np.nan
    for options in ({}, {"shape": "bins", "bins": [1]}):
        told = {step.reason: step.index for step in fit(make_panel(frame), **options).flow.steps}
        assert told == {"treatment missing (visits)": (2,)}
