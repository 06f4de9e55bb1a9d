"""Columns with all effects taken out of them, shared by every model that is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.kernel.absorption import plan_absorption, refuse_codes
from studytool.models.kernel.dependence import cross_products
from studytool.models.kernel.finite import lengths
from studytool.models.kernel.ordered import OrderedColumns, gather, is_in_order
from studytool.models.kernel.pieces import stretches
from studytool.models.kernel.ranks import count_rank
from studytool.models.kernel.remaining import plan_remaining, take_out_remaining

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.kernel.absorption import Absorption, Array, Codes, Trend
    from studytool.models.kernel.ranks import Rank
    from studytool.models.kernel.remaining import Remaining


@dataclass(frozen=True, slots=True)
class Projected:
    """Columns with all effects taken out, shared by every model that is made of them.

    Attributes
    ----------
    held : ndarray, shape (p + q, n), or OrderedColumns
        Regressors, then outcomes, one a row, effects taken out, not weighted; or how they are
        made again a piece of the rows at a time, where these are many and in order.
    products : ndarray, shape (p + q, p + q)
        Their (weighted) cross products.
    norms : ndarray, shape (p + q,)
        (Weighted) length of each before.
    about_mean : ndarray, shape (q,)
        (Weighted) sum of squares of each outcome about its mean, before.
    plan : Absorption
        How the largest effect was taken out.
    remaining : Remaining
        How the others were.
    rank : Rank
        Degrees of freedom the effects take.
    unfinished : float
        Largest share of a column's length that may still hold effects; 0 where they were taken
        out exactly, at most 1e-10 where the iteration reached its tolerance.
    """

    held: Array | OrderedColumns
    products: Array
    norms: Array
    about_mean: Array
    plan: Absorption
    remaining: Remaining
    rank: Rank
    unfinished: float

    @property
    def columns(self) -> Array:
        """Regressors, then outcomes, one a row, effects taken out, shape (p + q, n)."""
        return self.held.columns if isinstance(self.held, OrderedColumns) else self.held


def project(
    regressors: Array,
    outcomes: Array,
    *,
    effects: Sequence[Codes] = (),
    weights: Array | None = None,
    trends: Sequence[Trend] = (),
) -> Projected:
    """Take all effects out of regressors and outcomes, each column once.

    Parameters
    ----------
    regressors : ndarray, shape (n, p)
        Regressors of every model, p of them.
    outcomes : ndarray, shape (n, q)
        Outcomes of every model.
    effects, weights, trends
        As in `studytool.models.kernel.linear.least_squares`.

    Returns
    -------
    Projected
        To be used by `studytool.models.kernel.linear.fit_projected`, once for each model.

    Raises
    ------
    ModelError
        If an array does not fit the others or holds a value that is not finite.
    """
    rows = outcomes.shape[0]
    for codes in (*effects, *(by for by, _ in trends)):
        refuse_codes(codes, rows, "An effect")
    _refuse_weights(weights, rows)
    plan = plan_absorption(rows, effects, weights, trends)
    remaining = plan_remaining(plan)
    held: Array | OrderedColumns
    if is_in_order(plan, remaining):
        gathered = gather(regressors, outcomes, plan, remaining)
        held, products, unfinished = gathered.columns, gathered.products, 0.0
        norms, about_mean = gathered.norms, gathered.about_mean
    else:
        held = np.concatenate([regressors.T, outcomes.T])
        norms = _norms(held, weights)
        unfinished = take_out_remaining(held, plan, remaining)
        products = cross_products(held, weights)
        about_mean = np.array([_about_mean(column, weights) for column in outcomes.T])
    rank = count_rank(plan, remaining)
    return Projected(held, products, norms, about_mean, plan, remaining, rank, unfinished)


def _norms(columns: Array, weights: Array | None) -> Array:
    """Return the (weighted) length of each column, and refuse what has none."""
    squares = np.zeros(len(columns))
    with np.errstate(over="ignore", invalid="ignore"):
        for rows in stretches(columns.shape[1]):
            here = columns[:, rows]
            squares += np.vecdot(here, here if weights is None else here * weights[rows])
    return lengths(squares)


def _about_mean(outcome: Array, weights: Array | None) -> float:
    """Return the (weighted) sum of squares of the outcome about its mean."""
    mean = outcome.sum() / outcome.size if weights is None else (weights @ outcome) / weights.sum()
    total = 0.0
    for rows in stretches(outcome.size):
        about = outcome[rows] - mean
        total += float(about @ about if weights is None else (about * weights[rows]) @ about)
    return total


def _refuse_weights(weights: Array | None, rows: int) -> None:
    if weights is None:
        return
    if weights.shape != (rows,) or not (np.isfinite(weights).all() and (weights > 0).all()):
        raise ModelError(
            "The weights are not all positive numbers.",
            remedy="Leave rows without a weight out of the sample before fitting.",
        )
