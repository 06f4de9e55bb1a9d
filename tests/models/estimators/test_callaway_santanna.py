from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.callaway_santanna import CallawaySantanna
from studytool.models.estimators.did import Did
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.result import NotAvailable
from studytool.models.staggered.paths import FIRST
from tests.simulate import World, make_panel, simulate
from tests.staggered_world import staggered_panel, true_effect

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT / "tests/reference/staggered"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text(encoding="utf-8"))


def fit(panel, **options):
    asked = {"name": "m", "outcome": "y", "cohort": "first", **options}
    if "treatment" in options:
        del asked["cohort"]
    return CallawaySantanna(**asked).fit(panel, seed=1, progress=Silent())


def changed(panel, **columns):
    return replace(panel, frame=panel.frame.assign(**columns))


def kept(panel, rows):
    places = np.flatnonzero(rows)
    return replace(
        panel,
        frame=panel.frame.iloc[places].reset_index(drop=True),
        reasons=panel.reasons.iloc[places].reset_index(drop=True),
    )


PATHS = {"A": (2, 1, 4, 6), "B": (2, 2, 4, 8), "C": (3, 0, 1, 4), "D": (3, 1, 1, 3),
         "E": (0, 1, 2, 2), "F": (0, 3, 3, 4)}  # fmt: skip


def six_children():
    rows = [
        {"child_id": name, "wave": wave, "y": float(y), "first": float(first)}
        for name, (first, *values) in PATHS.items()
        for wave, y in enumerate(values, start=1)
    ]
    return make_panel(pd.DataFrame(rows), levels={})


@pytest.mark.parametrize("comparison", ["never", "not_yet"])
def test_by_hand(comparison):
    """Two children begin at wave 2, two at wave 3, two never.

    Changes from wave 1 to 2: A 3, B 2; C 1, D 0; E 1, F 0. From 1 to 3: A 5, B 6; E 1, F 1. From
    2 to 3: C 3, D 2; E 0, F 1.
    att[2,2] = 2.5 - .5 = 2; att[2,3] = 5.5 - 1 = 4.5; att[3,2] = .5 - .5 = 0; att[3,3] = 2.5 - .5.
    Cohorts are of one size, so event[0] = (2 + 2) / 2, event[1] = 4.5, event[-1] = 0; simple =
    (2 + 4.5 + 2) / 3; dynamic = (2 + 4.5) / 2; cohort[2] = 3.25, cohort[3] = 2, group 2.625;
    calendar[2] = 2, calendar[3] = (4.5 + 2) / 2 = 3.25, calendar 2.625.
    The two changes on either side of att[2,2] lie .5 from their mean: each moves it by .25, so its
    variance is 4 / 16 and its standard error .5 (cr0); with not_yet treated, C and D beside E and
    F, 2 / 16 + 4 (.5 / 4)^2 = 3 / 16.
    """
    found = fit(six_children(), comparison=comparison, covariance="cr0").estimates
    expected = {
        "att[2,2]": 2, "att[2,3]": 4.5, "att[3,2]": 0, "att[3,3]": 2,
        "event[-1]": 0, "event[0]": 2, "event[1]": 4.5, "simple": 8.5 / 3, "dynamic": 3.25,
        "cohort[2]": 3.25, "cohort[3]": 2, "group": 2.625,
        "calendar[2]": 2, "calendar[3]": 3.25, "calendar": 2.625,
    }  # fmt: skip
    told = {term: e.estimate for term, e in found.items()}
    assert told == pytest.approx(expected, abs=1e-12)
    variance = {"never": 1 / 4, "not_yet": 3 / 16}[comparison]
    assert found["att[2,2]"].std_error == pytest.approx(variance**0.5)


PRINTED = {
    "att[2004,2004]": -0.0105, "att[2004,2005]": -0.0704, "att[2004,2006]": -0.1373,
    "att[2004,2007]": -0.1008, "att[2006,2006]": -0.0046, "att[2006,2007]": -0.0412,
    "att[2007,2007]": -0.0261, "simple": -0.0400, "dynamic": -0.0772, "group": -0.0310,
    "calendar": -0.0417, "event[-3]": 0.0305, "event[-2]": -0.0006, "event[-1]": -0.0245,
    "event[0]": -0.0199, "event[1]": -0.0510, "event[2]": -0.1373, "event[3]": -0.1008,
}  # fmt: skip
"""Callaway and Sant'Anna's example (counties, minimum wage, teen employment) as R did prints it."""

