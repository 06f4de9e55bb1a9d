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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studytool.models.kernel.absorption import Absorption, Array, Codes
    from studytool.models.kernel.remaining import Remaining

FEW_LEVELS = 16
"""Levels up to which sums by level are a matrix product."""

PIECE = 16_384
"""Rows of a piece: with room to work in they fit in the cache of one core of a processor."""

KEPT = 1e-3
"""Share of its squares a column keeps where products may be corrected instead of made again."""


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

    def pieces(self) -> Iterator[tuple[slice, Codes, Array]]:
        """Yield whole levels of rows, and their columns with all effects taken out.

        Yields
        ------
        rows : slice
            Rows of the piece.
        codes : ndarray of int, shape (m,)
            Their levels of the largest effect, counted from the first.
        columns : ndarray, shape (p + q, m)
            Overwritten when the next is asked for.
        """
        for rows, here, raw, room in _raw(self.regressors, self.outcomes, self.plan):
            columns, piece = raw, room[:-1]
            for codes, values in self.others:
                _subtract(columns, values, codes[rows], room)
                columns = list(piece)
            _take_out_means(columns, rows, here, self.plan, room)
            yield rows, here, piece

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
    """

    columns: OrderedColumns
    products: Array


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


def whole_levels(codes: Codes) -> Iterator[slice]:
    """Yield rows a piece at a time, no level in two of them.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
        Sorted codes.

    Yields
    ------
    slice
        Of about `PIECE` rows, or of one level that is longer.
    """
    start = 0
    while start < codes.size:
        end = codes.size
        if start + PIECE < end:
            end = int(np.searchsorted(codes, codes[start + PIECE]))
            if end <= start:
                end = int(np.searchsorted(codes, codes[start], side="right"))
        yield slice(start, end)
        start = end


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
    """
    width, sizes = (
        regressors.shape[1] + outcomes.shape[1],
        [plan.counted(codes).size for codes in plan.others],
    )
    products, sums = np.zeros((width, width)), np.zeros((width, sum(sizes)))
    for rows, here, raw, room in _raw(regressors, outcomes, plan):
        piece = room[:-1]
        _take_out_means(raw, rows, here, plan, room)
        heavy = _heavy(piece, rows, plan)
        products += heavy @ piece.copy().T  # few columns times themselves take twice as long
        if sizes:
            sums += np.hstack(
                [
                    _by_level(heavy, codes[rows], size)
                    for codes, size in zip(plan.others, sizes, strict=True)
                ]
            )
    if not sizes:
        return Gathered(OrderedColumns(regressors, outcomes, plan, ()), products)
    values = sums @ cast("Array", remaining.inverse)
    split = np.split(values, np.cumsum(sizes)[:-1], axis=1)
    parts = tuple((c, np.ascontiguousarray(v)) for c, v in zip(plan.others, split, strict=True))
    columns = OrderedColumns(regressors, outcomes, plan, parts)
    left = products - sums @ values.T
    if (left.diagonal() < KEPT * products.diagonal()).any():
        # the other effects say nearly all of a column: what is left has too few digits
        left = np.zeros_like(products)
        for rows, _, piece in columns.pieces():
            left += _heavy(piece, rows, plan) @ piece.T
    return Gathered(columns, (left + left.T) / 2)


def _raw(
    regressors: Array, outcomes: Array, plan: Absorption
) -> Iterator[tuple[slice, Codes, list[Array], Array]]:
    """Yield rows, their levels, their columns as given, and room for these and one more."""
    codes = cast("Codes", plan.absorbed)
    columns = [*regressors.T, *outcomes.T]
    room = np.empty((len(columns) + 1, 0))
    for rows in whole_levels(codes):
        here = codes[rows] - codes[rows.start]
        if here.size > room.shape[1]:
            room = np.empty((len(columns) + 1, here.size))
        yield rows, here, [column[rows] for column in columns], room[:, : here.size]


def _take_out_means(
    columns: list[Array], rows: slice, here: Codes, plan: Absorption, room: Array
) -> None:
    """Write the columns less their means in the largest effect's levels into the room."""
    codes = cast("Codes", plan.absorbed)
    totals = plan.level_weights[int(codes[rows.start]) : int(codes[rows.stop - 1]) + 1]
    heavy = columns
    if plan.weights is not None:
        heavy = [column * plan.weights[rows] for column in columns]
    means = [np.bincount(here, column) / totals for column in heavy]
    _subtract(columns, means, here, room)


def _subtract(columns: list[Array], values: Array | list[Array], codes: Codes, room: Array) -> None:
    """Write the columns less what their levels say into the room, whose last row is spare."""
    for column, value, place in zip(columns, values, room[:-1], strict=True):
        # codes are known to be within range: "clip" only leaves the check out
        np.take(value, codes, out=room[-1], mode="clip")
        np.subtract(column, room[-1], out=place)


def _heavy(piece: Array, rows: slice, plan: Absorption) -> Array:
    return piece if plan.weights is None else piece * plan.weights[rows]


def _by_level(columns: Array, codes: Codes, size: int) -> Array:
    """Return the sum of each column over the rows of each of few levels, shape (c, size)."""
    if size <= FEW_LEVELS:
        marks = (codes == np.arange(size)[:, None]).astype(float)
        sums: Array = columns @ marks.T
        return sums
    return np.array([np.bincount(codes, column, size) for column in columns])
