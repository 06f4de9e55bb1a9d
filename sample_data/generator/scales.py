"""Sum scales: totals spread over items, items left out, and the score as it is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sample_data.generator import settings

if TYPE_CHECKING:
    from numpy.typing import NDArray


def spread(
    total: NDArray[np.int64],
    *,
    items: int,
    top: int,
    leaning: NDArray[np.float64],
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """Spread each total over items, so that the items add up to it exactly.

    Parameters
    ----------
    total : ndarray of int, shape (n,)
        Points to spread, 0 to ``items * top``.
    items, top : int
        Number of items and the most points one can hold.
    leaning : ndarray, shape (n, items)
        How readily each item takes a point (log weight).
    rng : Generator
        Source of chance.

    Returns
    -------
    ndarray of int, shape (n, items)
        Points of each item, before any reversing.
    """
    n = len(total)
    keys = leaning[:, :, None] + rng.gumbel(size=(n, items, top))
    rank = (-keys.reshape(n, -1)).argsort(axis=1).argsort(axis=1)
    taken: NDArray[np.int64] = (rank < total[:, None]).reshape(n, items, top).sum(axis=2)
    return taken


def reverse(points: NDArray[np.int64], *, items: tuple[int, ...], top: int) -> NDArray[np.int64]:
    """Return the answers as given: reversed items turned round, missing codes left alone.

    Parameters
    ----------
    points : ndarray of int, shape (n, k)
        Item points, or answers: the operation is its own inverse.
    items : tuple of int
        Reversed items, counted from 1.
    top : int
        Highest answer.

    Returns
    -------
    ndarray of int, shape (n, k)
        A new array.
    """
    answers = points.copy()
    for item in items:
        column = points[:, item - 1]
        answers[:, item - 1] = np.where(column >= 0, top - column, column)
    return answers


def prorated(points: NDArray[np.int64], minimum: int) -> NDArray[np.float64]:
    """Return the sum over items, scaled up for missing ones; missing below ``minimum`` answers.

    Parameters
    ----------
    points : ndarray of int, shape (n, k)
        Item points (reversing undone); negative is missing.
    minimum : int
        Fewest answered items that make a score.

    Returns
    -------
    ndarray, shape (n,)
        Points; NaN where too few items are answered.
    """
    answered = (points >= 0).sum(axis=1)
    total = np.where(points >= 0, points, 0).sum(axis=1)
    score: NDArray[np.float64] = total * points.shape[1] / np.maximum(answered, 1)
    return np.where(answered >= minimum, score, np.nan)


def leave_out(
    points: NDArray[np.int64], rows: NDArray[np.int64], most: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return the points with one to ``most`` items of some rows refused or not asked.

    Parameters
    ----------
    points : ndarray of int, shape (n, k)
        Item points.
    rows : ndarray of int
        Rows that lose answers.
    most : int
        Most items a row loses.
    rng : Generator
        Source of chance.

    Returns
    -------
    ndarray of int, shape (n, k)
        A new array.
    """
    left = points.copy()
    for row in rows:
        lost = rng.choice(points.shape[1], size=int(rng.integers(1, most + 1)), replace=False)
        left[row, lost] = rng.choice([settings.REFUSED, settings.NOT_ASKED], p=[0.6, 0.4])
    return left