ANALYTIC = {
    "att[2004,2004]": 0.02325104, "att[2004,2007]": 0.03435923, "att[2006,2006]": 0.01775520,
    "att[2007,2007]": 0.01665544, "simple": 0.01203401, "dynamic": 0.01996499,
    "group": 0.01244606, "calendar": 0.01597185, "event[-3]": 0.01503356,
    "event[0]": 0.01182636, "event[3]": 0.03435923,
}  # fmt: skip
"""Its analytic standard errors by R did and diff-diff; those in print (.0204 for dynamic) are of a
bootstrap."""


@pytest.fixture(scope="module")
def counties():
    frame = pd.read_csv(ROOT / "sample_data/published/mpdta.csv")
    return make_panel(frame, person="countyreal", wave="year", levels={})


def test_the_published_example(counties):
    result = fit(
        counties, outcome="lemp", cohort="first_treat", covariance="cr0", bands=True, level=0.95
    )
    for term, printed in PRINTED.items():
        assert result.estimates[term].estimate == pytest.approx(printed, abs=6e-5), term
    for term, error in ANALYTIC.items():
        assert result.estimates[term].std_error == pytest.approx(error, abs=1e-8), term
    assert (result.cohorts.people, result.cohorts.never) == ((20, 40, 131), 309)
    assert result.tests["pre_trends"].p == pytest.approx(0.168, abs=0.005)  # R did: 0.16812
    assert 2.4 < result.bands.critical["event"] < 2.8


TWO_WAYS = {
    "never": {},
    "not_yet": {"comparison": "not_yet"},
    "never_universal": {"base": "universal"},
    "not_yet_universal": {"comparison": "not_yet", "base": "universal"},
    "anticipation": {"anticipation": 1},
    "anticipation_not_yet": {"anticipation": 1, "comparison": "not_yet"},
    "clustered": {"cluster": ["household"], "covariance": "cr1"},
    "doubly_robust": {"controls": ["x"]},
    "outcome_regression": {"controls": ["x"], "method": "outcome_regression"},
    "ipw": {"controls": ["x"], "method": "ipw"},
    "outcome_regression_not_yet": {
        "controls": ["x"], "method": "outcome_regression", "comparison": "not_yet"
    },
    "ipw_not_yet": {"controls": ["x"], "method": "ipw", "comparison": "not_yet"},
}  # fmt: skip


def reference_panel(name, design="panel"):
    frame = pd.read_csv(REFERENCE / f"{name}.csv")
    return make_panel(frame, levels={"household": "hh_id"}, design=design)


def compare(result, golden, terms=""):
    compared = 0
    for term, (estimate, error) in golden.items():
        if term.startswith(terms):
            found = result.estimates[term]
            assert found.estimate == pytest.approx(estimate, rel=1e-9, abs=1e-9), term
            assert found.std_error == pytest.approx(error, rel=1e-7), term
            compared += 1
    return compared


@pytest.mark.parametrize("case", TWO_WAYS)
def test_the_reference_on_a_balanced_panel(case):
    result = fit(reference_panel("panel"), **{"covariance": "cr0", **TWO_WAYS[case]})
    overall = ("att", "event") if case.startswith("anticipation") else ("",)
    golden = GOLDEN["panel"][case]
    compared = sum(compare(result, golden, terms) for terms in overall)
    assert compared >= 12
    missing = {term for term in golden if term not in result.estimates}
    assert not missing


@pytest.mark.parametrize("case", ["never", "not_yet"])
def test_the_reference_on_a_panel_with_gaps(case):
    result = fit(reference_panel("gaps"), covariance="cr0", **TWO_WAYS[case])
    golden = GOLDEN["gaps"][case]
    assert compare(result, golden, "att") + compare(result, golden, "cohort") >= 12


