"""Worked by hand: eight children, uniform kernel, a line of slope 1 below and 2 above the cut-off.

Scores -4 -3 -2 -1 | 0 1 2 3 with outcomes 1 2 3 4 below (line 5 + s, 5 at the cut-off) and
8 10 12 14 above (line 8 + 2 s): the jump is 3. Adding 1, -1, -1, 1 on both sides is at right
angles to both lines, and leaves everything but the errors: each side's intercept at 0 has
variance s^2 (1/4 + m^2/5) with m the side's mean score, 2.5 below and 1.5 above, squares of
errors 8 on 4 degrees of freedom: s^2 = 2, error sqrt(2 (1/4 + 5/4 + 1/4 + 9/20)) = sqrt(4.4).
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.estimators.rd import Rd
from tests.simulate import World, make_panel, simulate

REFERENCE = Path(__file__).resolve().parents[2] / "reference" / "rd"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text())
SCORES = np.arange(-4.0, 4)
LINES = np.array([1.0, 2, 3, 4, 8, 10, 12, 14])
WAVY = np.array([1.0, -1, -1, 1] * 2)


def small(**columns):
    frame = pd.DataFrame({"child_id": [f"c{i}" for i in range(8)], "wave": 1})
    return make_panel(frame.assign(score=SCORES, y=LINES + WAVY, **columns))


def reference():
    frame = pd.read_csv(REFERENCE / "panel.csv")
    return make_panel(frame, person="child", levels={"household": "household"})


def fit(panel, **options):
    wanted = {"name": "m", "outcome": "y", "running": "score", "cutoff": 0.0, **options}
    return Rd.model_validate(wanted).fit(panel, seed=1, progress=Silent())


def test_eight_children_by_hand():
    result = fit(small(), bandwidth=5, kernel="uniform", covariance="classical")
    jump = result.estimates["jump"]
    assert jump.estimate == pytest.approx(3, abs=1e-12)
    assert jump.std_error == pytest.approx(math.sqrt(4.4), abs=1e-12)
    assert jump.df == 4
    assert (result.statistics["n_below"], result.statistics["n_above"]) == (4, 4)
    assert "bandwidth 5 (given)" in result.convention


@pytest.mark.parametrize(
    ("case", "kernel", "bandwidth"),
    [
        ("triangular_hc0", "triangular", 0.8),
        ("triangular_hc2", "triangular", 0.8),
        ("uniform_hc0", "uniform", 0.6),
        ("epanechnikov_hc0", "epanechnikov", 1.1),
    ],
)
def test_rdrobust(case, kernel, bandwidth):
    result = fit(reference(), kernel=kernel, bandwidth=bandwidth, covariance=case[-3:])
    wanted, jump = GOLDEN[case], result.estimates["jump"]
    assert jump.estimate == pytest.approx(wanted["estimate"], rel=1e-8)
    assert jump.std_error == pytest.approx(wanted["std_error"], rel=1e-8)
    corrected = result.statistics["bias_corrected_jump"]
    assert corrected == pytest.approx(wanted["corrected"], rel=1e-8)
    assert corrected / result.tests["bias_corrected"].statistic == pytest.approx(
        wanted["corrected_error"], rel=1e-8
    )
    counts = (result.statistics["n_below"], result.statistics["n_above"])
    assert counts == (wanted["left"], wanted["right"])


def test_the_bandwidth_is_chosen_where_none_is_given():
    result = fit(reference())
    assert "Imbens and Kalyanaraman" in result.convention
    assert 0.5 < result.statistics["bandwidth"] < 3
    assert result.convention.startswith("HC1")


def test_a_treatment_that_follows_the_rule_gives_the_jump_its_name():
    panel = small(served=(SCORES >= 0).astype(float))
    result = fit(panel, treatment="served", bandwidth=5, kernel="uniform")
    assert result.estimates["served"].estimate == pytest.approx(3)
    assert result.shown == ("served",)


def test_those_below_may_be_the_treated():
    panel = small(served=(SCORES < 0).astype(float))
    result = fit(panel, treatment="served", treated="below", bandwidth=5, kernel="uniform")
    assert result.estimates["served"].estimate == pytest.approx(-3)


def test_a_treatment_that_does_not_follow_the_rule_is_refused():
    with pytest.raises(ModelError, match="does not follow the cut-off in 4 of 8 rows"):
        fit(small(served=np.ones(8)), treatment="served", bandwidth=5)


@pytest.mark.parametrize("cutoff", [-10, 10])
def test_a_cut_off_outside_the_data_is_refused(cutoff):
    with pytest.raises(ModelError, match="outside the data") as refused:
        fit(small(), cutoff=cutoff, bandwidth=5)
    assert "from -4 to 3" in refused.value.why


def test_too_few_values_on_a_side_are_refused():
    with pytest.raises(ModelError, match="Fewer than two values of score lie below"):
        fit(small(), bandwidth=1, kernel="uniform")


def test_rows_outside_and_in_the_donut_leave_with_their_reason():
    result = fit(small(), bandwidth=3.5, donut=0.5, kernel="uniform")
    assert [(step.reason, step.rows) for step in result.flow.steps] == [
        ("further than 3.5 from the cut-off", 1),
        ("nearer than 0.5 to the cut-off", 1),
    ]
    assert result.n_rows == 6


def test_a_missing_score_leaves_with_its_reason():
    panel = small()
    frame = panel.frame.copy()
    frame.loc[0, "score"] = np.nan
    result = fit(make_panel(frame), bandwidth=5, kernel="uniform")
    assert result.flow.steps[0].reason == "running variable missing: score"


def test_the_score_of_the_wave_that_decided():
    panel = simulate(World(effect=0.5, assignment="score", children=2000), 4)
    last = {"where": "wave == 3", "bandwidth": 1.5}
    at_first = fit(panel, running="y", cutoff=0.3, running_wave=1, **last)
    assert at_first.estimates["jump"].estimate == pytest.approx(0.5, abs=0.35)
    assert at_first.n_rows > 1000
    with pytest.raises(ModelError, match="no wave 9"):
        fit(panel, running="y", running_wave=9, **last)


def test_few_values_and_uneven_counts_are_said():
    frame = pd.read_csv(REFERENCE / "panel.csv")
    heaped = frame.assign(points=np.where(frame["points"] == -1, 0, frame["points"]))
    result = fit(make_panel(heaped, person="child"), running="points", bandwidth=5)
    codes = [finding.code for finding in result.findings]
    assert "mass_points" in codes
    assert "uneven_density" in codes
    assert result.tests["density"].p < 1e-3
    plain = fit(reference(), bandwidth=1)
    assert not {"mass_points", "uneven_density"} & {finding.code for finding in plain.findings}


def test_weights_multiply_the_kernel():
    panel = reference()
    twice = make_panel(
        pd.concat([panel.frame, panel.frame[panel.frame["household"] < 50]]), person=None
    )
    weighted = make_panel(
        panel.frame.assign(w=1.0 + (panel.frame["household"] < 50)), person="child"
    )
    assert fit(weighted, weights="w", bandwidth=1).estimates["jump"].estimate == pytest.approx(
        fit(twice, bandwidth=1).estimates["jump"].estimate, rel=1e-10
    )


def test_clusters_are_taken():
    result = fit(reference(), bandwidth=1, cluster=["household"], covariance="cr2")
    assert result.convention.startswith("CR2")
    assert result.n_clusters["household"] > 100


def test_the_bias_of_a_wide_bandwidth_shows_and_is_corrected():
    # a curve without a jump: a wide line sees one, the square does not
    draw = np.random.default_rng(5)
    score = draw.uniform(-1, 1, 4000)
    y = np.where(score >= 0, 2, -2) * score**2 + 0.1 * draw.normal(size=4000)
    frame = pd.DataFrame({"child_id": np.arange(4000), "wave": 1, "score": score, "y": y})
    result = fit(make_panel(frame), bandwidth=1)
    assert abs(result.estimates["jump"].estimate) > 0.2
    assert result.estimates["jump"].p < 0.001
    assert result.tests["bias_corrected"].p > 0.05


def test_where_a_square_is_not_identified_the_correction_says_why():
    test = fit(small(), bandwidth=2.5, kernel="uniform", donut=0.0).tests["bias_corrected"]
    assert test.p is None
    assert test.reason


def test_a_column_called_jump_is_not_overwritten():
    with pytest.raises(ModelError, match='a column "jump"'):
        fit(small(jump=1.0), bandwidth=5)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"treatment": ["a", "b"]}, "one treatment"),
        ({"bandwidth": 2, "donut": 2}, "leaves nothing"),
        ({"bandwidth": 0}, "greater than 0"),
    ],
)
def test_what_cannot_be_is_refused(options, message):
    with pytest.raises(ValidationError, match=message):
        Rd.model_validate({"name": "m", "outcome": "y", "running": "s", "cutoff": 0, **options})
