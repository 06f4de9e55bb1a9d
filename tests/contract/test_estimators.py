"""What every estimator owes, asked of each one that is registered."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError
from scipy.special import ndtr
from scipy.stats import kstest

import studytool.models.estimators
from studytool.core.errors import ModelError
from studytool.core.progress import Cancelled, Silent
from studytool.core.spec import kinds
from studytool.models.result import Estimate, NotAvailable
from studytool.models.spec import ModelSpec
from tests.simulate import World, simulate

ROOT = Path(__file__).resolve().parent.parent.parent
ESTIMATORS = kinds(ModelSpec, studytool.models.estimators)


@dataclass(frozen=True)
class Recipe:
    """Where an estimator's own assumptions hold, and what it must then find."""

    world: World
    term: str
    truth: float
    options: dict[str, Any] = field(default_factory=dict)
    outcome: str = "y"


RECIPES = {
    "pooled": Recipe(
        World(effect=0.5, siblings=2, household=0.2, unit="household"),
        "offered",
        0.5,
        {"treatment": "offered", "where": "wave == 3", "cluster": ["household"]},
    ),
    "fixed_effects": Recipe(
        World(effect=0.5, assignment="level", attrition=0.1),
        "visited",
        0.5,
        {"treatment": "visited", "cluster": ["person"]},
    ),
    "did": Recipe(
        World(effect=0.5, assignment="level", attrition=0.1),
        "offered:post",
        0.5,
        {"treatment": "offered", "post": [2, 3], "cluster": ["person"]},
    ),
    "first_difference": Recipe(
        World(effect=0.5, assignment="level", attrition=0.1),
        "visited",
        0.5,
        {"treatment": "visited"},
    ),
    "between": Recipe(
        World(effect=0.5, children=160),
        "offered",
        0.5 * 2 / 3,
        {"treatment": "offered"},
    ),
    "random_effects": Recipe(
        World(effect=0.5, attrition=0.1),
        "visited",
        0.5,
        {"treatment": "visited", "effects": ["wave"]},
    ),
    "mundlak": Recipe(
        World(effect=0.5, assignment="level", attrition=0.1),
        "visited",
        0.5,
        {"treatment": "visited", "effects": ["wave"], "cluster": ["person"]},
    ),
    "event_study": Recipe(
        World(effect=0.5, assignment="level", attrition=0.1),
        "event[0]",
        0.5,
        {"treatment": "visited", "cluster": ["person"]},
    ),
    "dose_response": Recipe(
        World(effect=0.5, assignment="level", attrition=0.1),
        "visits[1 to <2]",
        0.5,
        {"treatment": "visits", "shape": "bins", "bins": [1, 2, 3], "cluster": ["person"]},
    ),
    "ancova": Recipe(
        World(effect=0.5, assignment="score", attrition=0.1),
        "offered",
        0.5,
        {"treatment": "offered"},
    ),
    "paired": Recipe(
        World(trend=-0.3), "change", float(ndtr(-0.6) - 0.5), {"waves": [1, 3]}, outcome="yes"
    ),
    "fe_logit": Recipe(
        World(effect=0.5, rho=0.2, waves=6, share=0.5),
        "visited",
        0.5,
        {"treatment": "visited", "cluster": ["person"]},
        outcome="ill",
    ),
    "fe_poisson": Recipe(
        World(effect=0.5, rho=0.3, share=0.5),
        "visited",
        0.5,
        {"treatment": "visited", "cluster": ["person"]},
        outcome="days",
    ),
    "rd": Recipe(
        World(effect=0.5, assignment="score", children=240),
        "jump",
        0.5,
        {"running": "above", "cutoff": 0.0, "bandwidth": 2.5, "where": "wave == 3"},
    ),
    "gee": Recipe(
        World(effect=0.5, attrition=0.05),
        "visited",
        0.5,
        {"treatment": "visited", "controls": ["C(wave)"], "cluster": ["person"]},
    ),
    "mixed": Recipe(
        World(effect=0.5, attrition=0.05),
        "visited",
        0.5,
        {"treatment": "visited", "controls": ["C(wave)"]},
    ),
    "sun_abraham": Recipe(
        World(effect=0.5, assignment="level", attrition=0.1),
        "simple",
        0.5,
        {"treatment": "visited", "cluster": ["person"]},
    ),
    "etwfe": Recipe(
        World(effect=0.5, assignment="level", attrition=0.1),
        "simple",
        0.5,
        {"treatment": "visited", "cluster": ["person"]},
    ),
    "stacked": Recipe(
        World(effect=0.5, assignment="level", attrition=0.1),
        "simple",
        0.5,
        {"treatment": "visited", "cluster": ["person"]},
    ),
    "goodman_bacon": Recipe(
        World(effect=0.5, assignment="level"),
        "twfe",
        0.5,
        {"treatment": "visited", "unbalanced": "drop"},
    ),
    "synthetic_did": Recipe(
        World(effect=0.5, assignment="level", share=0.2),
        "att",
        0.5,
        {"treatment": "visited", "unbalanced": "drop", "draws": 99},
    ),
    "callaway_santanna": Recipe(
        World(effect=0.5, assignment="level", attrition=0.1),
        "simple",
        0.5,
        {"treatment": "visited", "cluster": ["person"]},
    ),
}
WITH_TREATMENT = [kind for kind in ESTIMATORS if "treatment" in RECIPES[kind].options]
CONTROLLED = [kind for kind in WITH_TREATMENT if "controls" not in ESTIMATORS[kind].unused]
SCALED = [kind for kind in WITH_TREATMENT if "scale" in ESTIMATORS[kind].properties]
WITHOUT_WEIGHTS = [kind for kind in WITH_TREATMENT if "weights" in ESTIMATORS[kind].unused]
CLUSTERED = [
    kind for kind in WITH_TREATMENT if kind != "mixed" and "cluster" not in ESTIMATORS[kind].unused
]
WEIGHTED = [kind for kind in WITH_TREATMENT if kind not in WITHOUT_WEIGHTS]