@pytest.mark.parametrize(
    ("case", "options"),
    [
        ("plain", {}),
        ("not_yet", {"comparison": "not_yet"}),
        ("ipw", {"controls": ["x"], "method": "ipw"}),
    ],
)
def test_the_reference_on_cross_sections(case, options):
    panel = reference_panel("sections", design="cross_sections")
    result = fit(panel, covariance="cr0", **options)
    assert compare(result, GOLDEN["sections"][case]) >= 20
    assert "different people" in result.equation


def test_with_two_waves_it_is_did_and_fixed_effects():
    panel = simulate(World(waves=2, effect=0.5), 3)
    ours = fit(panel, treatment="visited").estimates["simple"]
    did = Did(name="d", outcome="y", treatment="visited", cluster=["person"])
    fixed = FixedEffects(name="f", outcome="y", treatment="visited", cluster=["person"])
    for other in (did, fixed):
        found = other.fit(panel, seed=1, progress=Silent()).estimates["visited"]
        assert ours.estimate == pytest.approx(found.estimate, rel=1e-10)


def test_true_effects_by_cohort_and_wave_are_found():
    panel = staggered_panel(seed=5, children=6000, noise=0.5)
    for comparison in ("never", "not_yet"):
        result = fit(panel, comparison=comparison)
        for (cohort, wave), term in result.cohorts.terms.items():
            found = result.estimates[term]
            truth = true_effect(int(cohort), int(wave))
            assert abs(found.estimate - truth) < 4 * found.std_error, term
            assert found.std_error < 0.06


def test_standard_errors_cluster_where_they_are_asked_to():
    """Siblings are copies of each other: by household the variance doubles, by person it halves."""
    panel = staggered_panel(seed=2, children=120, siblings=2)
    first = panel.frame.groupby(["hh_id", "wave"])["y"].transform("first")
    panel = changed(panel, y=first)
    one = kept(panel, panel.frame["child_id"].isin(panel.frame.groupby("hh_id")["child_id"].min()))
    alone = fit(one, covariance="cr0").estimates
    together = fit(panel, cluster=["household"], covariance="cr0")
    apart = fit(panel, covariance="cr0").estimates
    assert together.n_clusters == {"household": 60}
    for term in ("simple", "event[0]", "att[2004,2006]", "group", "calendar"):
        found = together.estimates[term].std_error
        assert found == pytest.approx(alone[term].std_error, rel=1e-10)
        assert found == pytest.approx(2**0.5 * apart[term].std_error, rel=1e-10)


def test_bands_hold_together_and_come_from_the_seed():
    panel = staggered_panel(seed=1)
    first, second = (
        fit(panel, bands=True, cluster=["household"]),
        fit(panel, draws=999, cluster=["household"]),
    )
    assert first.bands == second.bands
    assert first.bands.draws == 999
    for term, low in first.bands.low.items():
        found = first.estimates[term]
        assert low < found.low < found.estimate < found.high < first.bands.high[term]
    assert "simple" not in first.bands.low
    assert set(first.path.terms) <= set(first.bands.low)
    assert fit(panel).bands is None


def test_universal_base_has_its_reference_and_a_path():
    result = fit(staggered_panel(seed=1), base="universal", anticipation=1)
    assert result.path.references == (-2,)
    assert isinstance(result.estimates["event[-2]"], NotAvailable)
    assert result.path.leads
    assert result.path.people[result.path.times.index(-2)] == 40


def test_a_window_limits_the_path():
    result = fit(staggered_panel(seed=1), window=(-1, 1))
    assert result.path.times == (-1, 0, 1)
    both = [result.estimates[f"event[{time}]"].estimate for time in (0, 1)]
    assert result.estimates["dynamic"].estimate == pytest.approx(np.mean(both))
    assert result.shown == ("simple", "event[-1]", "event[0]", "event[1]")


