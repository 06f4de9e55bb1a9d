"""Worked by hand: three children, two waves, served at the second: 1 3, 4 4, 7 11.

Balanced, so that b is the mean change, 2. The analysis of variance: changes 2 0 4, mean square of
what is left within children sum (d - 2)^2 / 2 / (3 - 1) = 8 / 4 = 2, the residual variance; child
means 2 4 9, whose mean square between is 2 x 26 / 2 = 26. REML: variance of children (26 - 2) / 2
= 12, and the error of b is sqrt(2 x 2 / 3) = 1.1547.
"""

from __future__ import annotations

import json
import math
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.mixed import Mixed
from tests.simulate import make_panel

REFERENCE = Path(__file__).resolve().parents[2] / "reference" / "nonlinear"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text())["mixed"]
LEVELS = {"household": "household", "school": "school"}


def reference():
    return make_panel(pd.read_csv(REFERENCE / "panel.csv"), person="child", levels=LEVELS)


def small():
    frame = pd.DataFrame(
        {
            "child_id": list("aabbcc"),
            "wave": [1, 2] * 3,
            "served": [0.0, 1] * 3,
            "y": [1.0, 3, 4, 4, 7, 11],
        }
    )
    return make_panel(frame)


def fit(panel, **options):
    wanted = {"name": "m", "outcome": "y", "treatment": "treated", **options}
    return Mixed.model_validate(wanted).fit(panel, seed=1, progress=Silent())


def test_three_children_by_hand():
    result = fit(small(), treatment="served")
    assert result.estimates["served"].estimate == pytest.approx(2, abs=1e-9)
    assert result.estimates["served"].std_error == pytest.approx(math.sqrt(4 / 3), rel=1e-8)
    assert result.estimates["const"].estimate == pytest.approx(4, abs=1e-9)
    assert result.estimates["variance.person"].estimate == pytest.approx(12, rel=1e-8)
    assert result.estimates["variance.residual"].estimate == pytest.approx(2, rel=1e-8)
    assert result.statistics["share.person"] == pytest.approx(12 / 14)
    assert result.convention.startswith("restricted maximum likelihood (REML)")
    assert result.n_clusters == {"person": 3}


def test_full_likelihood_by_hand():
    # balanced: the residual keeps (3 - 1) in 3, between 26 x 2/3: children (52/3 - 4/3) / 2 = 8
    result = fit(small(), treatment="served", likelihood="ml")
    assert result.estimates["variance.person"].estimate == pytest.approx(8, rel=1e-8)
    assert result.estimates["variance.residual"].estimate == pytest.approx(4 / 3, rel=1e-8)


@pytest.mark.parametrize("case", GOLDEN)
def test_lmer(case):
    which, likelihood = case.split("_")
    effects = ["person", "school", "household"] if which == "three" else ["person"]
    result = fit(reference(), controls=["x", "C(wave)"], effects=effects, likelihood=likelihood)
    wanted, found = GOLDEN[case], [result.estimates[term] for term in ("treated", "x")]
    assert [f.estimate for f in found] == pytest.approx(wanted["coefficients"], rel=1e-7)
    assert [f.std_error for f in found] == pytest.approx(wanted["std_error"], rel=1e-7)
    assert result.statistics["log_likelihood"] == pytest.approx(wanted["log_likelihood"], rel=1e-10)
    names = {
        "child:(household:school)": "person",
        "household:school": "household",
        "child": "person",
        "school": "school",
        "Residual": "residual",
    }
    for theirs, value in wanted["variances"].items():
        ours = result.estimates[f"variance.{names[theirs]}"].estimate
        assert ours == pytest.approx(value, rel=1e-6, abs=1e-9)


def test_a_variance_at_zero_is_given_and_said():
    frame = reference().frame
    alike = frame.assign(y=frame["y"] - frame.groupby("school")["y"].transform("mean"))
    result = fit(make_panel(alike, person="child", levels=LEVELS), effects=["school", "person"])
    school = result.estimates["variance.school"]
    assert (school.estimate, school.p, school.low) == (0, 1, 0)
    assert math.isnan(school.std_error)
    assert "boundary_variance" in [finding.code for finding in result.findings]


def test_statsmodels():
    frame = pd.read_csv(REFERENCE / "panel.csv")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the oracle's own
        oracle = sm.MixedLM(
            frame["y"],
            sm.add_constant(frame[["treated", "x"]].astype(float)),
            groups=frame["child"],
        ).fit(reml=True, method="lbfgs", gtol=1e-10)
    result = fit(reference(), controls=["x"])
    for term in ("treated", "x", "const"):
        assert result.estimates[term].estimate == pytest.approx(oracle.fe_params[term], rel=1e-5)
    variance = result.estimates["variance.person"]
    assert variance.estimate == pytest.approx(float(oracle.cov_re.iloc[0, 0]), rel=1e-4)
    assert variance.low < variance.estimate < variance.high
    assert variance.p < 1e-5


def test_levels_that_are_not_nested_are_refused():
    frame = reference().frame
    frame = frame.assign(place=frame["child"] % 5 + (frame["wave"] > 2))
    with pytest.raises(ModelError, match='"person" is not inside "place"') as refused:
        fit(make_panel(frame, person="child"), effects=["person", "place"])
    assert "place*person" in refused.value.remedy
    fit(make_panel(frame, person="child"), effects=["place*person", "place"])


def test_levels_that_coincide_are_refused():
    frame = reference().frame
    frame = frame.assign(name=frame["child"] + 1000)
    with pytest.raises(ModelError, match="as many groups"):
        fit(make_panel(frame, person="child"), effects=["person", "name"])


def test_one_row_each_is_refused():
    frame = reference().frame.drop_duplicates("child")
    with pytest.raises(ModelError, match="has one row"):
        fit(make_panel(frame, person="child"))


def test_one_group_is_refused():
    frame = reference().frame.assign(country="ZA")
    with pytest.raises(ModelError, match="one cluster"):
        fit(make_panel(frame, person="child"), effects=["country", "person"])


def test_rows_without_a_level_leave():
    frame = reference().frame.astype({"school": float})
    frame.loc[[0, 1], "school"] = np.nan
    result = fit(make_panel(frame, person="child", levels=LEVELS), effects=["school", "person"])
    assert [(s.reason, s.rows) for s in result.flow.steps] == [("effect missing: school", 2)]


@pytest.mark.parametrize(
    "options",
    [{"weights": "w"}, {"cluster": ["school"]}, {"covariance": "cr1"}, {"covariance": "hc1"}],
)
def test_options_it_does_not_honour_are_refused(options):
    with pytest.raises(ValidationError, match="no place in a mixed model"):
        Mixed.model_validate({"name": "m", "outcome": "y", "treatment": "d", **options})


def test_without_a_treatment_it_says_how_much_the_levels_differ():
    """The analysis of variance of a balanced panel: mean squares between and within children."""
    result = fit(small(), treatment=[])
    pairs = np.array([[1.0, 3], [4, 4], [7, 11]])
    within = pairs.var(axis=1, ddof=1).mean()
    between = 2 * pairs.mean(axis=1).var(ddof=1)
    assert result.estimates["const"].estimate == pytest.approx(5)
    assert result.estimates["variance.residual"].estimate == pytest.approx(within, rel=1e-6)
    expected = (between - within) / 2
    assert result.estimates["variance.person"].estimate == pytest.approx(expected, rel=1e-6)
