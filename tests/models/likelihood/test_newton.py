from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from studytool.models.likelihood.conditional_logit import FAR
from studytool.models.likelihood.newton import climb


@dataclass(frozen=True)
class Hill:
    """A likelihood of one coefficient, from its value and its two derivatives."""

    coefficients: np.ndarray
    log_likelihood: float
    slope: float
    bend: float

    def derivatives(self):
        return np.array([self.slope]), np.array([[-self.bend]])


def poisson(at):
    """Three counts with sum 6: 6 b - 3 exp(b), highest at log 2."""
    b = float(at[0])
    return Hill(at, 6 * b - 3 * np.exp(b), 6 - 3 * np.exp(b), -3 * np.exp(b))


def cosine(at):
    """1 / cosh(b), whose Newton steps from 0.8 go down unless they are halved."""
    b = float(at[0])
    high = 1 / np.cosh(b)
    return Hill(at, high, -high * np.tanh(b), high * (2 * np.tanh(b) ** 2 - 1))


def test_the_maximum_is_found_to_the_last_digits():
    found = climb(poisson, poisson(np.array([0.0])))
    assert found.coefficients[0] == pytest.approx(np.log(2), abs=1e-15)


def test_steps_that_go_down_are_halved():
    start = cosine(np.array([0.8]))
    whole = cosine(start.coefficients - start.slope / start.bend)
    assert whole.log_likelihood < start.log_likelihood
    assert climb(cosine, start).coefficients[0] == pytest.approx(0, abs=1e-7)


def endless(at):
    """A likelihood that rises for ever."""
    return Hill(at, float(at[0]), 1.0, -1.0)


def separated(at):
    """A yes that is predicted perfectly: -log(1 + exp(-b)), which rises towards 0."""
    chance = 1 / (1 + np.exp(-float(at[0])))
    return Hill(at, float(np.log(chance)), 1 - chance, -chance * (1 - chance))


def test_a_likelihood_that_rises_for_ever_has_no_maximum():
    assert climb(endless, endless(np.array([0.0]))) is None


def test_one_that_rises_towards_a_bound_ends_far_out_where_separation_is_looked_for():
    assert climb(separated, separated(np.array([0.0]))).coefficients[0] > FAR


def test_a_flat_direction_has_no_maximum():
    assert climb(poisson, Hill(np.array([0.0]), 0.0, 1.0, 0.0)) is None
