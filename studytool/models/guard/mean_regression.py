"""How much change regression to the mean alone makes, from the data. Arrays in, numbers out."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

if TYPE_CHECKING:
    from collections.abc import Sequence

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

ENOUGH = 30
"""Untreated people from which on their own data serve to follow the score into later waves."""
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Expected:
    """What two groups chosen by a score differ in without any effect.

    Attributes
    ----------
    share : float
        Share treated, s.
    cutoff : float
        z, the normal quantile that leaves `share` above it.
    gap : float
        Distance of the treated from the others on the score, in its SD.
    sharp_gap : float
        phi(z) [1/s + 1/(1-s)]: the distance if the score alone had decided.
    before, after : float
        Correlation of the score with the outcome, averaged over the waves before and after.
    change : float
        Expected difference in change, treated less others, in units of the outcome.
    change_sd : float
        The same in SD of the outcome at the first wave before.
    outcome_sd : float
        That SD, in units of the outcome.
    slopes : tuple of float
        Outcome per unit of the score before and after.
    people : int
        People the later correlation rests on.
    untreated_only : bool
        Whether these are the untreated; otherwise everyone, with treatment held fixed.
    treated, scored : int
        People with a score who were treated, and all with a score.
    """

    share: float
    cutoff: float
    gap: float
    sharp_gap: float
    before: float
    after: float
    change: float
    change_sd: float
    outcome_sd: float
    slopes: tuple[float, float]
    people: int
    untreated_only: bool
    treated: int
    scored: int


def sharp_gap(share: float) -> tuple[float, float]:
    """Return z and phi(z) [1/s + 1/(1-s)] for a share s above the cut-off of a normal score."""
    cutoff = float(ndtri(1 - share))
    height = exp(-cutoff * cutoff / 2) / sqrt(2 * pi)
    return cutoff, height * (1 / share + 1 / (1 - share))


def expect(
    score: Array, treated: Mask, before: Sequence[Array], after: Sequence[Array]
) -> Expected | None:
    """Return what the treated and the others differ in because a score chose them.

    Parameters
    ----------
    score : ndarray, shape (p,)
        Score of each person when treatment was assigned; NaN where missing.
    treated : ndarray of bool, shape (p,)
        Who was treated.
    before, after : sequence of ndarray, shape (p,)
        Outcome at each wave before and after; NaN where missing.

    Returns
    -------
    Expected or None
        None where the groups, the score or the waves do not allow it.

    Notes
    -----
    With b the slope of the outcome on the score, averaged over waves, the groups drift apart by
    (b_after - b_before) x (mean score of the treated - of the others). With r = b SD(score) /
    SD(outcome) that is (r_after - r_before) x gap in SD of the outcome, and the gap of a normal
    score with a sharp cut-off z is phi(z) [1/s + 1/(1-s)]; here the gap is the one in the data,
    because some are treated below the cut-off and some above it are not. The slope after comes
    from the untreated, whom no effect touches; with fewer than 30 of them from everyone, within
    treated and untreated. A slope, unlike a correlation, is not changed by the narrower range of
    their scores.
    """
    scored = np.isfinite(score)
    groups = (scored & treated, scored & ~treated)
    spreads = _spreads(score[scored], groups, before, after)
    if spreads is None:
        return None
    untreated_only = int(groups[1].sum()) >= ENOUGH
    basis = groups[1] if untreated_only else scored
    earlier = _mean_slope(score, before, np.zeros_like(treated), scored)
    later = _mean_slope(score, after, treated, basis)
    if earlier is None or later is None:
        return None
    distance = float(score[groups[0]].mean() - score[groups[1]].mean())
    share = float(groups[0].sum() / scored.sum())
    cutoff, sharp = sharp_gap(share)
    return Expected(
        share=share,
        cutoff=cutoff,
        gap=distance / spreads[0],
        sharp_gap=sharp,
        before=earlier * spreads[0] / spreads[1],
        after=later * spreads[0] / spreads[1],
        change=(later - earlier) * distance,
        change_sd=(later - earlier) * distance / spreads[1],
        outcome_sd=spreads[1],
        slopes=(earlier, later),
        people=int(basis.sum()),
        untreated_only=untreated_only,
        treated=int(groups[0].sum()),
        scored=int(scored.sum()),
    )


def _spreads(
    score: Array, groups: tuple[Mask, Mask], before: Sequence[Array], after: Sequence[Array]
) -> tuple[float, float] | None:
    """Return the SD of the score and of the outcome at first; None where they say nothing."""
    if min(int(group.sum()) for group in groups) < FEWEST or not (before and after):
        return None
    first = before[0][np.isfinite(before[0])]
    if first.size < FEWEST:
        return None
    spreads = float(score.std(ddof=1)), float(first.std(ddof=1))
    return spreads if min(spreads) > 0 else None


def _mean_slope(score: Array, waves: Sequence[Array], groups: Mask, basis: Mask) -> float | None:
    """Return the slope of the outcome on the score, averaged over waves."""
    found = [_slope(score, values, groups, basis) for values in waves]
    slopes = [slope for slope in found if slope is not None]
    return float(np.mean(slopes)) if len(slopes) == len(found) else None


def _slope(score: Array, values: Array, groups: Mask, basis: Mask) -> float | None:
    """Return the slope of values on the score within the groups; None where it has none."""
    rows = basis & np.isfinite(values)
    if int(rows.sum()) < FEWEST:
        return None
    x, y = score[rows].copy(), values[rows].copy()
    for group in (groups[rows], ~groups[rows]):
        if group.any():
            x[group] -= x[group].mean()
            y[group] -= y[group].mean()
    squares = float(x @ x)
    return float(x @ y) / squares if squares > 0 else None
