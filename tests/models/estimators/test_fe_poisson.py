"""Worked by hand: three children, two waves, served at the second only.

Counts 1 then 3, 2 then 2, 0 then 0. The last child carries nothing. Given each total the served
wave's share is e^b / (1 + e^b): (3 + 2) of 8, so e^b = 5/3 and b = 0.5108. Expected at the second
wave 5/8 of 4 = 2.5 each; information 8 x 5/8 x 3/8 = 15/8: classical error sqrt(8/15) = 0.7303.
Scores of the two children 3 - 2.5 = 0.5 and 2 - 2.5 = -0.5: clustered (8/15)^2 x 0.5, root 0.3771,
times sqrt(2) with G/(G-1).
"""

from __future__ import annotations

import json
import math
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pyfixest
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.fe_poisson import FePoisson
from tests.simulate import make_panel

REFERENCE = Path(__file__).resolve().parents[2] / "reference" / "nonlinear"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text())["fe_poisson"]
COUNTS = [(1, 3), (2, 2), (0, 0)]


def panel_of(counts):
    rows = [
        (f"c{place}", wave, float(count), float(wave == 2))
        for place, pair in enumerate(counts)
        for wave, count in enumerate(pair, start=1)
    ]
    return make_panel(pd.DataFrame(rows, columns=["child_id", "wave", "y", "served"]))


def reference_frame():
    return pd.read_csv(REFERENCE / "panel.csv")


def reference_panel():
    levels = {"household": "household", "school": "school"}
    return make_panel(reference_frame(), person="child", levels=levels)


def fit(panel, **options):
    wanted = {"name": "m", "outcome": "y", "treatment": "served", "effects": ["person"], **options}
    return FePoisson.model_validate(wanted).fit(panel, seed=1, progress=Silent())


def fit_reference(**options):
    wanted = {"outcome": "count", "treatment": "treated", "controls": ["x"], **options}
    return fit(reference_panel(), **{"effects": ["person", "wave"], **wanted})


def test_three_children_by_hand():
    result = fit(panel_of(COUNTS))
    found = result.estimates["served"]
    assert found.estimate == pytest.approx(math.log(5 / 3), abs=1e-12)
    assert found.std_error == pytest.approx(math.sqrt(8 / 15), abs=1e-12)
    assert math.isinf(found.df)
    assert (result.n_people, result.statistics["n_always_zero"]) == (2, 1)
    left = result.flow.steps[-1]
    assert (left.reason, left.rows) == ("outcome always 0 within the person", 2)


def test_clustered_by_hand():
    options = {"cluster": ["person"], "small_sample": "no_k"}
    found = fit(panel_of(COUNTS), **options).estimates["served"]
    assert found.std_error == pytest.approx(8 / 15 * math.sqrt(0.5) * math.sqrt(2), abs=1e-12)
    assert found.df == 1


def test_rate_ratios():
    ratio = fit(panel_of(COUNTS), exponentiate=True).estimates["served"]
    assert ratio.estimate == pytest.approx(5 / 3)
    assert ratio.std_error == pytest.approx(5 / 3 * math.sqrt(8 / 15))


@pytest.mark.parametrize(
    ("case", "options"),
    [
        ("classical", {}),
        ("cr0_child", {"cluster": ["person"], "covariance": "cr0"}),
        ("cr0_household", {"cluster": ["household"], "covariance": "cr0"}),
        ("no_k_household", {"cluster": ["household"], "small_sample": "no_k"}),
        ("offset", {"cluster": ["household"], "covariance": "cr0", "offset": "log_exposure"}),
    ],
)
def test_r_glm_with_dummies(case, options):
    result = fit_reference(**options)
    found = [result.estimates[term] for term in ("treated", "x")]
    assert [f.estimate for f in found] == pytest.approx(GOLDEN[case]["coefficients"], rel=1e-8)
    assert [f.std_error for f in found] == pytest.approx(GOLDEN[case]["std_error"], rel=1e-8)


def test_pyfixest_in_its_default_convention():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the oracle's own, of pandas
        oracle = pyfixest.fepois(
            "count ~ treated + x + C(wave) | child",
            reference_frame(),
            vcov={"CRV1": "child"},
            iwls_tol=1e-12,
        )
    result = fit_reference(cluster=["person"])
    for term in ("treated", "x"):
        assert result.estimates[term].estimate == pytest.approx(oracle.coef()[term], rel=1e-7)
        assert result.estimates[term].std_error == pytest.approx(oracle.se()[term], rel=1e-7)


