"""What is done to the columns of one piece of sorted rows, in room that is used again."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from studytool.models.kernel.pieces import whole_levels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studytool.models.kernel.absorption import Absorption, Array, Codes


def raw_pieces(
    regressors: Array, outcomes: Array, plan: Absorption, more: int = 0
) -> Iterator[tuple[slice, Codes, list[Array], Array]]:
    """Yield whole levels of rows, and their columns as given.

    Parameters
    ----------
    regressors : ndarray, shape (n, p)
        Regressors.
    outcomes : ndarray, shape (n, q)
        Outcomes.
    plan : Absorption
        Of the largest effect, by which the rows are sorted.
    more : int
        Columns beside these for which there must be room.

    Yields
    ------
    rows : slice
        Rows of the piece.
    codes : ndarray of int, shape (m,)
        Their levels of the largest effect, counted from the first.
    columns : list of ndarray, shape (m,)
        Regressors, then outcomes.
    room : ndarray, shape (p + q + more + 1, m)
        Room for the columns, for more, and for one spare, which is used again for the next piece.
    """
    codes = cast("Codes", plan.absorbed)
    columns = [*regressors.T, *outcomes.T]
    room = np.empty((len(columns) + more + 1, 0))
    for rows in whole_levels(codes):
        here = codes[rows] - codes[rows.start]
        if here.size > room.shape[1]:
            room = np.empty((len(room), here.size))
        yield rows, here, [column[rows] for column in columns], room[:, : here.size]


def levels_of(rows: slice, plan: Absorption) -> slice:
    """Return the levels of the largest effect in a piece of the rows.

    Parameters
    ----------
    rows : slice
        Rows of the piece.
    plan : Absorption
        Of the largest effect.

    Returns
    -------
    slice
        From the first that occurs to the last.
    """
    codes = cast("Codes", plan.absorbed)
    return slice(int(codes[rows.start]), int(codes[rows.stop - 1]) + 1)


def weighted(columns: list[Array], rows: slice, plan: Absorption) -> list[Array]:
    """Return columns times the weights, where there are any.

    Parameters
    ----------
    columns : list of ndarray, shape (m,)
        Columns of a piece of the rows.
    rows : slice
        Rows of the piece.
    plan : Absorption
        Holds the weights.

    Returns
    -------
    list of ndarray, shape (m,)
        The columns themselves without weights.
    """
    weights = plan.weights
    return columns if weights is None else [column * weights[rows] for column in columns]


def take_out_means(
    columns: list[Array], heavy: list[Array], here: Codes, totals: Array | Codes, room: Array
) -> list[float]:
    """Write columns less their means by level into room.

    Parameters
    ----------
    columns, heavy : list of ndarray, shape (m,)
        Columns, and the same times the weights.
    here : ndarray of int, shape (m,)
        Level of each row, all of `totals` counted from 0.
    totals : ndarray, shape (levels,)
        Weight of each level; 1 where it is absent.
    room : ndarray, shape (c + 1 or more, m)
        Overwritten.

    Returns
    -------
    list of float
        (Weighted) squares that the means explain of each column.
    """
    shares = 1 / totals
    sums = [np.bincount(here, column) for column in heavy]
    means = [each * shares for each in sums]
    subtract(columns, means, here, room)
    return [float(each @ mean) for each, mean in zip(sums, means, strict=True)]


def subtract(columns: list[Array], values: Array | list[Array], codes: Codes, room: Array) -> None:
    """Write columns less what their levels say into room.

    Parameters
    ----------
    columns : list of ndarray, shape (m,)
        Columns, which may lie in the room already.
    values : sequence of ndarray, shape (levels,)
        What the levels say of each.
    codes : ndarray of int, shape (m,)
        Level of each row.
    room : ndarray, shape (c + 1 or more, m)
        Overwritten; the last row is spare.
    """
    for column, value, place in zip(columns, values, room[:-1], strict=False):
        # codes are known to be within range: "clip" only leaves the check out
        np.take(value, codes, out=room[-1], mode="clip")
        np.subtract(column, room[-1], out=place)


def products_by_level(
    columns: list[Array], others: list[Array], here: Codes, spare: Array
) -> Array:
    """Return sums by level of columns times other columns.

    Parameters
    ----------
    columns, others : list of ndarray, shape (m,)
        k columns and q others.
    here : ndarray of int, shape (m,)
        Level of each row, sorted, counted from 0.
    spare : ndarray, shape (m,)
        Overwritten.

    Returns
    -------
    ndarray, shape (q, k, levels)
        The sums.
    """
    sums = np.empty((len(others), len(columns), int(here[-1]) + 1))
    for found, other in zip(sums, others, strict=True):
        for place, column in enumerate(columns):
            np.multiply(column, other, out=spare)
            found[place] = np.bincount(here, spare)
    return sums
