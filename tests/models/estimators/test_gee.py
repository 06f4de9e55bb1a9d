"""Worked by hand: three families of two children, one served and one not, outcomes 1 3, 2 6, 3 9.

Independence, a score: means 2 and 6, b = 4, by least squares; residuals -1 -3, 0 0, 1 3. Scores for
b of the three families are -3, 0, 3 (the served child's residual), for a -4, 0, 4. The bread is
(X'X)^-1 with X'X = [[6, 3], [3, 3]], that is [[1/3, -1/3], [-1/3, 2/3]], so b moves by
4/3 - 2 = -2/3, 0 and 2/3 of a: CR0 variance 8/9, CR1 times 3/2 = 4/3.
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
from studytool.models.estimators.gee import Gee
from tests.simulate import make_panel

REFERENCE = Path(__file__).resolve().parents[2] / "reference" / "nonlinear"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text())["gee"]
OUTCOMES = {"gaussian": "y", "binomial": "yes", "poisson": "count"}


def frame_of(correlation="exchangeable"):
    frame = pd.read_csv(REFERENCE / "panel.csv")
    full = frame.groupby("child")["wave"].transform("size") == 4
    return frame[full] if correlation == "ar1" else frame


def panel_of(frame):
    return make_panel(frame, person="child", levels={"household": "household", "school": "school"})


def fit(panel, **options):
    wanted = {"name": "m", "outcome": "y", "treatment": "treated", **options}
    return Gee.model_validate(wanted).fit(panel, seed=1, progress=Silent())


def test_three_families_by_hand():
    frame = pd.DataFrame(
        {
            "child_id": list("abcdef"),
            "wave": 1,
            "hh_id": [1, 1, 2, 2, 3, 3],
            "treated": [0.0, 1, 0, 1, 0, 1],
            "y": [1.0, 3, 2, 6, 3, 9],
        }
    )
    options = {"cluster": ["household"], "correlation": "independence"}
    result = fit(make_panel(frame), **options)
    assert result.estimates["treated"].estimate == pytest.approx(4)
    assert result.estimates["treated"].std_error == pytest.approx(math.sqrt(4 / 3))
    assert result.estimates["treated"].df == 2
    raw = fit(make_panel(frame), covariance="cr0", **options)
    assert raw.estimates["treated"].std_error == pytest.approx(math.sqrt(8 / 9))
    assert raw.n_clusters == {"household": 3}


@pytest.mark.parametrize("case", GOLDEN)
def test_r_gee(case):
    distribution, correlation, cluster = case.split("_")
    for covariance, errors in (("classical", "naive"), ("cr0", "robust")):
        result = fit(
            panel_of(frame_of(correlation)),
            outcome=OUTCOMES[distribution],
            controls=["x", "C(wave)"],
            distribution=distribution,
            correlation=correlation,
            cluster=["person" if cluster == "child" else cluster],
            covariance=covariance,
        )
        found, wanted = [result.estimates[term] for term in ("treated", "x")], GOLDEN[case]
        assert [f.estimate for f in found] == pytest.approx(wanted["coefficients"], rel=1e-7)
        assert [f.std_error for f in found] == pytest.approx(wanted[errors], rel=1e-7)
        assert result.statistics["working_correlation"] == pytest.approx(wanted["alpha"], rel=1e-7)
        assert result.statistics["scale"] == pytest.approx(wanted["scale"], rel=1e-7)


@pytest.mark.parametrize("correlation", ["independence", "exchangeable"])
@pytest.mark.parametrize("distribution", OUTCOMES)
def test_statsmodels_robust_and_bias_reduced(distribution, correlation):
    frame = frame_of()
    families = {
        "gaussian": sm.families.Gaussian(),
        "binomial": sm.families.Binomial(),
        "poisson": sm.families.Poisson(),
    }
    works = {"independence": sm.cov_struct.Independence, "exchangeable": sm.cov_struct.Exchangeable}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the oracle's own
        model = sm.GEE(
            frame[OUTCOMES[distribution]],
            sm.add_constant(frame[["treated", "x"]].astype(float)),
            groups=frame["household"],
            family=families[distribution],
            cov_struct=works[correlation](),
        )
        oracle = model.fit(maxiter=500, ctol=1e-10, cov_type="bias_reduced")
    options = {
        "outcome": OUTCOMES[distribution],
        "controls": ["x"],
        "distribution": distribution,
        "correlation": correlation,
        "cluster": ["household"],
    }
    for covariance, theirs in (
        ("cr0", oracle.cov_robust),
        ("cr3", oracle.cov_robust_bc),
    ):
        result = fit(panel_of(frame), covariance=covariance, **options)
        for place, term in ((1, "treated"), (2, "x")):
            found = result.estimates[term]
            assert found.estimate == pytest.approx(oracle.params.iloc[place], rel=1e-6)
            assert found.std_error**2 == pytest.approx(np.asarray(theirs)[place, place], rel=1e-6)


def test_gaps_between_waves_are_waves():
    # alpha^|t - s|: a missing wave leaves a gap of two, as if the row were there without a value
    frame = frame_of()
    result = fit(panel_of(frame), controls=["x"], correlation="ar1")
    alpha = result.statistics["working_correlation"]
    pairs = frame.sort_values(["child", "wave"])
    total, score = np.zeros((3, 3)), np.zeros(3)
    beta = np.array([result.estimates[term].estimate for term in ("const", "treated", "x")])
    for _, rows in pairs.groupby("child"):
        x = np.column_stack([np.ones(len(rows)), rows["treated"], rows["x"]])
        times = rows["wave"].to_numpy()
        inverse = np.linalg.inv(alpha ** np.abs(times[:, None] - times[None, :]))
        total += x.T @ inverse @ x
        score += x.T @ inverse @ (rows["y"].to_numpy() - x @ beta)
    assert np.abs(np.linalg.solve(total, score)).max() < 1e-9


def test_the_distance_of_ar1_is_said_and_waves_none_of_which_are_one_apart_are_refused():
    result = fit(panel_of(frame_of("ar1")), controls=["x"], correlation="ar1")
    assert result.convention.endswith("ar1 (to the power of the difference of wave numbers)")
    assert "alpha^|wave_t - wave_s|" in result.equation
    years = frame_of("ar1")
    years = years.assign(wave=years["wave"] * 5 + 2000)
    with pytest.raises(ModelError, match="wave numbers are one apart") as refused:
        fit(panel_of(years), correlation="ar1")
    assert "Number the waves 1, 2, 3" in refused.value.remedy


def test_one_observation_a_cluster_is_least_squares_with_a_robust_error():
    frame = frame_of().drop_duplicates("child")
    options = {"controls": ["x"], "correlation": "independence"}
    result = fit(panel_of(frame), covariance="cr3", **options)
    x = sm.add_constant(frame[["treated", "x"]].astype(float))
    oracle = sm.OLS(frame["y"], x).fit(cov_type="HC3")
    assert result.estimates["x"].std_error == pytest.approx(oracle.bse["x"], rel=1e-9)


def test_odds_ratios_and_the_effect_on_the_share():
    options = {"outcome": "yes", "distribution": "binomial", "controls": ["x"]}
    plain = fit(panel_of(frame_of()), **options)
    ratio = fit(panel_of(frame_of()), exponentiate=True, **options)
    assert ratio.estimates["treated"].estimate == pytest.approx(
        math.exp(plain.estimates["treated"].estimate)
    )
    effect = plain.statistics["average_effect"]
    assert effect == ratio.statistics["average_effect"]
    assert 0 < effect < 0.3
    assert 0.02 < plain.statistics["average_effect_std_error"] < 0.1


def test_an_offset_is_added():
    frame = frame_of()
    options = {"outcome": "count", "distribution": "poisson", "controls": ["x"]}
    free = fit(panel_of(frame), **options)
    shifted = fit(panel_of(frame.assign(o=2.0)), offset="o", **options)
    before, after = (r.estimates["treated"].estimate for r in (free, shifted))
    assert after == pytest.approx(before, rel=1e-9)
    constants = [r.estimates["const"].estimate for r in (free, shifted)]
    assert constants[0] - constants[1] == pytest.approx(2)


def test_separation_is_refused_and_named():
    frame = frame_of()
    frame = frame.assign(yes=np.maximum(frame["yes"], frame["treated"]))
    with pytest.raises(ModelError, match=r"predicted perfectly by .*treated"):
        fit(panel_of(frame), outcome="yes", distribution="binomial", controls=["x"])


def test_answers_and_counts_only_where_they_are_needed():
    with pytest.raises(ModelError, match="other values than 0"):
        fit(panel_of(frame_of()), outcome="y", distribution="binomial")
    with pytest.raises(ModelError, match="negative"):
        fit(panel_of(frame_of()), outcome="y", distribution="poisson")


def test_no_pairs_have_no_correlation():
    with pytest.raises(ModelError, match="too few pairs") as refused:
        fit(panel_of(frame_of().drop_duplicates("child")))
    assert "independence" in refused.value.remedy


def test_an_impossible_working_correlation_is_refused():
    # siblings who are each other's opposite: corrected for what was fitted, below -1
    frame = pd.DataFrame({"child": range(60), "household": np.repeat(range(30), 2), "wave": 1})
    draw = np.random.default_rng(1)
    frame["treated"] = (draw.random(60) < 0.5).astype(float)
    frame["y"] = np.tile([-1.0, 1], 30) + 0.01 * draw.normal(size=60)
    with pytest.raises(ModelError, match="cannot have"):
        fit(make_panel(frame, person="child", levels={"h": "household"}), cluster=["h"])


def test_several_rows_at_a_wave_have_no_order():
    with pytest.raises(ModelError, match="several rows at the same wave"):
        fit(panel_of(frame_of()), cluster=["household"], correlation="ar1")


@pytest.mark.parametrize(
    "options",
    [
        {"weights": "w"},
        {"effects": ["person"]},
        {"covariance": "cr2"},
        {"covariance": "hc1"},
        {"exponentiate": True},
        {"cluster": ["person", "school"]},
    ],
)
def test_options_it_does_not_honour_are_refused(options):
    with pytest.raises(ValidationError, match="no place in generalised estimating equations"):
        Gee.model_validate({"name": "m", "outcome": "y", "treatment": "d", **options})