def test_incomplete_people_are_kept_or_dropped_and_counted():
    panel = staggered_panel(seed=3, attrition=0.15, children=120)
    whole = panel.frame.groupby("child_id")["wave"].transform("size") == 5
    keep, drop = fit(panel), fit(panel, unbalanced="drop")
    assert drop.n_people == panel.frame.loc[whole, "child_id"].nunique()
    assert [step.reason for step in drop.flow.steps] == ["not in every wave of the sample"]
    assert drop.n_rows == int(whole.sum()) < keep.n_rows
    (told,) = [f for f in keep.findings if f.code == "incomplete_people"]
    short = keep.n_people - drop.n_people
    assert told.message.startswith(f"{short} of {keep.n_people} people")
    assert not drop.findings
    assert drop.estimates["simple"].estimate == pytest.approx(
        fit(kept(panel, whole)).estimates["simple"].estimate, rel=1e-12
    )


def test_rows_that_compare_with_nothing_are_counted():
    panel = staggered_panel(seed=3)
    who = panel.frame["child_id"].unique()[0]
    alone = (panel.frame["child_id"] != who) | (panel.frame["wave"] == 2003)
    result = fit(kept(panel, alone))
    (step,) = result.flow.steps
    assert (step.rows, step.people, step.by_method) == (1, 1, True)
    assert result.n_people == 59


def test_one_cohort_and_one_wave_before():
    panel = staggered_panel(seed=1, cohorts=(0, 2003))
    panel = kept(panel, panel.frame["wave"] < 2006)
    panel = changed(panel, first=panel.frame["first"].where(panel.frame["first"] != 2003, 2003.0))
    result = fit(panel)
    assert [f.code for f in result.findings] == ["parallel_trends_untestable"]
    assert result.tests["pre_trends"].p is None
    assert result.path.times == (0, 1)


def test_everyone_treated_by_the_last_wave():
    panel = staggered_panel(seed=1, cohorts=(2004, 2006))
    with pytest.raises(ModelError, match="never treated") as refused:
        fit(panel)
    assert "not_yet" in refused.value.remedy
    result = fit(panel, comparison="not_yet")
    assert result.estimates["simple"].estimate == result.estimates["att[2004,2004]"].estimate
    (finding,) = [f for f in result.findings if f.code == "cells_missing"]
    assert "att[2004,2006], att[2004,2007], att[2006,2004], att[2006,2006]" in finding.message
    assert "nobody is left to compare with" in finding.message
    assert "att[2006,2006]" not in result.estimates
    assert result.cohorts.never == 0


def test_everyone_treated_at_one_wave_is_refused():
    panel = staggered_panel(seed=1, cohorts=(2004,))
    for comparison in ("never", "not_yet"):
        with pytest.raises(ModelError, match="same wave") as refused:
            fit(panel, comparison=comparison)
        assert refused.value.remedy


def test_a_cohort_of_one_child_has_no_estimates_of_its_own():
    panel = staggered_panel(seed=1)
    who = panel.frame.loc[panel.frame["first"] == 2006, "child_id"].unique()[1:]
    result = fit(kept(panel, ~panel.frame["child_id"].isin(who)))
    assert isinstance(result.estimates["att[2006,2006]"], NotAvailable)
    assert isinstance(result.estimates["cohort[2006]"], NotAvailable)
    assert "one person" in result.estimates["cohort[2006]"].reason
    assert result.estimates["simple"].std_error > 0
    (finding,) = [f for f in result.findings if f.code == "small_cohorts"]
    assert "1 at wave 2006" in finding.message
    assert "fewer than 5 at wave 2006" in finding.told(5).message
    assert "att[2006,2006]" not in result.terms


def test_first_treated_before_the_first_wave_is_set_aside():
    panel = staggered_panel(seed=1)
    early = panel.frame["first"] == 2006
    before = changed(panel, first=panel.frame["first"].where(~early, 1999.0))
    at_first = changed(panel, first=panel.frame["first"].where(~early, 2001.0))
    without = fit(kept(panel, ~early)).estimates["simple"]
    for moved, words in ((before, "already treated at the first wave"), (at_first, FIRST)):
        result = fit(moved)
        assert result.estimates["simple"].estimate == pytest.approx(without.estimate, rel=1e-12)
        assert words in result.flow.steps[0].reason
        assert result.flow.steps[0].people == 20


