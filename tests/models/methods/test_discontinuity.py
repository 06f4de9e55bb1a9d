from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.models.methods.discontinuity import (
    CONSTANTS,
    count_nearby,
    find_doubts,
    judge_bias_corrected,
    kernel_weights,
    optimal_bandwidth,
    refuse_few_values,
    refuse_fuzzy,
    refuse_outside,
)
from studytool.models.result import Estimate, NotAvailable

REFERENCE = Path(__file__).resolve().parents[2] / "reference" / "rd"
GOLDEN = json.loads((REFERENCE / "golden.json").read_text())


def test_kernels_by_hand():
    distance = np.array([-1.0, -0.5, 0, 0.5, 1, 2])
    assert kernel_weights(distance, 1, "triangular").tolist() == [0, 0.5, 1, 0.5, 0, 0]
    assert kernel_weights(distance, 1, "epanechnikov").tolist() == [0, 0.75, 1, 0.75, 0, 0]
    assert kernel_weights(distance, 1, "uniform").tolist() == [1, 1, 1, 1, 1, 0]


@pytest.mark.parametrize("kernel", CONSTANTS)
def test_the_constants_are_those_of_the_kernels(kernel):
    # local linear at a boundary: (C2 / (4 C1))^(1/5) from the kernel's moments
    u = (np.arange(200_000) + 0.5) / 200_000
    weight = kernel_weights(u, 1, kernel)
    weight /= 2 * weight.mean()
    v = [float((u**power * weight).mean()) for power in range(4)]
    size = v[2] * v[0] - v[1] ** 2
    bias = ((v[2] ** 2 - v[1] * v[3]) / size) ** 2 / 4
    spread = float(((v[2] - u * v[1]) ** 2 * weight**2).mean()) / size**2
    assert CONSTANTS[kernel] == pytest.approx((spread / (4 * bias)) ** 0.2, rel=1e-4)


def test_the_bandwidth_of_another_program():
    frame = pd.read_csv(REFERENCE / "panel.csv")
    score, y = frame["score"].to_numpy(), frame["y"].to_numpy()
    theirs = optimal_bandwidth(score, y, "triangular", penalty=720)
    assert theirs == pytest.approx(GOLDEN["bandwidth_720"], rel=1e-8)
    assert optimal_bandwidth(score, y, "triangular") < theirs


def test_the_bandwidth_is_in_units_of_the_score_and_free_of_the_outcome_s():
    draw = np.random.default_rng(1)
    score = draw.normal(size=500)
    y = score + score**3 + (score > 0) + draw.normal(size=500)
    plain = optimal_bandwidth(score, y, "triangular")
    assert optimal_bandwidth(score, 5 + y, "triangular") == pytest.approx(plain)
    assert optimal_bandwidth(3 * score, 30 * y, "triangular") == pytest.approx(3 * plain)


@pytest.mark.parametrize("unit", [1e-8, 0.01, 100, 1e8])
def test_a_flat_curve_has_one_bandwidth_in_all_units(unit):
    """The third derivative of a straight line is nothing but noise: the floor holds."""
    draw = np.random.default_rng(5)
    score = draw.uniform(-10, 10, 2000)
    yes = (draw.uniform(size=2000) < 0.4 + 0.01 * score).astype(float)
    plain = optimal_bandwidth(score, yes, "triangular")
    assert optimal_bandwidth(score, unit * yes, "triangular") == pytest.approx(plain, rel=1e-9)
    assert optimal_bandwidth(unit * score, yes, "triangular") == pytest.approx(unit * plain)


@pytest.mark.parametrize(
    ("score", "y"),
    [
        (np.array([-1.0, 1, 2]), np.array([1.0, 2, 3])),
        (np.repeat([-1.0, 0], 50), np.random.default_rng(1).normal(size=100)),
        (np.zeros(100), np.random.default_rng(1).normal(size=100)),
    ],
)
def test_too_little_to_choose_from_is_refused(score, y):
    with pytest.raises(ModelError, match="too few rows") as refused:
        optimal_bandwidth(score, y, "triangular")
    assert "bandwidth = 5" in refused.value.remedy


def test_an_outcome_that_is_the_same_near_the_cut_off_is_refused_as_such():
    with pytest.raises(ModelError, match="does not vary near the cut-off"):
        optimal_bandwidth(np.linspace(-1, 1, 100), np.ones(100), "triangular")


def test_the_cut_off_itself_is_a_value_of_the_upper_side():
    # points -2 -1 | 0 1: three at each but eleven at 0
    points = np.repeat([-2.0, -1, 0, 1], [3, 3, 11, 3])
    found = count_nearby(points, least=10)
    assert (found.below, found.above) == (3, 11)
    assert found.p == pytest.approx(2 * sum([1, 14, 91, 364]) / 2**14)
    even = count_nearby(np.array([-2.0, -1, 0, 1]), least=20)
    assert (even.below, even.above, even.p) == (2, 2, 1)


def test_refusals_pass_what_is_sound():
    distance = np.array([-2.0, -1, 0, 1])
    refuse_outside(distance, "score", 5)
    refuse_few_values(distance, "score", 3)
    refuse_fuzzy(distance >= 0, distance >= 0, "served")


def test_refusals_name_what_is_wrong():
    with pytest.raises(ModelError, match="cut-off 5 is outside"):
        refuse_outside(np.array([0.0, 1]), "score", 5)
    with pytest.raises(ModelError, match="lie above the cut-off within 3"):
        refuse_few_values(np.array([-2.0, -1, 0, 0]), "score", 3)
    with pytest.raises(ModelError, match='"served" does not follow the cut-off in 1 of 2'):
        refuse_fuzzy(np.array([1.0, 1]), np.array([0.0, 1]), "served")


def test_doubts_by_hand():
    few = {"n_below": 10.0, "n_above": 10.0, "values_below": 3.0, "values_above": 3.0}
    many = few | {"values_below": 10.0, "values_above": 10.0}
    assert [f.code for f in find_doubts("score", few, 0.5)] == ["mass_points"]
    assert [f.code for f in find_doubts("score", many, 0.01)] == ["uneven_density"]
    assert not list(find_doubts("score", many, 0.5))


def test_the_bias_corrected_jump_has_its_own_interval_or_a_reason():
    found = judge_bias_corrected(Estimate(-1.0, 0.5, 30.0, 0.05, -2.0, 0.0))
    assert (found.statistic, found.df, found.p) == (-2.0, 30.0, 0.05)
    assert (found.low, found.high) == (-2.0, 0.0)
    assert judge_bias_corrected(NotAvailable("no line")).reason == "no line"
