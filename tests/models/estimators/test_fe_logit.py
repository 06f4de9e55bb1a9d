"""Worked by hand: nine children, two waves, served at the second only.

A child whose answer changes says yes either at the first wave or at the second. Given one yes in
two rows, Pr(yes when served) = e^b / (1 + e^b). Four children change to yes, two to no, one always
says yes, two never: of six who carry the estimate four changed to yes, so e^b = 4/2, b = log 2 =
0.693, and the information is 6 x 2/3 x 1/3 = 4/3: standard error sqrt(3/4) = 0.866. Clustered by
child: scores 1/3 (four times) and -2/3 (twice), squares 4/9 + 8/9 = 4/3, times the bread twice:
(3/4)^2 x 4/3 = 3/4 again, times 6/5.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from linearmodels.datasets import wage_panel
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.fe_logit import FeLogit
from studytool.models.result import NotAvailable
from tests.simulate import make_panel

REFERENCE = Path(__file__).resolve().parents[2] / "reference" / "nonlinear"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text())["fe_logit"]
PAIRS = [(0, 1)] * 4 + [(1, 0)] * 2 + [(1, 1)] + [(0, 0)] * 2


def panel_of(pairs):
    rows = [
        (f"c{place:04d}", wave, float(answer), float(wave == 2))
        for place, pair in enumerate(pairs)
        for wave, answer in enumerate(pair, start=1)
    ]
    return make_panel(pd.DataFrame(rows, columns=["child_id", "wave", "y", "served"]))


def reference_panel():
    frame = pd.read_csv(REFERENCE / "panel.csv")
    levels = {"household": "household", "school": "school"}
    return make_panel(frame, person="child", levels=levels)


def fit(panel, **options):
    wanted = {"name": "m", "outcome": "y", "treatment": "served", "effects": ["person"], **options}
    return FeLogit.model_validate(wanted).fit(panel, seed=1, progress=Silent())


def test_nine_children_by_hand():
    result = fit(panel_of(PAIRS))
    found = result.estimates["served"]
    assert found.estimate == pytest.approx(math.log(2), abs=1e-12)
    assert found.std_error == pytest.approx(math.sqrt(3 / 4), abs=1e-12)
    assert math.isinf(found.df)
    assert found.p == pytest.approx(0.42349, abs=1e-5)
    assert result.statistics["n_carrying"] == 6
    assert result.statistics["n_never_changing"] == 3
    assert result.statistics["log_likelihood"] == pytest.approx(
        4 * math.log(2 / 3) + 2 * math.log(1 / 3)
    )
    left = result.flow.steps[-1]
    assert (left.reason, left.rows, left.people) == (
        "outcome never changes within the person",
        6,
        3,
    )
    assert "6 of the 9 people" in result.findings[-1].message


def test_clustered_by_hand():
    found = fit(panel_of(PAIRS), cluster=["person"])
    assert found.estimates["served"].std_error == pytest.approx(math.sqrt(3 / 4 * 6 / 5))
    assert found.estimates["served"].df == 5
    assert found.n_clusters == {"person": 6}
    raw = fit(panel_of(PAIRS), cluster=["person"], covariance="cr0").estimates["served"]
    assert raw.std_error == pytest.approx(math.sqrt(3 / 4))


def test_odds_ratios_are_exponentiated_with_their_interval():
    plain = fit(panel_of(PAIRS))
    ratio = fit(panel_of(PAIRS), exponentiate=True)
    b, r = plain.estimates["served"], ratio.estimates["served"]
    assert r.estimate == pytest.approx(2)
    assert (r.low, r.high) == pytest.approx((math.exp(b.low), math.exp(b.high)))
    assert r.std_error == pytest.approx(2 * b.std_error)
    assert r.p == b.p
    assert plain.convention.endswith("estimates are logarithms of odds ratios")
    assert ratio.convention.endswith("estimates are odds ratios")
    assert ratio.covariance[0, 0] == pytest.approx(4 * plain.covariance[0, 0])


@pytest.mark.parametrize(
    ("case", "options"),
    [
        ("classical", {}),
        ("cr0_child", {"cluster": ["person"], "covariance": "cr0"}),
        ("cr0_household", {"cluster": ["household"], "covariance": "cr0"}),
    ],
)
def test_survival_clogit(case, options):
    result = fit(
        reference_panel(),
        outcome="yes",
        treatment="treated",
        controls=["x"],
        effects=["person", "wave"],
        **options,
    )
    found = [result.estimates[term] for term in ("treated", "x")]
    wanted = GOLDEN[case]
    assert [f.estimate for f in found] == pytest.approx(wanted["coefficients"], rel=1e-7)
    assert [f.std_error for f in found] == pytest.approx(wanted["std_error"], rel=1e-7)
    assert result.statistics["log_likelihood"] == pytest.approx(GOLDEN["log_likelihood"], rel=1e-10)


def test_cr1_is_cr0_times_g_over_g_less_one():
    options = {"outcome": "yes", "treatment": "treated", "cluster": ["household"]}
    raw = fit(reference_panel(), covariance="cr0", **options)
    scaled = fit(reference_panel(), **options)
    count = raw.n_clusters["household"]
    assert scaled.covariance == pytest.approx(raw.covariance * count / (count - 1))
    assert scaled.estimates["treated"].df == count - 1


def test_union_membership_of_married_men():
    # R clogit on the wage panel of Vella and Verbeek (1998): 0.29536 (0.16529)
    panel = make_panel(wage_panel.load(), person="nr", wave="year", levels={})
    result = fit(panel, outcome="union", treatment="married", controls=["expersq", "hours"])
    found = result.estimates["married"]
    assert found.estimate == pytest.approx(0.29536, abs=5e-6)
    assert found.std_error == pytest.approx(0.16529, abs=5e-6)
    assert result.n_people == 545 - 299


def test_a_term_that_predicts_the_outcome_is_named():
    panel = panel_of([(0, 1)] * 5 + [(0, 0)] * 3)
    with pytest.raises(ModelError, match="predicted perfectly by served"):
        fit(panel)


def test_two_terms_that_predict_the_outcome_together_are_named():
    draw = np.random.default_rng(1)
    frame = pd.DataFrame(
        {"child_id": np.repeat(np.arange(40), 3), "wave": np.tile([1, 2, 3], 40)}
    ).assign(a=draw.normal(size=120), b=draw.normal(size=120))
    apart = frame["a"] - frame["b"]
    noisy = frame.assign(y=(apart + draw.normal(size=120) > 0).astype(float))
    assert fit(make_panel(noisy), treatment="a", controls=["b"]).estimates["a"].estimate > 0
    exact = frame.assign(y=(apart > 0).astype(float))
    with pytest.raises(ModelError, match="predicted perfectly by b, a"):
        fit(make_panel(exact), treatment="a", controls=["b"])


def test_answers_other_than_yes_and_no_are_refused():
    with pytest.raises(ModelError, match="other values than 0"):
        fit(panel_of([(1, 2), (0, 1)]))


def test_nobody_changing_is_refused():
    with pytest.raises(ModelError) as refused:
        fit(panel_of([(1, 1), (0, 0)]))
    assert "never changes" in refused.value.why
    assert refused.value.remedy


def test_a_treatment_that_never_changes_is_refused():
    panel = reference_panel()
    frame = panel.frame.assign(girl=panel.frame["child"] % 2)
    with pytest.raises(ModelError, match="never changes within a person"):
        fit(make_panel(frame, person="child"), outcome="yes", treatment="girl")


def test_clusters_that_cut_through_people_are_refused():
    panel = reference_panel()
    frame = panel.frame.assign(place=panel.frame["wave"] % 2 + panel.frame["school"])
    with pytest.raises(ModelError, match="several clusters"):
        fit(
            make_panel(frame, person="child"), outcome="yes", treatment="treated", cluster=["place"]
        )


def test_effects_that_repeat_the_person_are_left_out():
    panel = reference_panel()
    options = {"outcome": "yes", "treatment": "treated"}
    once = fit(panel, **options).estimates["treated"]
    again = fit(panel, effects=["person", "school"], **options).estimates["treated"]
    assert again.estimate == pytest.approx(once.estimate, rel=1e-12)


def test_no_effect_to_condition_on_is_refused():
    with pytest.raises(ModelError, match="condition on"):
        fit(panel_of(PAIRS), effects=[])


def test_a_control_that_is_the_same_at_every_wave_is_named():
    panel = reference_panel()
    result = fit(panel, outcome="yes", treatment="treated", controls=["household"])
    assert isinstance(result.estimates["household"], NotAvailable)


@pytest.mark.parametrize(
    "options",
    [
        {"weights": "w"},
        {"covariance": "cr2", "cluster": ["person"]},
        {"covariance": "hc1"},
        {"covariance": "cr1"},
        {"covariance": "classical", "cluster": ["person"]},
        {"cluster": ["person", "wave"]},
        {"small_sample": "all_effects", "cluster": ["person"]},
    ],
)
def test_options_it_does_not_honour_are_refused(options):
    with pytest.raises(ValidationError, match="no place in a fixed-effects logit"):
        FeLogit.model_validate({"name": "m", "outcome": "y", "treatment": "served", **options})
