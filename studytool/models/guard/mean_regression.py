"""How much change regression to the mean alone makes, from the data. Arrays in, numbers out."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from studytool.core.errors import ModelError
from studytool.models.kernel.linear import least_squares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.arrays.sample import Mask
    from studytool.models.kernel.absorption import Array, Codes


ENOUGH = 30
"""Untreated people from which on their own data serve to follow the score into later waves."""
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Following:
    """Two groups chosen by a score, and how the outcome follows that score from wave to wave.

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
    slopes : ndarray, shape (number of waves,)
        Outcome per unit of the score at each wave, without any effect of the treatment.
    score_sd, outcome_sd : float
        SD of the score, and of the outcome at the first wave in its units.
    people : int
        People the slopes after treatment rest on.
    untreated_only : bool
        Whether these are the untreated; otherwise everyone, with treatment held fixed.
    treated, scored : int
        People with a score who were treated, and all with a score.
    """

    share: float
    cutoff: float
    gap: float
    sharp_gap: float
    slopes: Array
    score_sd: float
    outcome_sd: float
    people: int
    untreated_only: bool
    treated: int
    scored: int


def sharp_gap(share: float) -> tuple[float, float]:
    """Return z and phi(z) [1/s + 1/(1-s)] for a share s above the cut-off of a normal score."""
    cutoff = float(ndtri(1 - share))
    height = exp(-cutoff * cutoff / 2) / sqrt(2 * pi)
    return cutoff, height * (1 / share + 1 / (1 - share))


def follow(
    score: Array, treated: Mask, outcomes: Sequence[Array], touched: Sequence[bool]
) -> Following | None:
    """Return how the outcome follows a score that chose the treated.

    Parameters
    ----------
    score : ndarray, shape (p,)
        Score of each person when treatment was assigned; NaN where missing.
    treated : ndarray of bool, shape (p,)
        Who was treated.
    outcomes : sequence of ndarray, shape (p,)
        Outcome at each wave; NaN where missing.
    touched : sequence of bool
        Whether some are already treated at that wave, so that it may hold an effect.

    Returns
    -------
    Following or None
        None where the groups, the score or the waves do not allow it.

    Notes
    -----
    At a wave that no treatment has touched the slope comes from everyone; after that from the
    untreated, whom no effect touches, and with fewer than 30 of them from everyone, within treated
    and untreated. A slope, unlike a correlation, is not changed by the narrower range of their
    scores.
    """
    scored = np.isfinite(score)
    groups = (scored & treated, scored & ~treated)
    spreads = _spreads(score[scored], groups, outcomes)
    if spreads is None:
        return None
    untreated_only = int(groups[1].sum()) >= ENOUGH
    basis = groups[1] if untreated_only else scored
    slopes = [
        _slope(score, values, treated, basis)
        if after
        else _slope(score, values, np.zeros_like(treated), scored)
        for values, after in zip(outcomes, touched, strict=True)
    ]
    found = [slope for slope in slopes if slope is not None]
    if len(found) < len(slopes):
        return None
    share = float(groups[0].sum() / scored.sum())
    cutoff, sharp = sharp_gap(share)
    return Following(
        share=share,
        cutoff=cutoff,
        gap=float(score[groups[0]].mean() - score[groups[1]].mean()) / spreads[0],
        sharp_gap=sharp,
        slopes=np.asarray(found),
        score_sd=spreads[0],
        outcome_sd=spreads[1],
        people=int(basis.sum()),
        untreated_only=untreated_only,
        treated=int(groups[0].sum()),
        scored=int(scored.sum()),
    )


def foretell(
    fitted: Array,
    regressors: Array,
    effects: Sequence[Codes],
    weights: Array | None,
    *,
    treatments: int = 1,
    constant: bool = True,
) -> Array | None:
    """Return what a model makes of outcomes that follow a score alone.

    Parameters
    ----------
    fitted : ndarray, shape (n,)
        Slope at the row's wave times the person's score.
    regressors : ndarray, shape (n, k)
        Those of the model, the treatments last; without effects the constant is added.
    effects : sequence of ndarray of int, shape (n,)
        Those the model takes out.
    weights : ndarray, shape (n,), or None
        Those of the model.
    treatments : int
        How many of the regressors are treatments.
    constant : bool
        Whether the constant is to be added where there are no effects.

    Returns
    -------
    ndarray, shape (treatments,), or None
        Their coefficients, in units of the outcome; None where one cannot be told from the rest
        in these rows.

    Notes
    -----
    With person and wave effects and one start of treatment this is
    (b_after - b_before) x (mean score of the treated - of the others), b the slope averaged over
    the waves after and before. With r = b SD(score) / SD(outcome) that is (r_after - r_before) x
    gap in SD of the outcome, and the gap of a normal score with a sharp cut-off z is
    phi(z) [1/s + 1/(1-s)]; here the gap is the one in the data, because some are treated below
    the cut-off and some above it are not. With several starts it is the average that the model
    itself makes of them.
    """
    whole = effects or not constant
    columns = regressors if whole else np.column_stack([np.ones(fitted.size), regressors])
    last = np.arange(columns.shape[1] - treatments, columns.shape[1])
    # treatments are added once, so that there is something to fit where `fitted` is flat
    target = fitted + columns[:, last].sum(axis=1)
    try:
        fit = least_squares(target, columns, effects=effects, weights=weights)
    except ModelError:
        return None
    return fit.coefficients[-treatments:] - 1.0 if set(last) <= set(fit.kept) else None


def _spreads(
    score: Array, groups: tuple[Mask, Mask], outcomes: Sequence[Array]
) -> tuple[float, float] | None:
    """Return the SD of the score and of the outcome at first; None where they say nothing."""
    if min(int(group.sum()) for group in groups) < FEWEST or not outcomes:
        return None
    first = outcomes[0][np.isfinite(outcomes[0])]
    if first.size < FEWEST:
        return None
    spreads = float(score.std(ddof=1)), float(first.std(ddof=1))
    return spreads if min(spreads) > 0 else None


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
