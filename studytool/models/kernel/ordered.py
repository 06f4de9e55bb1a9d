"""Columns of rows in the order of the largest effect, worked on a piece at a time.

Many rows do not fit in the processor's cache, and arrays as long as the data cost more to lay out
than to fill. Where the rows of a level stand together, all effects can be taken out of a piece of
the rows by itself, again and again as it is needed, and nothing as long as the data is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np

from studytool.models.kernel.finite import lengths
from studytool.models.kernel.moments import add_up, add_up_at_once
from studytool.models.kernel.piecework import (
    levels_of,
    products_by_level,
    raw_pieces,
    subtract,
    take_out_means,
    weighted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Absorption, Array, Codes
    from studytool.models.kernel.remaining import Remaining

KEPT = 1e-3
"""Share of its squares a column keeps where products may be corrected instead of made again."""

STEADY = 1e-6
"""Share of its squares a column keeps where the means of its levels may be left in it."""


@dataclass(frozen=True)  # no slots: what is made when it is asked for is kept
class OrderedColumns:
    """Columns and what must be taken out of them, a piece of the rows at a time.

    Attributes
    ----------
    regressors : ndarray, shape (n, p)
        As given.
    outcomes : ndarray, shape (n, q)
        As given.
    plan : Absorption
        Of the largest effect, by which the rows are sorted.
    others : tuple of (codes, values)
        Codes of each other effect, shape (n,), and what each level says of each column, shape
        (p + q, levels).
    """

    regressors: Array
    outcomes: Array
    plan: Absorption
    others: tuple[tuple[Codes, Array], ...]

    def pieces(self, *, means: bool = False) -> Iterator[tuple[slice, Codes, Array]]:
        """Yield whole levels of rows, and their columns with all effects taken out.

        Parameters
        ----------
        means : bool
            Whether to leave the means of the largest effect's levels in.

        Yields
        ------
        rows : slice
            Rows of the piece.
        codes : ndarray of int, shape (m,)
            Their levels of the largest effect, counted from the first.
        columns : ndarray, shape (p + q, m)
            Overwritten when the next is asked for.
        """
        for rows, here, raw, room in raw_pieces(self.regressors, self.outcomes, self.plan):
            columns, piece = raw, room[:-1]
            for codes, values in self.others:
                subtract(columns, values, codes[rows], room)
                columns = list(piece)
            if not means:
                totals = self.plan.level_weights[levels_of(rows, self.plan)]
                take_out_means(columns, weighted(columns, rows, self.plan), here, totals, room)
            elif columns is raw:
                piece[:] = raw
            yield rows, here, piece

    def scores(
        self,
        places: slice | NDArray[np.intp],
        responses: Sequence[int],
        slopes: Array,
        *,
        steady: bool,
    ) -> Iterator[Array]:
        """Yield the scores of models, summed by level of the largest effect.

        Parameters
        ----------
        places : slice or ndarray of int, shape (k,)
            Places of the regressors of every model.
        responses : sequence of int
            Places of the outcomes, q of them.
        slopes : ndarray, shape (q, k)
            Slopes of each model.
        steady : bool
            Whether no column loses digits next to the means of its levels, so that these need be
            taken out of the errors only: errors that add up to 0 in a level meet no mean there.

        Yields
        ------
        ndarray, shape (q, k, levels)
            (Weighted) sums of regressors times errors, for the levels of one piece of the rows.
        """
        room = np.empty((len(responses) + 1, 0))
        for rows, here, piece in self.pieces(means=steady):
            regressors = piece[places]
            if here.size > room.shape[1]:
                room = np.empty((len(room), here.size))
            errors = list(room[:-1, : here.size])
            fitted = slopes @ regressors
            for response, fit, error in zip(responses, fitted, errors, strict=True):
                np.subtract(piece[response], fit, out=error)
            if steady:
                heavy = weighted(errors, rows, self.plan)
                totals = self.plan.level_weights[levels_of(rows, self.plan)]
                take_out_means(errors, heavy, here, totals, room[:, : here.size])
            heavy = weighted(errors, rows, self.plan)
            yield products_by_level(list(regressors), heavy, here, room[-1, : here.size])

    @cached_property
    def columns(self) -> Array:
        """All columns with all effects taken out, shape (p + q, n)."""
        columns = np.empty((self.regressors.shape[1] + self.outcomes.shape[1], self.plan.rows))
        for rows, _, piece in self.pieces():
            columns[:, rows] = piece
        return columns


@dataclass(frozen=True, slots=True)
class Gathered:
    """Columns and their sums over all rows.

    Attributes
    ----------
    columns : OrderedColumns
        The columns.
    products : ndarray, shape (p + q, p + q)
        Their (weighted) cross products, all effects taken out.
    norms : ndarray, shape (p + q,)
        (Weighted) length of each as given.
    about_mean : ndarray, shape (q,)
        (Weighted) sum of squares of each outcome about its mean.
    """

    columns: OrderedColumns
    products: Array
    norms: Array
    about_mean: Array


def is_in_order(plan: Absorption, remaining: Remaining) -> bool:
    """Tell whether all effects can be taken out a piece at a time.

    Parameters
    ----------
    plan : Absorption
        Of the largest effect.
    remaining : Remaining
        Of the others.

    Returns
    -------
    bool
        True for many rows sorted by the largest effect, without trends, where the others are few
        levels.
    """
    if not plan.ordered or plan.trends:
        return False
    alone = remaining.basis is not None and not len(remaining.basis)
    return alone or (remaining.inverse is not None and remaining.equations is None)


def gather(regressors: Array, outcomes: Array, plan: Absorption, remaining: Remaining) -> Gathered:
    """Find what the other effects say of each column, and the products of what is left.

    Parameters
    ----------
    regressors : ndarray, shape (n, p)
        Regressors.
    outcomes : ndarray, shape (n, q)
        Outcomes.
    plan, remaining
        Of the effects; `is_in_order`.

    Returns
    -------
    Gathered
        Columns and products.

    Raises
    ------
    ModelError
        If a value is not finite.
    """
    sizes = [plan.counted(codes).size for codes in plan.others]
    sums = add_up_at_once(regressors, outcomes, plan, sizes)
    if sums is None:
        sums = add_up(regressors, outcomes, plan, sizes)
    norms = lengths(sums.squares)
    if not sizes:
        columns = OrderedColumns(regressors, outcomes, plan, ())
        return Gathered(columns, _even(sums.products), norms, sums.about_mean)
    values = sums.by_level @ cast("Array", remaining.inverse)
    split = np.split(values, np.cumsum(sizes)[:-1], axis=1)
    parts = tuple((c, np.ascontiguousarray(v)) for c, v in zip(plan.others, split, strict=True))
    columns = OrderedColumns(regressors, outcomes, plan, parts)
    products = sums.products - sums.by_level @ values.T
    if (products.diagonal() < KEPT * sums.products.diagonal()).any():
        # the other effects say nearly all of a column: what is left has too few digits
        products = np.zeros_like(products)
        for rows, _, piece in columns.pieces():
            products += np.array(weighted(list(piece), rows, plan)) @ piece.T
    return Gathered(columns, _even(products), norms, sums.about_mean)


def _even(products: Array) -> Array:
    return (products + products.T) / 2