@pytest.mark.parametrize("method", ["doubly_robust", "ipw"])
def test_a_covariate_that_separates_cohorts_is_refused(method):
    panel = staggered_panel(seed=1)
    apart = changed(panel, apart=panel.frame["x"] + 50 * (panel.frame["first"] == 2004))
    with pytest.raises(ModelError, match="without exception") as refused:
        fit(apart, controls=["apart"], method=method)
    assert "began at wave 2004" in refused.value.why
    assert refused.value.remedy


def test_a_prediction_beyond_what_was_seen_is_told_of():
    panel = staggered_panel(seed=1)
    apart = changed(panel, apart=panel.frame["x"] + 50 * (panel.frame["first"] == 2004))
    result = fit(apart, controls=["apart"], method="outcome_regression")
    (finding,) = [f for f in result.findings if f.code == "no_overlap"]
    assert "att[2004,2004]" in finding.message
    assert "att[2006" not in finding.message
    usual = fit(panel, controls=["x"], method="outcome_regression")
    assert not usual.findings


def test_anticipation_before_the_first_wave_leaves_a_cohort_out():
    panel = staggered_panel(seed=1, cohorts=(0, 2003, 2006))
    result = fit(panel, anticipation=1)
    (finding,) = [f for f in result.findings if f.code == "cells_missing"]
    assert "att[2003,2003]" in finding.message
    assert "no wave of the data lies before its start" in finding.message
    assert "cohort[2003]" not in result.estimates
    assert result.estimates["simple"].estimate == result.estimates["cohort[2006]"].estimate


def test_a_control_without_variation_among_the_others_is_refused():
    panel = staggered_panel(seed=1)
    flat = changed(panel, flat=panel.frame["x"].where(panel.frame["first"] > 0, 0.0))
    with pytest.raises(ModelError, match='"flat" does not vary'):
        fit(flat, controls=["flat"])


def test_an_amount_a_cohort_that_moves_and_a_start_that_ends_are_refused():
    panel = staggered_panel(seed=1)
    with pytest.raises(ModelError, match="other values than 0 and 1"):
        fit(changed(panel, dose=2 * panel.frame["treated"]), treatment="dose")
    moving = panel.frame["first"].where(panel.frame["wave"] < 2006, 2007.0)
    with pytest.raises(ModelError, match="changes within people"):
        fit(changed(panel, first=moving))


def test_people_who_change_clusters_are_told_of():
    panel = staggered_panel(seed=1)
    who = panel.frame["child_id"] == panel.frame["child_id"].iloc[0]
    last = who & (panel.frame["wave"] == 2007)
    moved = changed(panel, hh_id=panel.frame["hh_id"].where(~last, "H9999"))
    result = fit(moved, cluster=["household"])
    assert [f.code for f in result.findings] == ["cluster_changes"]
    stayed = fit(panel, cluster=["household"]).estimates["simple"].std_error
    assert result.estimates["simple"].std_error == pytest.approx(stayed, rel=0.02)


def test_weights_count_people_as_often():
    """A weight of 2 is the person twice."""
    panel = staggered_panel(seed=1)
    double = panel.frame["child_id"].isin(panel.frame["child_id"].unique()[::3])
    twice = pd.concat(
        [panel.frame, panel.frame[double].assign(child_id=lambda f: f["child_id"] + "b")]
    ).sort_values(["child_id", "wave"])
    weighted = fit(changed(panel, w=1.0 + double), weights="w", controls=["x"]).estimates
    repeated = fit(make_panel(twice), controls=["x"]).estimates
    for term in ("simple", "event[1]", "group", "calendar", "att[2004,2006]"):
        assert weighted[term].estimate == pytest.approx(repeated[term].estimate, rel=1e-9)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"covariance": "cr2"}, "no place"),
        ({"covariance": "classical"}, "no place"),
        ({"cluster": ["household", "school"]}, "no place"),
        ({"effects": ["person"]}, "no place"),
        ({"small_sample": "all_effects"}, "no place"),
        ({"comparison": "everyone"}, "never"),
    ],
)
def test_options_it_does_not_honour_are_refused(options, words):
    with pytest.raises(ValidationError, match=words):
        fit(staggered_panel(seed=1), **options)
