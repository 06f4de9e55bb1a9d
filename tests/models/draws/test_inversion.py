from __future__ import annotations

import pytest
from scipy.special import stdtr

from studytool.models.draws.inversion import invert


def test_inverting_a_t_test_gives_its_interval():
    low, high = invert(lambda b: 2 * stdtr(10, -abs(3 - b) / 0.5), 3.0, 1.0, level=0.95)
    assert low == pytest.approx(3 - 2.2281388520 * 0.5, abs=1e-8)
    assert high == pytest.approx(3 + 2.2281388520 * 0.5, abs=1e-8)


def test_an_end_that_does_not_exist_is_none():
    assert invert(lambda b: 0.0625 if b < 0 else float(b < 2), 0.0, 1.0, level=0.95) == (
        None,
        pytest.approx(2),
    )


def test_a_step_is_found_to_the_last_digits():
    low, high = invert(lambda b: 1.0 if abs(b) < 0.1 else 0.0, 0.0, 40.0, level=0.95)
    assert (low, high) == (pytest.approx(-0.1), pytest.approx(0.1))
