"""What lies on both sides of a cut-off: means of rows of like scores, and a line on each side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from studytool.models.arrays.columns import is_yes_no
from studytool.models.result import AroundCutoff, Bin, Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array, Codes

MOST_BINS = 10
IN_A_BIN = 10
"""People a bin is to hold, where there are as many."""


def look_around(
    distance: Array,
    outcome: Array,
    people: Codes,
    weights: Array,
    *,
    cutoff: float,
    running: str,
    treated: Literal["above", "below"],
    adjusted: bool,
) -> AroundCutoff:
    """Return what lies on both sides of a cut-off.

    Parameters
    ----------
    distance : ndarray, shape (n,)
        Score less the cut-off; rows at 0 are above.
    outcome, weights : ndarray, shape (n,)
        Of the rows; weights by the kernel.
    people : ndarray of int, shape (n,)
        Person of each row.
    cutoff : float
        The cut-off.
    running : str
        The score.
    treated : {"above", "below"}
        Who was treated.
    adjusted : bool
        Whether the estimate holds something else fixed.

    Returns
    -------
    AroundCutoff
        Both sides.
    """
    below, above = (
        describe_side(
            cutoff + distance[side],
            outcome[side],
            people[side],
            weights[side],
            cutoff=cutoff,
            treated=treated == name,
        )
        for name, side in (("below", distance < 0), ("above", distance >= 0))
    )
    return AroundCutoff(running, cutoff, below, above, adjusted=adjusted)


def describe_side(
    score: Array, outcome: Array, people: Codes, weights: Array, *, cutoff: float, treated: bool
) -> Side:
    """Return the bins and the line of one side of a cut-off.

    Parameters
    ----------
    score, outcome : ndarray, shape (n,)
        Of the rows of this side.
    people : ndarray of int, shape (n,)
        Person of each row.
    weights : ndarray, shape (n,)
        Of each row in the line, by the kernel; the bins are plain means.
    cutoff : float
        Where the line ends, or begins.
    treated : bool
        Whether these are the treated.

    Returns
    -------
    Side
        With the line by weighted least squares, from the cut-off to the farthest bin: the
        farthest score of all is one person's.
    """
    root = np.sqrt(weights)
    columns = np.column_stack([np.ones(score.size), score - cutoff])
    level, slope = np.linalg.lstsq(columns * root[:, None], outcome * root, rcond=None)[0]
    bins = tuple(_bin(score, outcome, people, rows) for rows in like_scores(score, people))
    far = max((one.score for one in bins), key=lambda each: abs(each - cutoff))
    ends = sorted([(cutoff, float(level)), (far, float(level + slope * (far - cutoff)))])
    return Side(treated, bins, (ends[0], ends[1]))


def like_scores(score: Array, people: Codes) -> Iterator[NDArray[np.bool_]]:
    """Yield the rows of each bin: about as many in each, rows of one score together.

    Parameters
    ----------
    score : ndarray, shape (n,)
        Scores.
    people : ndarray of int, shape (n,)
        Person of each row; there are fewer bins where people are few.

    Yields
    ------
    ndarray of bool, shape (n,)
        In the order of the score; every row is in one of them.
    """
    count = int(np.clip(np.unique(people).size // IN_A_BIN, 1, MOST_BINS))
    values, rows = np.unique(score, return_counts=True)
    # a score belongs to the bin into which the middle one of its rows falls
    middle = (np.cumsum(rows) - rows / 2) / score.size
    place = np.minimum((middle * count).astype(np.intp), count - 1)[np.searchsorted(values, score)]
    for number in np.unique(place):
        yield place == number


def _bin(score: Array, outcome: Array, people: Codes, rows: NDArray[np.bool_]) -> Bin:
    values, names = outcome[rows], people[rows]
    fewer = everyone = int(np.unique(names).size)
    if is_yes_no(values):
        sides = (int(np.unique(names[values == value]).size) for value in (0, 1))
        fewer = min(side for side in sides if side)
    return Bin(float(score[rows].mean()), float(values.mean()), everyone, fewer)
