"""Worked by hand: rows (d, y) = (0, 1), (0, 3), (1, 4), (1, 8).

Means 2 and 6: b = 4. Residuals -1, 1, -2, 2, so s2 = 10 / (4 - 2) = 5 and the classical variance
of b is 5 x (1/2 + 1/2) = 5. HC1: sum of squared residuals in each group over its size squared,
(2/4 + 8/4) x 4/2 = 5.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.pooled import Pooled
from studytool.models.result import NotAvailable
from tests.simulate import World, make_panel, simulate

BY_HAND = pd.DataFrame({"y": [1.0, 3.0, 4.0, 8.0], "d": [0.0, 0.0, 1.0, 1.0]})


def fit(panel, **options):
    model = Pooled.model_validate({"name": "m", "outcome": "y", **options})
    return model.fit(panel, seed=1, progress=Silent())


@pytest.mark.parametrize("covariance", [None, "hc1"])
def test_two_groups_by_hand(covariance):
    result = fit(make_panel(BY_HAND, person=None), treatment="d", covariance=covariance)
    found = result.estimates["d"]
    assert found.estimate == pytest.approx(4.0)
    assert found.std_error == pytest.approx(math.sqrt(5.0))
    assert found.df == 2
    assert result.estimates["const"].estimate == pytest.approx(2.0)
    assert result.statistics["r_squared"] == pytest.approx(1 - 10 / 26)
    assert result.statistics["outcome_mean_untreated"] == pytest.approx(2.0)
    assert list(result.estimates) == ["d", "const"]


def test_equals_statsmodels_with_factors_interactions_and_weights():
    from statsmodels.formula.api import wls

    panel = simulate(World(children=200, effect=0.3), 2)
    frame = panel.frame.assign(w=np.random.default_rng(1).uniform(0.5, 2, len(panel.frame)))
    panel = make_panel(frame)
    ours = fit(
        panel,
        treatment="visited",
        controls=["C(age)", "age:offered", "offered"],
        cluster=["household"],
        weights="w",
        where="age < 11",
    )
    kept = frame[frame["age"] < 11]
    groups = pd.factorize(kept["hh_id"])[0]
    theirs = wls("y ~ visited + C(age) + age:offered + offered", kept, weights=kept["w"]).fit(
        cov_type="cluster", cov_kwds={"groups": groups}, use_t=True
    )
    assert ours.estimates["visited"].estimate == pytest.approx(theirs.params["visited"], rel=1e-9)
    assert ours.estimates["visited"].std_error == pytest.approx(theirs.bse["visited"], rel=1e-9)
    assert ours.estimates["C(age)[8]"].estimate == pytest.approx(theirs.params["C(age)[T.8.0]"])
    assert ours.estimates["age:offered"].p == pytest.approx(theirs.pvalues["age:offered"])


def test_rows_are_people_where_nobody_is_named():
    result = fit(make_panel(BY_HAND, person=None), treatment="d")
    assert result.n_people == result.n_rows == 4
    assert [finding.code for finding in result.findings] == []


def test_repeated_people_without_clusters_are_a_finding():
    result = fit(simulate(World(), 1), treatment="visited")
    assert "unclustered" in [finding.code for finding in result.findings]


def test_as_many_parameters_as_rows_are_refused():
    frame = BY_HAND.assign(x=[1.0, 2, 4, 9], z=[3.0, 1, 4, 1])
    with pytest.raises(ModelError) as refused:
        fit(make_panel(frame, person=None), treatment="d", controls=["x", "z"])
    assert refused.value.remedy


def test_a_treatment_that_is_one_of_two_clusters_has_no_standard_error():
    frame = BY_HAND.assign(school_id=["s", "s", "t", "t"])
    found = fit(make_panel(frame, person=None), treatment="d", cluster=["school"]).estimates["d"]
    assert isinstance(found, NotAvailable)
    assert "estimate of 4" in found.reason


def test_without_a_constant_the_line_goes_through_zero():
    frame = pd.DataFrame({"d": [1.0, 2, 3], "y": [2.0, 3, 7]})
    panel = make_panel(frame, person=None)
    model = Pooled(name="m", outcome="y", treatment="d", intercept=False)
    result = model.fit(panel, seed=1, progress=Silent())
    # b = sum dy / sum d^2
    assert result.estimates["d"].estimate == pytest.approx(29 / 14)
    assert list(result.estimates) == ["d"]
    assert result.equation == "y = b1 d + error"


def test_effects_hold_a_constant():
    with pytest.raises(ValidationError, match="effects hold one"):
        Pooled(name="m", outcome="y", treatment="d", effects=("wave",), intercept=False)
