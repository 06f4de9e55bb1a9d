"""Worked by hand: changes of the treated 5 and 7 at x = 0 and 1; of the others 1 and 3 at x = 0
and 4 at x = 1, so that they predict 2 and 4 for the treated: ((5 - 2) + (7 - 4)) / 2 = 3. Weighted,
the others at x = 0 stand for one treated, the one at x = 1 for another: 6 - (2 + 4) / 2 = 3.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.did import Did
from tests.simulate import World, make_panel, simulate

REFERENCE = Path(__file__).parents[2] / "reference" / "did_methods"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text(encoding="utf-8"))
METHODS = ("outcome_regression", "ipw", "doubly_robust")
BY_HAND = pd.DataFrame(
    {
        "child_id": np.repeat(list("abcde"), 2),
        "wave": [1, 2] * 5,
        "y": [1.0, 6, 2, 9, 3, 4, 1, 4, 2, 6],
        "d": np.repeat([1.0, 1, 0, 0, 0], 2),
        "x": np.repeat([0.0, 1, 0, 0, 1], 2),
    }
)


def fit(panel, **options):
    model = Did.model_validate({"name": "m", "outcome": "y", "treatment": "d", **options})
    return model.fit(panel, seed=1, progress=Silent())


def codes(result):
    return [finding.code for finding in result.findings]


@pytest.mark.parametrize("method", METHODS)
def test_five_children_by_hand(method):
    result = fit(make_panel(BY_HAND), method=method, controls=["x"])
    assert result.estimates["d:post"].estimate == pytest.approx(3)
    assert (result.n_rows, result.n_people) == (10, 5)
    assert result.statistics["n_treated_people"] == 2


@pytest.mark.parametrize("weights", [None, "weight"])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("data", ["panel", "sections"])
def test_equals_drdid(data, method, weights):
    frame = pd.read_csv(REFERENCE / f"{data}.csv")
    panel = make_panel(frame, person="person" if data == "panel" else None)
    result = fit(panel, method=method, controls=["x1", "x2"], weights=weights)
    told = GOLDEN[f"{data}_{'weighted' if weights else 'plain'}"][method]
    found = result.estimates["d:post"]
    assert found.estimate == pytest.approx(told["estimate"], rel=1e-6)
    n = 120 if data == "panel" else 240
    # theirs divides the sum of squares by n, ours by n - 1
    ours = found.std_error * np.sqrt((n - 1) / n)
    assert ours == pytest.approx(told.get("std_error", ours), rel=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_without_controls_all_are_the_regression(method):
    panel = simulate(World(children=80, effect=0.4), 4)
    options = {"treatment": "offered", "post": [2, 3], "cluster": ["person"]}
    plain = fit(panel, **options).estimates["offered:post"]
    found = fit(panel, method=method, **options).estimates["offered:post"]
    assert found.estimate == pytest.approx(plain.estimate, rel=1e-10)
    sections = make_panel(panel.frame, design="cross_sections")
    apart = fit(sections, method=method, **options).estimates["offered:post"]
    assert apart.estimate == pytest.approx(plain.estimate, rel=1e-10)


@pytest.mark.parametrize("method", METHODS)
def test_a_treatment_by_wave_says_the_same_as_its_group(method):
    panel = simulate(World(children=80, effect=0.4), 4)
    by_wave = fit(panel, treatment="visited", method=method, controls=["age"])
    by_group = fit(panel, treatment="offered", post=[2, 3], method=method, controls=["age"])
    assert by_wave.estimates["visited"] == by_group.estimates["offered:post"]


def test_either_model_may_be_wrong_for_the_doubly_robust_one():
    """Chance and change both depend on x squared; one of the two methods is told so."""
    draw = np.random.default_rng(5)
    n = 40_000
    x = draw.normal(size=n)
    d = draw.random(n) < 1 / (1 + np.exp(-(x**2 - 1)))
    change = 1 + x**2 + 0.5 * d + draw.normal(size=n)
    frame = pd.DataFrame({"d": np.repeat(d.astype(float), 2), "x": np.repeat(x, 2)})
    frame = frame.assign(
        child_id=np.repeat(np.arange(n), 2),
        wave=np.tile([1, 2], n),
        y=np.column_stack([np.zeros(n), change]).ravel(),
        square=frame["x"] ** 2,
    )
    panel = make_panel(frame)
    right = [fit(panel, method=m, controls=["square"]).estimates["d:post"] for m in METHODS]
    wrong = [fit(panel, method=m, controls=["x"]).estimates["d:post"] for m in METHODS]
    assert all(abs(e.estimate - 0.5) < 4 * e.std_error for e in right)
    assert all(e.estimate > 1 for e in wrong)


@pytest.mark.parametrize("method", METHODS)
def test_intervals_hold_the_truth_about_95_times_in_100(method):
    held = 0
    for seed in range(150):
        panel = simulate(World(effect=0.5, assignment="level", attrition=0.1), seed)
        found = fit(panel, treatment="offered", post=[2, 3], method=method, controls=["age"])
        estimate = found.estimates["offered:post"]
        held += estimate.low <= 0.5 <= estimate.high
    assert held >= 135


def test_clusters_add_up_influences():
    panel = simulate(World(children=80, siblings=2, effect=0.4), 4)
    options = {"treatment": "offered", "post": [2, 3], "method": "doubly_robust"}
    alone, person, household = (
        fit(panel, cluster=cluster, **options) for cluster in ([], ["person"], ["household"])
    )
    assert alone.estimates == person.estimates
    assert household.n_clusters == {"household": 40}
    assert household.estimates["offered:post"].df == 39
    raw = fit(panel, cluster=["household"], covariance="cr0", **options)
    ratio = household.estimates["offered:post"].std_error / raw.estimates["offered:post"].std_error
    assert ratio == pytest.approx(np.sqrt(40 / 39))


def test_only_those_seen_at_every_wave_are_followed():
    panel = simulate(World(children=80, attrition=0.2), 4)
    result = fit(panel, treatment="offered", post=[2, 3], method="doubly_robust")
    told = {step.reason: step.rows for step in result.flow.steps}
    assert told["not in every wave of the sample"] == len(panel.frame) - result.n_rows > 0
    assert result.n_rows == 3 * result.n_people


def test_untreated_unlike_the_treated_are_a_finding():
    draw = np.random.default_rng(6)
    x = np.r_[draw.normal(3, 1, 60), draw.normal(0, 1, 60)]
    frame = pd.DataFrame({"d": np.repeat([1.0, 0], 60), "x": x, "child_id": np.arange(120)})
    both = pd.concat([frame.assign(wave=wave, y=draw.normal(size=120)) for wave in (1, 2)])
    assert "poor_overlap" in codes(fit(make_panel(both), method="ipw", controls=["x"]))
    assert "poor_overlap" not in codes(fit(make_panel(both), method="ipw"))


def test_a_control_that_tells_the_treated_apart_is_refused_where_weights_need_it():
    frame = BY_HAND.assign(z=BY_HAND["d"] + 0.1 * BY_HAND["x"])
    panel = make_panel(frame)
    for method in ("ipw", "doubly_robust"):
        with pytest.raises(ModelError, match="without exception"):
            fit(panel, method=method, controls=["z"])


def test_a_control_the_same_for_one_group_is_refused():
    frame = BY_HAND.assign(z=BY_HAND["x"] * BY_HAND["d"])
    with pytest.raises(ModelError, match="does not vary") as refused:
        fit(make_panel(frame), method="outcome_regression", controls=["z"])
    assert refused.value.remedy


def test_a_control_that_repeats_another_is_left_out_and_named():
    panel = make_panel(BY_HAND.assign(z=2 * BY_HAND["x"] + 1))
    result = fit(panel, method="ipw", controls=["x", "z"])
    assert codes(result).count("collinear") == 1
    assert result.estimates == fit(panel, method="ipw", controls=["x"]).estimates


def test_an_empty_cell_of_the_sections_is_refused():
    frame = pd.read_csv(REFERENCE / "sections.csv")
    frame = frame[~((frame["d"] == 1) & (frame["wave"] == 1))]
    with pytest.raises(ModelError, match="nobody before or nobody after"):
        fit(make_panel(frame, person=None), method="ipw")


def test_several_starts_are_refused():
    panel = simulate(World(children=80), 4)
    later = (panel.frame["child_id"].str[-1] > "4") & (panel.frame["wave"] == 2)
    panel = make_panel(panel.frame.assign(visited=panel.frame["visited"].where(~later, 0.0)))
    with pytest.raises(ModelError, match="begins at several waves"):
        fit(panel, treatment="visited", method="ipw")


def test_waves_before_after_waves_after_are_refused():
    with pytest.raises(ModelError, match="lie after waves"):
        fit(simulate(World(), 1), treatment="offered", post=[2], method="ipw")


@pytest.mark.parametrize(
    "options",
    [
        {"effects": ["person"]},
        {"covariance": "cr2", "cluster": ["person"]},
        {"cluster": ["person", "school"]},
        {"small_sample": "all_effects", "cluster": ["person"]},
        {"covariance": "hc1"},
    ],
)
def test_what_it_does_not_honour_is_refused_when_the_document_is_read(options):
    with pytest.raises(ValidationError, match="no place in a difference-in-differences"):
        fit(make_panel(BY_HAND), method="ipw", **options)
