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

from studytool.models.kernel.absorption import sums_by_code
from studytool.models.kernel.finite import lengths
from studytool.models.kernel.pieces import whole_levels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Absorption, Array, Codes
    from studytool.models.kernel.remaining import Remaining

FEW_LEVELS = 16
"""Levels of all other effects up to which sums by level are a matrix product."""

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
        for rows, here, raw, room in _raw(self.regressors, self.outcomes, self.plan):
            columns, piece = raw, room[:-1]
            for codes, values in self.others:
                _subtract(columns, values, codes[rows], room)
                columns = list(piece)
            if not means:
                heavy = _weighted(columns, rows, self.plan)
                _take_out_means(columns, heavy, here, _level_weights(rows, self.plan), room)
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
                room = np.empty((len(responses) + 1, here.size))
            errors = room[:-1, : here.size]
            np.subtract(piece[responses], slopes @ regressors, out=errors)
            if steady:
                heavy = _weighted(list(errors), rows, self.plan)
                means = _level_weights(rows, self.plan)
                _take_out_means(list(errors), heavy, here, means, room[:, : here.size])
            yield np.array(
                [
                    sums_by_code(regressors, here, heavy, block=0)
                    for heavy in _weighted(list(errors), rows, self.plan)
                ]
            )

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
    sums = _add_up(regressors, outcomes, plan, sizes)
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
            products += _heavy(piece, rows, plan) @ piece.T
    return Gathered(columns, _even(products), norms, sums.about_mean)


def _even(products: Array) -> Array:
    return (products + products.T) / 2


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums over all rows: of columns as given, and of what the largest effect leaves of them."""

    squares: Array
    about_mean: Array
    products: Array
    by_level: Array


def _add_up(regressors: Array, outcomes: Array, plan: Absorption, sizes: list[int]) -> _Sums:
    """Add up in one pass over the rows; squares that are not finite are left to be refused."""
    first = regressors.shape[1]
    width = first + outcomes.shape[1]
    squares, spread = np.zeros(width), []
    products = np.zeros((width, width + sum(sizes)))
    marks = sum(sizes) if sum(sizes) <= FEW_LEVELS else 0
    with np.errstate(over="ignore", invalid="ignore"):
        for rows, here, raw, room in _raw(regressors, outcomes, plan, marks):
            heavy, totals = _weighted(raw, rows, plan), _level_weights(rows, plan)
            squares += [column @ other for column, other in zip(raw, heavy, strict=True)]
            spread.append(_spread(raw[first:], heavy[first:], rows, plan))
            _take_out_means(raw, heavy, here, totals, room)
            left = _heavy(room[:width], rows, plan)
            products += _products(left, room, [codes[rows] for codes in plan.others], sizes)
        return _Sums(squares, _about_mean(spread), products[:, :width], products[:, width:])


def _products(left: Array, room: Array, codes: list[Codes], sizes: list[int]) -> Array:
    """Return the products of columns, and beside them their sums by level of other effects.

    Few levels are marked in the room that follows the columns, which makes sums products.
    """
    width = len(left)
    if len(room) > width + 1:
        start = width
        for each, size in zip(codes, sizes, strict=True):
            levels = np.arange(size, dtype=np.uint8)[:, None]
            room[start : start + size] = each.astype(np.uint8) == levels
            start += size
        both: Array = left @ room[:-1].T
        return both
    # a copy, because few columns times themselves take twice as long
    products = left @ room[:width].copy().T
    sums = [
        np.array([np.bincount(each, column, size) for column in left])
        for each, size in zip(codes, sizes, strict=True)
    ]
    return np.hstack([products, *sums])


def _spread(
    columns: list[Array], heavy: list[Array], rows: slice, plan: Absorption
) -> tuple[float, list[float], list[float]]:
    """Return the weight of a piece, and each column's mean and squares about it."""
    weights = None if plan.weights is None else plan.weights[rows]
    total = float(columns[0].size if weights is None else weights.sum())
    means = [float(column.sum()) / total for column in heavy]
    squares = []
    for column, mean in zip(columns, means, strict=True):
        about = column - mean
        squares.append(float(about @ (about if weights is None else about * weights)))
    return total, means, squares


def _about_mean(spread: list[tuple[float, list[float], list[float]]]) -> Array:
    """Return the squares about the mean of all rows from those of the pieces."""
    totals, means, squares = (np.array(each) for each in zip(*spread, strict=True))
    mean = totals @ means / totals.sum()
    about: Array = squares.sum(axis=0) + totals @ (means - mean) ** 2
    return about


def _raw(
    regressors: Array, outcomes: Array, plan: Absorption, more: int = 0
) -> Iterator[tuple[slice, Codes, list[Array], Array]]:
    """Yield rows, their levels, their columns as given, and room for these, more, and one more."""
    codes = cast("Codes", plan.absorbed)
    columns = [*regressors.T, *outcomes.T]
    room = np.empty((len(columns) + more + 1, 0))
    for rows in whole_levels(codes):
        here = codes[rows] - codes[rows.start]
        if here.size > room.shape[1]:
            room = np.empty((len(room), here.size))
        yield rows, here, [column[rows] for column in columns], room[:, : here.size]


def _level_weights(rows: slice, plan: Absorption) -> Array | Codes:
    """Return the weight of each of the largest effect's levels in a piece of the rows."""
    codes = cast("Codes", plan.absorbed)
    return plan.level_weights[int(codes[rows.start]) : int(codes[rows.stop - 1]) + 1]


def _take_out_means(
    columns: list[Array], heavy: list[Array], here: Codes, totals: Array | Codes, room: Array
) -> None:
    """Write columns less their means by level into the room; `heavy` are columns times weights."""
    shares = 1 / totals
    means = [np.bincount(here, column) * shares for column in heavy]
    _subtract(columns, means, here, room)


def _subtract(columns: list[Array], values: Array | list[Array], codes: Codes, room: Array) -> None:
    """Write the columns less what their levels say into the room, whose last row is spare."""
    for column, value, place in zip(columns, values, room, strict=False):
        # codes are known to be within range: "clip" only leaves the check out
        np.take(value, codes, out=room[-1], mode="clip")
        np.subtract(column, room[-1], out=place)


def _weighted(columns: list[Array], rows: slice, plan: Absorption) -> list[Array]:
    weights = plan.weights
    return columns if weights is None else [column * weights[rows] for column in columns]


def _heavy(piece: Array, rows: slice, plan: Absorption) -> Array:
    return piece if plan.weights is None else piece * plan.weights[rows]
