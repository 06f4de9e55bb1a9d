"""Sums over sorted rows, from which the products of columns without their effects are made.

`add_up` takes the means of the largest effect's levels out of each column and multiplies what is
left. `add_up_at_once` multiplies the columns as they are, less a constant, and takes from the sums
what the means say: less is written, and as many digits stay while the means do not say nearly all
of a column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.kernel.counting import MARKED_LEVELS
from studytool.models.kernel.piecework import levels_of, raw_pieces, take_out_means, weighted

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Absorption, Array, Codes
    from studytool.models.kernel.counting import Shared

VARIED = 0.03
"""Share of its squares a column keeps, the means taken out, where sums may be corrected."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over all rows.

    Attributes
    ----------
    squares : ndarray, shape (p + q,)
        (Weighted) squares of each column as given; not finite where a value is not, or too large.
    about_mean : ndarray, shape (q,)
        (Weighted) squares of each outcome about its mean.
    products : ndarray, shape (p + q, p + q)
        (Weighted) cross products of what the largest effect leaves of the columns.
    by_level : ndarray, shape (p + q, levels)
        (Weighted) sums of what it leaves, by level of the other effects side by side.
    """

    squares: Array
    about_mean: Array
    products: Array
    by_level: Array


def add_up(regressors: Array, outcomes: Array, plan: Absorption, sizes: list[int]) -> Sums:
    """Add up what the means of the largest effect's levels leave of columns.

    Parameters
    ----------
    regressors : ndarray, shape (n, p)
        Regressors.
    outcomes : ndarray, shape (n, q)
        Outcomes.
    plan : Absorption
        Of the largest effect, by which the rows are sorted.
    sizes : list of int
        Highest code + 1 of each other effect.

    Returns
    -------
    Sums
        The sums.
    """
    first = regressors.shape[1]
    width = first + outcomes.shape[1]
    explained, spread = np.zeros(width), []
    products = np.zeros((width, width + sum(sizes)))
    marks = sum(sizes) if sum(sizes) <= MARKED_LEVELS else 0
    with np.errstate(over="ignore", invalid="ignore"):
        for rows, here, raw, room in raw_pieces(regressors, outcomes, plan, marks):
            heavy, totals = weighted(raw, rows, plan), plan.level_weights[levels_of(rows, plan)]
            spread.append(_spread(raw[first:], heavy[first:], rows, plan))
            explained += take_out_means(raw, heavy, here, totals, room)
            left = room[:width] if plan.weights is None else room[:width] * plan.weights[rows]
            products += _products(left, room, [codes[rows] for codes in plan.others], sizes)
        squares = explained + products.diagonal()
        return Sums(squares, _about_mean(spread), products[:, :width], products[:, width:])


def add_up_at_once(
    regressors: Array, outcomes: Array, plan: Absorption, sizes: list[int]
) -> Sums | None:
    """Add up columns as they are, and take from the sums what the means of the levels say.

    Parameters
    ----------
    regressors, outcomes, plan, sizes
        As in `add_up`.

    Returns
    -------
    Sums or None
        As `add_up` gives them; None where the means say nearly all of a column, so that digits
        would be lost, and where shared rows are not held (`Shared.cells`).
    """
    shared = plan.shared
    if shared is None or shared.cells is None:
        return None
    width = regressors.shape[1] + outcomes.shape[1]
    middle, total = np.zeros(width), np.zeros(width)
    whole, means = np.zeros((width, width + sum(sizes))), np.zeros((width, width + sum(sizes)))
    with np.errstate(over="ignore", invalid="ignore"):
        for rows, here, raw, room in raw_pieces(regressors, outcomes, plan, sum(sizes)):
            if rows.start == 0:
                middle[:] = [column.mean() for column in raw]
            for column, constant, place in zip(raw, middle, room, strict=False):
                np.subtract(column, constant, out=place)
            codes = [each[rows] for each in plan.others]
            whole += _products(room[:width], room, codes, sizes)
            sums = _level_sums(room[:width], here, shared, levels_of(rows, plan))
            totals = plan.level_weights[levels_of(rows, plan)]
            means += (sums[:width] * (1 / totals)) @ sums.T
            total += sums[:width].sum(axis=1)
            # what is not a number is not enough either: the other way says so
            if not ((whole - means).diagonal() >= VARIED * whole.diagonal()).all():
                return None
    squares, left, first = whole.diagonal(), whole - means, regressors.shape[1]
    given = squares + middle * (2 * total + plan.rows * middle)
    about_mean = (squares - total**2 / plan.rows)[first:]
    return Sums(given, about_mean, left[:, :width], left[:, width:])


def _level_sums(columns: Array, here: Codes, shared: Shared, levels: slice) -> Array:
    """Return the sums of columns by level of the largest effect, and the rows these share."""
    counted = shared.cells[:, levels] if shared.cells is not None else np.empty((0, 0))
    sums = np.empty((len(columns) + len(counted), levels.stop - levels.start))
    for place, column in enumerate(columns):
        sums[place] = np.bincount(here, column)
    sums[len(columns) :] = counted
    return sums


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
