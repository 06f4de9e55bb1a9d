from __future__ import annotations

import math

import numpy as np
import pytest

from studytool.models.inference.power import (
    equivalence_bound,
    minimum_detectable_effect,
    tell_power,
)
from studytool.models.result import Estimate


@pytest.mark.parametrize(("rho", "published"), [(0.3, 0.62), (0.5, 0.52), (0.7, 0.41)])
def test_change_of_45_against_78_children(rho, published):
    # difference of two mean changes: variance 2(1 - rho) in SD of the outcome
    std_error = math.sqrt(2 * (1 - rho) * (1 / 45 + 1 / 78))
    found = minimum_detectable_effect(std_error, 121)
    assert found == pytest.approx(published, abs=0.011)


@pytest.mark.parametrize(("rho", "published"), [(0.3, 0.50), (0.5, 0.45), (0.7, 0.38)])
def test_ancova_of_45_against_78_children(rho, published):
    std_error = math.sqrt((1 - rho**2) * (1 / 45 + 1 / 78))
    assert minimum_detectable_effect(std_error, 120) == pytest.approx(published, abs=0.011)


def test_infinite_degrees_of_freedom_are_normal():
    assert minimum_detectable_effect(1.0, math.inf) == pytest.approx(1.959964 + 0.841621, abs=1e-6)
    assert minimum_detectable_effect(1.0, 1e7) == pytest.approx(2.801585, abs=1e-5)


def test_an_effect_of_that_size_is_found_in_80_of_100_studies():
    draw = np.random.default_rng(4)
    least = minimum_detectable_effect(0.5, math.inf)
    estimates = draw.normal(least, 0.5, size=40_000)
    assert (np.abs(estimates) > 1.959964 * 0.5).mean() == pytest.approx(0.8, abs=0.01)


def test_what_is_ruled_out_is_the_farther_end_of_the_interval_of_90_percent():
    # t(20) at 95 %: 1.724718
    assert equivalence_bound(-1.0, 0.5, 20) == pytest.approx(1 + 1.7247182 * 0.5, abs=1e-6)
    assert equivalence_bound(0.0, 1.0, math.inf) == pytest.approx(1.644854, abs=1e-6)


def test_an_effect_that_is_there_is_ruled_out_in_5_of_100_studies():
    draw = np.random.default_rng(5)
    estimates = draw.normal(3.0, 1.0, size=40_000)
    bounds = np.array([equivalence_bound(e, 1.0, math.inf) for e in estimates[:4000]])
    assert (bounds <= 3.0).mean() == pytest.approx(0.05, abs=0.012)


def test_a_result_tells_both_at_its_own_level():
    # quantiles of t(20): 0.95 is 1.724718, 0.90 is 1.325341, 0.80 is 0.859964
    told = tell_power(Estimate(-1.0, 0.5, 20.0, 0.06, -1.9, -0.1), level=0.9)
    assert told["minimum_detectable_effect"] == pytest.approx(0.5 * (1.724718 + 0.859964), abs=1e-5)
    assert told["equivalence_bound"] == pytest.approx(1 + 0.5 * 1.325341, abs=1e-5)
