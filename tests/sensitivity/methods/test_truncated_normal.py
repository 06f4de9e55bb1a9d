from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, truncnorm

from studytool.sensitivity.methods.truncated_normal import folded_quantile, truncated_quantile


@pytest.mark.parametrize(
    ("low", "high"), [(-np.inf, np.inf), (-1.0, 2.0), (0.5, np.inf), (-3.0, -1.0), (2.0, 2.5)]
)
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9548])
def test_it_is_the_quantile_that_scipy_gives(low, high, share):
    found = truncated_quantile(share, np.array([low]), np.array([high]))[0]
    assert found == pytest.approx(truncnorm.ppf(share, low, high), abs=1e-9)


def test_far_out_it_stays_within_its_bounds():
    found = truncated_quantile(0.95, np.array([30.0, -40.0]), np.array([31.0, -39.0]))
    # the tail falls as exp(-x l): the quantile lies -log(0.05) / l above its lower bound
    assert found[0] == pytest.approx(30 - np.log(0.05) / 30, abs=5e-3)
    assert -39.1 < found[1] <= -39


@pytest.mark.parametrize("shift", [0.0, 0.3, 1.0, 4.0, 7.9, 8.1, 50.0])
def test_the_size_of_a_shifted_normal_stays_below_its_quantile_as_often_as_asked(shift):
    found = folded_quantile(0.95, np.array([shift]))[0]
    assert norm.cdf(found - shift) - norm.cdf(-found - shift) == pytest.approx(0.95, abs=1e-9)