def test_accidents_of_ships():
    # Stata [XT] xtpoisson, fe with exposure(service): rate ratios and errors as printed
    frame = pd.read_csv(REFERENCE / "ships.csv")
    frame = frame.assign(log_service=np.log(frame["service"]))
    terms = ["op_75_79", "co_65_69", "co_70_74", "co_75_79"]
    panel = make_panel(frame, person="ship", levels={})
    result = fit(
        panel,
        outcome="accident",
        treatment=terms,
        offset="log_service",
        exponentiate=True,
    )
    printed = [
        (1.468831, 0.1737218),
        (2.008002, 0.3004803),
        (2.26693, 0.384865),
        (1.573695, 0.3669393),
    ]
    for term, (ratio, error) in zip(terms, printed, strict=True):
        assert result.estimates[term].estimate == pytest.approx(ratio, abs=1e-6)
        assert result.estimates[term].std_error == pytest.approx(error, abs=1e-6)
    assert result.n_rows == 34


def test_weights_that_are_whole_repeat_rows():
    frame = reference_frame()
    frame["w"] = 1.0 + frame["child"] % 3
    panel = make_panel(frame, person="child")
    options = {"outcome": "count", "treatment": "treated", "effects": ["person", "wave"]}
    weighted = fit(panel, weights="w", cluster=["person"], covariance="cr0", **options)
    repeated = frame.loc[frame.index.repeat(frame["w"].astype(int))].reset_index(drop=True)
    again = fit(make_panel(repeated, person="child"), **options)
    assert weighted.estimates["treated"].estimate == pytest.approx(
        again.estimates["treated"].estimate, rel=1e-9
    )


def test_values_that_are_not_whole_are_allowed_and_said():
    frame = reference_frame()
    frame["share"] = frame["count"] / 7
    result = fit(
        make_panel(frame, person="child"),
        outcome="share",
        treatment="treated",
        cluster=["person"],
        effects=["person", "wave"],
    )
    assert "not_counts" in [finding.code for finding in result.findings]
    whole = fit_reference(controls=[], cluster=["person"])
    assert result.estimates["treated"].std_error == pytest.approx(
        whole.estimates["treated"].std_error, rel=1e-9
    )


def test_overdispersion_is_said_of_a_classical_error_only():
    frame = reference_frame()
    frame["count"] = 10 * frame["count"]
    panel = make_panel(frame, person="child")
    options = {"outcome": "count", "treatment": "treated"}
    plain, clustered = fit(panel, **options), fit(panel, cluster=["person"], **options)
    assert "overdispersion" in [finding.code for finding in plain.findings]
    assert "overdispersion" not in [finding.code for finding in clustered.findings]
    assert plain.statistics["dispersion"] > 5


def test_negative_counts_are_refused():
    with pytest.raises(ModelError, match=r"negative in 1 row\."):
        fit(panel_of([(1, -1), (2, 3)]))


def test_zero_in_everybody_is_refused():
    with pytest.raises(ModelError) as refused:
        fit(panel_of([(0, 0), (0, 0)]))
    assert "is 0 in every row" in refused.value.why


def test_a_term_with_nothing_but_zeros_is_named():
    with pytest.raises(ModelError, match="predicted perfectly by served"):
        fit(panel_of([(1, 0), (3, 0), (2, 0)]))


def test_two_way_clusters_go_through():
    result = fit_reference(cluster=["person", "school"])
    assert result.n_clusters["school"] == 8
    assert result.estimates["treated"].df == 7


@pytest.mark.parametrize(
    "options",
    [
        {"weights": "w"},
        {"covariance": "cr2", "cluster": ["person"]},
        {"covariance": "hc2"},
        {"covariance": "hc1", "cluster": ["person"]},
        {"cluster": ["person", "wave", "school"]},
    ],
)
def test_options_it_does_not_honour_are_refused(options):
    with pytest.raises(ValidationError, match="no place in a fixed-effects Poisson"):
        FePoisson.model_validate({"name": "m", "outcome": "y", "treatment": "served", **options})


def test_no_effect_to_take_out_is_refused():
    with pytest.raises(ModelError, match="take out"):
        fit(panel_of(COUNTS), effects=[])