def model(kind, **changes):
    recipe = RECIPES[kind]
    options = {"name": "m", "outcome": recipe.outcome, **recipe.options, **changes}
    return ESTIMATORS[kind].model_validate(options)


def fit(kind, panel, **changes):
    return model(kind, **changes).fit(panel, seed=1, progress=Silent())


def with_column(panel, **columns):
    return replace(panel, frame=panel.frame.assign(**columns))


def bits(result):
    numbers = [
        (term, *(float(getattr(e, f)).hex() for f in ("estimate", "std_error", "p", "low", "high")))
        for term, e in result.estimates.items()
        if isinstance(e, Estimate)
    ]
    statistics = [(name, float(value).hex()) for name, value in result.statistics.items()]
    return [numbers, result.covariance.tobytes().hex(), statistics, result.equation]


def test_every_estimator_has_a_recipe():
    assert set(RECIPES) == set(ESTIMATORS)


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_recovers_the_truth_in_a_large_sample(kind):
    recipe = RECIPES[kind]
    panel = simulate(replace(recipe.world, children=6_000), 11)
    found = fit(kind, panel).estimates[recipe.term]
    assert abs(found.estimate - recipe.truth) < 4 * found.std_error
    assert found.std_error < 0.06


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_intervals_hold_the_truth_about_95_times_in_100(kind):
    recipe = RECIPES[kind]
    held = 0
    for seed in range(200):
        found = fit(kind, simulate(recipe.world, seed)).estimates[recipe.term]
        held += found.low <= recipe.truth <= found.high
    assert 180 <= held <= 198


@pytest.mark.slow
@pytest.mark.parametrize("kind", [k for k in ESTIMATORS if "uniform_p" in ESTIMATORS[k].properties])
def test_p_values_are_uniform_where_there_is_no_effect(kind):
    recipe = RECIPES[kind]
    still = replace(recipe.world, effect=0.0)
    p = [fit(kind, simulate(still, 10_000 + s)).estimates[recipe.term].p for s in range(200)]
    assert 0.01 <= np.mean(np.array(p) < 0.05) <= 0.10
    assert kstest(p, "uniform").pvalue > 0.001


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_the_order_of_rows_does_not_reach_a_number(kind):
    panel = simulate(RECIPES[kind].world, 3)
    order = np.random.default_rng(0).permutation(len(panel.frame))
    shuffled = replace(
        panel,
        frame=panel.frame.iloc[order].reset_index(drop=True),
        reasons=panel.reasons.iloc[order].reset_index(drop=True),
    )
    assert bits(fit(kind, panel)) == bits(fit(kind, shuffled))


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_names_of_people_do_not_reach_an_estimate(kind):
    panel = simulate(RECIPES[kind].world, 3)
    renamed = with_column(panel, child_id=panel.frame["child_id"].str[::-1])
    before, after = (fit(kind, p).estimates[RECIPES[kind].term] for p in (panel, renamed))
    assert after.estimate == pytest.approx(before.estimate, rel=1e-10)
    assert after.std_error == pytest.approx(before.std_error, rel=1e-10)


