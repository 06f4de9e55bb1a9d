"""Effects taken out of columns: one by its group means, the others as carried dummy columns.

A panel of children has one effect with many levels (the child) and others with few (waves, school
by wave cells). Taking out the first by its group means and carrying the others as columns is exact
on unbalanced panels, where taking out one effect's means after the other's is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from studytool.core.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

DEPENDENT = 1e-9
"""A column is dependent if those before it leave at most this share of its norm."""

CARRIED_LEVELS = 2_000
"""Most levels that all effects but the largest may have together."""

CARRIED_CELLS = 50_000_000
"""Most cells (rows times carried levels) held at once: 400 MB."""


@dataclass(frozen=True, slots=True)
class Absorption:
    """How the effects of a model are taken out of any column.

    Attributes
    ----------
    rows : int
        Number of rows, n.
    weights : ndarray, shape (n,), or None
        Weights of the rows; None where every row weighs the same.
    root_weights : ndarray, shape (n,), or None
        Square roots of the weights; None where every row weighs the same.
    absorbed : ndarray of int, shape (n,), or None
        Codes of the effect with the most levels, taken out by its means; None without effects.
    level_weights : ndarray, shape (levels,)
        Total weight (number of rows where there are no weights) of each absorbed level; absent
        levels hold 1, so that they can be divided by.
    others : tuple of ndarray of int, shape (n,)
        Codes of the other effects, whose levels are carried as columns.
    levels : int
        Number of levels of the absorbed effect that occur.
    """

    rows: int
    weights: Array | None
    root_weights: Array | None
    absorbed: Codes | None
    level_weights: Array
    others: tuple[Codes, ...]
    levels: int


def plan_absorption(
    rows: int, effects: Sequence[Codes], weights: Array | None = None
) -> Absorption:
    """Choose which effect is taken out by means and which are carried as columns.

    Parameters
    ----------
    rows : int
        Number of rows, n.
    effects : sequence of ndarray of int, shape (n,)
        Level of each row in each effect, coded 0, 1, 2, ... ; codes may be absent.
    weights : ndarray, shape (n,), optional
        Positive weights; only their ratios matter.

    Returns
    -------
    Absorption
        The plan, to be used by `take_out` and `carried_columns`.

    Raises
    ------
    ModelError
        If the effects beside the largest have more levels than can be carried.
    """
    root = None if weights is None else np.sqrt(weights)
    if not effects:
        return Absorption(rows, weights, root, None, np.ones(0), (), 0)
    counts = [np.bincount(codes) for codes in effects]
    present = [int(np.count_nonzero(count)) for count in counts]
    largest = int(np.argmax(present))
    _refuse_too_many(rows, sum(present) - present[largest])
    totals = np.bincount(effects[largest], weights).astype(float)
    totals[counts[largest] == 0] = 1.0
    others = tuple(codes for place, codes in enumerate(effects) if place != largest)
    return Absorption(rows, weights, root, effects[largest], totals, others, present[largest])


def _refuse_too_many(rows: int, carried: int) -> None:
    if carried > CARRIED_LEVELS or rows * carried > CARRIED_CELLS:
        raise ModelError(
            f"The effects beside the largest have {carried:,} levels together, which is too many.",
            why=f"They are carried as columns: at most {CARRIED_LEVELS:,} levels and "
            f"{CARRIED_CELLS:,} cells (rows times levels).",
            remedy="Keep one effect with many levels and make the others coarser.",
        )


def take_out(columns: Array, plan: Absorption) -> None:
    """Take the means of the absorbed effect out of columns, in place.

    Parameters
    ----------
    columns : ndarray, shape (c, n)
        One column of the model a row, multiplied by the root weights where there are weights;
        overwritten.
    plan : Absorption
        From `plan_absorption`.
    """
    codes, root, totals = plan.absorbed, plan.root_weights, plan.level_weights
    if codes is None:
        return
    for place, column in enumerate(columns):
        if root is None:
            columns[place] -= (np.bincount(codes, column, totals.size) / totals)[codes]
        else:
            means = np.bincount(codes, column * root, totals.size) / totals
            columns[place] -= means[codes] * root


def carried_columns(plan: Absorption) -> Array:
    """Return the dummy columns of the carried effects, each effect's first level left out.

    Parameters
    ----------
    plan : Absorption
        From `plan_absorption`.

    Returns
    -------
    ndarray, shape (m, n)
        One dummy a row, multiplied by the root weights where there are weights; the absorbed
        effect is not yet taken out.
    """
    blocks = []
    for codes in plan.others:
        levels = np.flatnonzero(np.bincount(codes))[1:]
        blocks.append((codes == levels[:, None]).astype(float))
    if not blocks:
        return np.empty((0, plan.rows))
    dummies = blocks[0] if len(blocks) == 1 else np.concatenate(blocks)
    if plan.root_weights is not None:
        dummies *= plan.root_weights
    return dummies


def triangle(columns: Array) -> Array:
    """Return the upper triangle of the QR decomposition of columns.

    Parameters
    ----------
    columns : ndarray, shape (c, n)
        One column of the model a row.

    Returns
    -------
    ndarray, shape (min(n, c), c)
        R, which has the lengths and angles of the columns.
    """
    return cast("Array", np.linalg.qr(columns.T, mode="r"))


def independent(upper: Array, norms: Array) -> list[int]:
    """Return the columns that do not depend on those before them.

    Parameters
    ----------
    upper : ndarray, shape (r, c)
        From `triangle`.
    norms : ndarray, shape (c,)
        Norm of each column before anything was taken out of it.

    Returns
    -------
    list of int
        Kept columns in order. A column is dropped if its norm, once the columns kept before it
        are taken out, is at most `DEPENDENT` times its norm in `norms`: free of units, and the
        first to come is the first to be kept.
    """
    if upper.shape[0] >= upper.shape[1]:
        pivots = np.abs(np.diagonal(upper))
        if (pivots > DEPENDENT * norms).all():
            return list(range(upper.shape[1]))
    basis = np.empty((0, upper.shape[0]))
    kept = []
    for place, column in enumerate(upper.T):
        # twice is enough: the second pass takes out what rounding left in the first
        left = column - basis.T @ (basis @ column)
        left -= basis.T @ (basis @ left)
        norm = np.sqrt(left @ left)
        if norm > DEPENDENT * norms[place]:
            kept.append(place)
            basis = np.vstack([basis, left / norm])
    return kept


def rank_of_effects(effects: Sequence[Codes]) -> int:
    """Return the exact rank of all dummy columns of a set of effects.

    Parameters
    ----------
    effects : sequence of ndarray of int, shape (n,)
        Codes of each effect.

    Returns
    -------
    int
        Levels less redundant ones: for two effects, both counts of levels less the number of
        connected parts of the graph that joins levels sharing a row; 0 without effects.
    """
    if not effects:
        return 0
    plan = plan_absorption(effects[0].size, effects)
    dummies = carried_columns(plan)
    if not dummies.size:
        return plan.levels
    norms = np.sqrt(np.einsum("cn,cn->c", dummies, dummies))
    take_out(dummies, plan)
    return plan.levels + len(independent(triangle(dummies), norms))


def singletons(effects: Sequence[Codes]) -> NDArray[np.bool_]:
    """Mark rows that are alone in a level of an effect, again and again until none is left.

    Parameters
    ----------
    effects : sequence of ndarray of int, shape (n,)
        Codes of each effect; at least one.

    Returns
    -------
    ndarray of bool, shape (n,)
        True where a row carries no information on the slopes because some effect fits it alone,
        at once or after other such rows have left.
    """
    alone = np.zeros(effects[0].size, dtype=bool)
    while True:
        found = alone.copy()
        for codes in effects:
            counts = np.bincount(codes[~found], minlength=int(codes.max()) + 1)
            found |= counts[codes] == 1
        if (found == alone).all():
            return alone
        alone = found
