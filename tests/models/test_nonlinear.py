from __future__ import annotations

import math

import numpy as np
import pytest

from studytool.models.nonlinear import (
    count_codes,
    exponentiated,
    judge,
)
from studytool.models.result import Estimate, NotAvailable


def test_the_normal_interval_by_hand():
    found = judge(1.0, 0.5, math.inf, 0.95)
    assert found.p == pytest.approx(0.0455003, abs=1e-7)
    assert (found.low, found.high) == pytest.approx((1 - 0.979982, 1 + 0.979982), abs=1e-6)


def test_the_t_interval_by_hand():
    found = judge(1.0, 0.5, 2, 0.95)
    assert found.high - 1 == pytest.approx(0.5 * 4.302653, abs=1e-6)
    assert found.p == pytest.approx(1 - 2 / math.sqrt(6), abs=1e-12)


@pytest.mark.parametrize("error", [0.0, math.nan, math.inf])
def test_no_standard_error_is_no_estimate(error):
    assert isinstance(judge(1.0, error, 3, 0.95), NotAvailable)


def test_a_ratio_keeps_its_p_and_its_interval():
    ratio = exponentiated(Estimate(0.0, 0.2, math.inf, 0.4, -1.0, 1.0))
    assert (ratio.estimate, ratio.std_error, ratio.p) == (1.0, 0.2, 0.4)
    assert (ratio.low, ratio.high) == (math.exp(-1), math.exp(1))


def test_codes_that_occur_are_counted():
    assert count_codes(np.array([4, 4, 0])) == 2