@pytest.mark.parametrize("kind", SCALED)
def test_estimates_scale_with_the_outcome_and_ignore_its_origin(kind):
    panel = simulate(RECIPES[kind].world, 3)
    moved = with_column(panel, y=10 * panel.frame["y"] + 50)
    before, after = (fit(kind, p).estimates[RECIPES[kind].term] for p in (panel, moved))
    for name in ("estimate", "std_error", "low", "high"):
        assert getattr(after, name) == pytest.approx(10 * getattr(before, name), rel=1e-8)
    assert after.p == pytest.approx(before.p, rel=1e-8)


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_inputs_are_left_as_they_were(kind):
    panel = simulate(RECIPES[kind].world, 3)
    frame, reasons = panel.frame.copy(deep=True), panel.reasons.copy(deep=True)
    fit(kind, panel)
    pd.testing.assert_frame_equal(panel.frame, frame)
    pd.testing.assert_frame_equal(panel.reasons, reasons)


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_same_seed_same_bits_and_the_flow_adds_up(kind):
    panel = simulate(RECIPES[kind].world, 3)
    first, second = fit(kind, panel), fit(kind, panel)
    assert bits(first) == bits(second)
    flow = first.flow
    assert flow.rows - sum(step.rows for step in flow.steps) == flow.used_rows == first.n_rows
    places = [place for step in flow.steps for place in step.index]
    assert len(places) == len(set(places)) == flow.rows - flow.used_rows
    assert flow.people - sum(step.people for step in flow.steps) == flow.used_people


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_the_result_says_what_it_is(kind):
    result = fit(kind, simulate(RECIPES[kind].world, 3))
    assert result.kind == kind
    assert RECIPES[kind].term in result.shown
    assert result.convention
    assert result.outcome in result.equation
    assert result.covariance.shape == (len(result.terms), len(result.terms))
    for place, term in enumerate(result.terms):
        expected = result.estimates[term].std_error ** 2
        assert result.covariance[place, place] == pytest.approx(expected)


def test_hash_seeds_do_not_reach_a_number():
    program = (
        "import hashlib, tests.contract.test_estimators as t\n"
        "for kind, recipe in t.RECIPES.items():\n"
        "    text = repr(t.bits(t.fit(kind, t.simulate(recipe.world, 3))))\n"
        "    print(kind, hashlib.sha256(text.encode()).hexdigest())"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "4242")
    )
    assert first == second
    assert len(first.splitlines()) == len(ESTIMATORS)


class Stop:
    """Progress that is cancelled at one step."""

    def __init__(self, at):
        self.at, self.seen = at, 0

    def step(self, message, done, total):
        assert message
        assert 0 <= done < total
        self.seen += 1
        if self.seen == self.at:
            raise Cancelled


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_cancelling_is_honoured_at_every_step(kind):
    panel = simulate(RECIPES[kind].world, 3)
    watching = Stop(at=0)
    model(kind).fit(panel, seed=1, progress=watching)
    assert watching.seen >= 2
    for at in range(1, watching.seen + 1):
        with pytest.raises(Cancelled):
            model(kind).fit(panel, seed=1, progress=Stop(at))


@pytest.mark.parametrize("kind", CLUSTERED)
def test_one_cluster_is_refused(kind):
    panel = with_column(simulate(RECIPES[kind].world, 3), country="ZA")
    with pytest.raises(ModelError, match="one cluster"):
        fit(kind, panel, cluster=["country"])


@pytest.mark.parametrize("kind", WITH_TREATMENT)
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_nobody_treated_and_everybody_treated_are_refused(kind, value):
    panel = simulate(RECIPES[kind].world, 3)
    name = RECIPES[kind].options["treatment"]
    with pytest.raises(ModelError) as refused:
        fit(kind, with_column(panel, **{name: value}))
    assert refused.value.remedy


@pytest.mark.parametrize("kind", CONTROLLED)
def test_a_control_that_repeats_the_treatment_is_refused(kind):
    panel = simulate(RECIPES[kind].world, 3)
    lead = RECIPES[kind].options["treatment"]
    values = panel.frame[lead]
    if kind == "did":
        values = values * (panel.frame["wave"] > 1)
    with pytest.raises(ModelError, match="repeats"):
        fit(kind, with_column(panel, copy=3 - 2 * values), controls=["copy"])


