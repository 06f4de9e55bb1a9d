from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr

from studytool.core.errors import ModelError
from studytool.sensitivity.methods.lee_bounds import lee_bounds

GONE = np.nan


def test_by_hand():
    """Four treated, all stayed: 1, 2, 3, 6. Four others, three stayed: 1, 2, 3.

    A quarter of the treated is trimmed: without the greatest their mean is 2, without the least
    11/3; the others have 2. So the effect lies between 0 and 5/3.
    """
    outcome = np.array([1, 2, 3, 6, 1, 2, 3, GONE])
    found = lee_bounds(outcome, np.arange(8) < 4)
    assert (found.lower, found.upper) == pytest.approx((0.0, 5 / 3))
    assert found.share == pytest.approx(0.25)
    assert found.trimmed == "treated"
    assert found.plain == pytest.approx(1.0)


def test_the_person_at_the_edge_counts_in_part():
    """Three treated stay, of the others two of four: a third of 3 treated is one; a half of one.

    Treated 0, 3, 9 with 3 of 3; others 2 of 4 stay: 1.5 of the 3 are trimmed. From above, 0 and
    half of 3 stay: (0 + 1.5) / 1.5 = 1. From below, 9 and half of 3: 10.5 / 1.5 = 7.
    """
    outcome = np.array([0, 3, 9, 1, 1, GONE, GONE])
    found = lee_bounds(outcome, np.arange(7) < 3)
    assert (found.lower + 1, found.upper + 1) == pytest.approx((1.0, 7.0))


def test_where_both_stayed_alike_the_bounds_meet():
    outcome = np.array([1.0, 5, GONE, 2, 4, GONE])
    found = lee_bounds(outcome, np.arange(6) < 3)
    assert found.lower == pytest.approx(found.upper) == pytest.approx(0.0)
    assert found.trimmed == "nobody"


def test_the_untreated_are_trimmed_where_they_stayed_more_often():
    outcome = np.array([1, 2, 3, GONE, 1, 2, 3, 6])
    found = lee_bounds(outcome, np.arange(8) < 4)
    assert (found.lower, found.upper) == pytest.approx((-5 / 3, 0.0))
    assert found.trimmed == "untreated"


def draw(n, random):
    """Effect 0.5 for all; the treated stay more often, and the well more than the others."""
    treated = random.random(n) < 0.4
    plain = random.normal(size=n)
    rank = ndtr(0.6 * plain + 0.8 * random.normal(size=n))
    stayed = np.where(treated, rank < 0.9, rank < 0.7)
    return np.where(stayed, plain + 0.5 * treated, GONE), treated


def test_errors_are_as_the_bounds_vary_and_intervals_hold_the_truth():
    random = np.random.default_rng(1)
    made = [lee_bounds(*draw(800, random)) for _ in range(400)]
    for name in ("lower", "upper"):
        spread = np.std([getattr(one, name) for one in made])
        told = np.mean([getattr(one, f"error_{name}") for one in made])
        assert told == pytest.approx(spread, rel=0.12)
    inside = [low <= 0.5 <= high for low, high in (one.interval(0.95) for one in made)]
    assert np.mean(inside) > 0.95
    assert np.mean([one.plain for one in made]) > 0.55  # all who stayed, compared plainly


def test_the_interval_is_between_one_sided_and_two_sided():
    found = lee_bounds(np.array([1.0, 5, 7, 2, 4, 6]), np.arange(6) < 3)
    low, high = found.interval(0.95)
    assert high - found.upper == pytest.approx(1.959964 * found.error_upper, rel=1e-5)
    wide = lee_bounds(*draw(5000, np.random.default_rng(3)))
    low, high = wide.interval(0.95)
    assert high - wide.upper == pytest.approx(1.644854 * wide.error_upper, rel=1e-3)
    assert low < wide.lower


def test_too_few_people_are_refused():
    with pytest.raises(ModelError, match="fewer than two"):
        lee_bounds(np.array([1.0, GONE, 3, 4]), np.arange(4) < 2)
