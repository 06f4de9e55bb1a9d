"""The difficulties scale: what it would be without visits, what it is, and what is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sample_data.generator import scales, settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sample_data.generator.people import People


def without_visits(people: People, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return the total each child would have in each wave if nobody were visited.

    Family, child and wave parts carry 8, 49 and 43 % of the variance, so that scores of
    two waves correlate at about one half.

    Parameters
    ----------
    people : People
        Everyone.
    rng : Generator
        Source of chance.

    Returns
    -------
    ndarray of int, shape (n, 3)
        Points, 0 to 40.
    """
    own = 1 - settings.FAMILY_SHARE - settings.CHILD_SHARE
    lasting: NDArray[np.float64] = (
        np.sqrt(settings.FAMILY_SHARE) * people.family_trait[people.family]
        + np.sqrt(settings.CHILD_SHARE) * people.child_trait
    )
    passing = np.sqrt(own) * rng.normal(size=(len(people.child_id), 3))
    score: NDArray[np.float64] = np.array(settings.SCORE_MEAN) + settings.SCORE_SD * (
        lasting[:, None] + passing
    )
    return np.clip(np.rint(score), 0, 2 * settings.ITEMS).astype(np.int64)


def with_visits(untreated: NDArray[np.int64], visited: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the totals after the true effect of visits (never below zero), shape (n, 3)."""
    return np.asarray(np.maximum(untreated + settings.VISIT_EFFECT * visited, 0))


def make_leaning(n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return how readily each of ``n`` children shows each item, shape (n, 20)."""
    return rng.normal(0, 0.5, size=settings.ITEMS) + rng.normal(0, 0.6, size=(n, settings.ITEMS))


def write_down(
    total: NDArray[np.int64], leaning: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return the item points of one wave as fieldworkers got them, some items missing.

    Children close to the cut-off lose no item, so that no band hangs on how a scale is
    scaled up.

    Parameters
    ----------
    total : ndarray of int, shape (n,)
        Totals of one wave.
    leaning : ndarray, shape (n, 20)
        How readily each child shows each item.
    rng : Generator
        Source of chance.

    Returns
    -------
    ndarray of int, shape (n, 20)
        Item points before reversing; -99 and -88 are missing.
    """
    points = scales.spread(total, items=settings.ITEMS, top=2, leaning=leaning, rng=rng)
    clear = np.flatnonzero(np.abs(total - settings.CUTOFF + 1) > settings.CLEAR)
    few = rng.choice(clear, size=len(total) // 14, replace=False)
    points = scales.leave_out(points, few[3:], 3, rng)
    points[few[:3], 6:] = settings.NOT_ASKED
    return points


def measured(points: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the score as measured, NaN below 16 answered items, shape (n,)."""
    return scales.prorated(points, settings.MINIMUM_ITEMS)