@pytest.mark.parametrize("kind", CONTROLLED)
def test_a_control_that_repeats_another_is_left_out_and_named(kind):
    panel = simulate(RECIPES[kind].world, 3)
    noise = np.random.default_rng(0).normal(size=len(panel.frame))
    panel = with_column(panel, first=noise, second=1 + 2 * noise)
    with_both = fit(kind, panel, controls=["first", "second"])
    alone = fit(kind, panel, controls=["first"])
    dropped = with_both.estimates["second"]
    assert isinstance(dropped, NotAvailable)
    assert "collinear with first" in dropped.reason
    assert [f.code for f in with_both.findings].count("collinear") == 1
    term = RECIPES[kind].term
    assert with_both.estimates[term].estimate == pytest.approx(alone.estimates[term].estimate)


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_all_outcomes_missing_is_refused(kind):
    panel = with_column(simulate(RECIPES[kind].world, 3), **{RECIPES[kind].outcome: np.nan})
    with pytest.raises(ModelError, match="outcome missing"):
        fit(kind, panel)


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_an_infinite_outcome_is_refused(kind):
    panel = simulate(RECIPES[kind].world, 3)
    values = panel.frame[RECIPES[kind].outcome].to_numpy(copy=True)
    values[panel.frame["wave"] == 3] = np.inf
    with pytest.raises(ModelError, match="infinite"):
        fit(kind, with_column(panel, **{RECIPES[kind].outcome: values}))


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_a_missing_cell_leaves_with_its_reason(kind):
    panel = simulate(RECIPES[kind].world, 3)
    outcome = RECIPES[kind].outcome
    frame, reasons = panel.frame.copy(), panel.reasons.copy()
    gone = frame.index[frame["wave"] == 3][:1]
    frame.loc[gone, outcome] = np.nan
    reasons[outcome] = pd.Series("refused", index=gone, dtype="str").reindex(frame.index)
    flow = fit(kind, replace(panel, frame=frame, reasons=reasons)).flow
    leaving = {step.reason: step for step in flow.steps}
    assert leaving["outcome missing: refused"].index == tuple(gone)


@pytest.mark.parametrize("kind", WITHOUT_WEIGHTS)
def test_weights_are_refused_where_they_have_no_place(kind):
    with pytest.raises(ValidationError, match="no place"):
        model(kind, weights="w")


@pytest.mark.parametrize("kind", WEIGHTED)
def test_equal_weights_change_nothing_and_negative_ones_are_refused(kind):
    panel = simulate(RECIPES[kind].world, 3)
    term = RECIPES[kind].term
    plain = fit(kind, panel).estimates[term]
    weighted = fit(kind, with_column(panel, w=2.5), weights="w").estimates[term]
    assert weighted.estimate == pytest.approx(plain.estimate, rel=1e-10)
    assert weighted.std_error == pytest.approx(plain.std_error, rel=1e-10)
    values = np.where(panel.frame["wave"] == 3, -1.0, 1.0)
    with pytest.raises(ModelError, match="negative"):
        fit(kind, with_column(panel, w=values), weights="w")


@pytest.mark.parametrize("kind", ESTIMATORS)
@pytest.mark.parametrize("rows", [0, 1, 2])
def test_next_to_no_rows_are_refused_with_a_remedy(kind, rows):
    panel = simulate(RECIPES[kind].world, 3)
    few = replace(
        panel,
        frame=panel.frame.iloc[:rows].reset_index(drop=True),
        reasons=panel.reasons.iloc[:rows].reset_index(drop=True),
    )
    with pytest.raises(ModelError) as refused:
        fit(kind, few)
    assert refused.value.remedy


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_one_wave_is_defined_or_refused_with_a_remedy(kind):
    panel = simulate(RECIPES[kind].world, 3)
    single = replace(panel, frame=panel.frame[panel.frame["wave"] == 3].reset_index(drop=True))
    if kind in {"pooled", "between"}:
        assert fit(kind, single, where="").n_rows == len(single.frame)
        return
    if kind == "rd":
        assert fit(kind, single).n_rows == fit(kind, panel).n_rows
        return
    with pytest.raises(ModelError) as refused:
        fit(kind, single)
    assert refused.value.remedy
