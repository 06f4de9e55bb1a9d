from __future__ import annotations

import numpy as np
import pytest

from studytool.sensitivity.methods.event_terms import EventTerms
from studytool.sensitivity.methods.smoothness import (
    largest_bend,
    smooth_breakdown,
    smooth_interval,
)
from studytool.sensitivity.methods.truncated_normal import folded_quantile
from tests.sensitivity import medicaid

TERMS = EventTerms(medicaid.ESTIMATES, medicaid.covariance(), 5, 2)
FIRST = TERMS.target(0)


@pytest.mark.parametrize(("m", "printed"), medicaid.SMOOTH.items())
def test_the_intervals_in_print_are_met(m, printed):
    assert smooth_interval(TERMS, FIRST, m, level=0.95) == pytest.approx(printed, abs=1e-3)


def test_by_hand_one_wave_before_and_after():
    """With one wave either side of the last only the line through both can be taken off.

    Estimates 1 at t = -1 and 2 at t = 1: the line goes on to -1, so the effect is 2 + 1 = 3,
    with variance 0.04 + 0.05 and a worst bias of M = 0.2.
    """
    terms = EventTerms(np.array([1.0, 2.0]), np.diag([0.05, 0.04]), 1, 1)
    low, high = smooth_interval(terms, np.ones(1), 0.2, level=0.95)
    assert (low + high) / 2 == pytest.approx(3.0)
    half = 0.3 * float(folded_quantile(0.95, np.array([0.2 / 0.3]))[0])
    assert (high - low) / 2 == pytest.approx(half, rel=1e-12)


def half_of(weights, m, terms, target):
    """Half the length for any weights on the waves before, straight from its definition."""
    p, q = terms.before, terms.after
    whole = np.append(weights, target)
    time = np.append(np.arange(-p, 0), np.arange(1, q + 1))
    bias = 0.0
    for bend in range(-p + 1, q):
        moved = np.clip(time - bend, 0, None) if bend >= 0 else np.clip(bend - time, 0, None)
        bias += abs(whole @ moved)
    spread = np.sqrt(whole @ terms.covariance @ whole)
    return spread * float(folded_quantile(0.95, np.array([m * bias / spread]))[0])


@pytest.mark.parametrize("m", [0.0, 0.003, 0.01, 0.05])
def test_no_other_weights_give_a_shorter_interval(m):
    low, high = smooth_interval(TERMS, FIRST, m, level=0.95)
    random = np.random.default_rng(2)
    time = np.arange(-5.0, 0.0)
    for _ in range(400):
        weights = random.normal(size=5) * 10.0 ** random.uniform(-3, 0)
        weights[-1] = 0.0
        weights[-1] = weights @ time + 1.0  # no straight line biases it
        assert half_of(weights, m, TERMS, FIRST) >= (high - low) / 2 * (1 - 1e-9)


def test_a_straight_line_before_is_taken_off_entirely_when_nothing_bends():
    time = np.array([-3.0, -2.0, -1.0, 1.0, 2.0])
    terms = EventTerms(0.4 * time + np.array([0, 0, 0, 1.0, 1.0]), np.eye(5) * 1e-6, 3, 2)
    for at in (0, 1, None):
        low, high = smooth_interval(terms, terms.target(at), 0.0, level=0.95)
        assert low < 1 < high
        assert high - low < 0.02


def test_the_breakdown_is_where_the_interval_meets_zero():
    found = smooth_breakdown(TERMS, FIRST, level=0.95)
    assert smooth_interval(TERMS, FIRST, found, level=0.95)[0] >= 0
    assert smooth_interval(TERMS, FIRST, found * 1.001, level=0.95)[0] < 0
    none = EventTerms(np.zeros(3), np.eye(3), 2, 1)
    assert smooth_breakdown(none, np.ones(1), level=0.95) == 0


def test_the_largest_bend_is_that_of_the_path_with_its_last_wave():
    terms = EventTerms(np.array([3.0, 1.0, 9.0]), np.eye(3), 2, 1)
    assert largest_bend(terms) == pytest.approx(1.0)  # steps -2, then -1
    assert largest_bend(EventTerms(np.array([3.0, 9.0]), np.eye(2), 1, 1)) == 0
