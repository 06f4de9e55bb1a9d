"""Effects taken out of columns: one by its group means, the others as carried dummy columns.

A panel of children has one effect with many levels (the child) and others with few (waves, school
by wave cells). Taking out the first by its group means and carrying the others as columns is exact
on unbalanced panels, where taking out one effect's means after the other's is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from studytool.core.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

HIGHEST_CODE = 50_000_000
"""Larger codes are identifiers, for which there is no room to count."""

LONGEST_BLOCK = 32
"""Rows a level of a balanced, sorted panel up to which a small matrix product takes means out."""

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
    level_weights : ndarray of float or int, shape (highest code + 1,)
        Total weight (number of rows where there are no weights) of each absorbed level; absent
        levels hold 1, so that they can be divided by.
    others : tuple of ndarray of int, shape (n,)
        Codes of the other effects, whose levels are carried as columns.
    levels : int
        Number of levels of the absorbed effect that occur.
    alone : bool
        Whether some level of some effect has a single row.
    """

    rows: int
    weights: Array | None
    root_weights: Array | None
    absorbed: Codes | None
    level_weights: Array | Codes
    others: tuple[Codes, ...]
    levels: int
    alone: bool


def refuse_codes(codes: Codes, rows: int, what: str) -> None:
    """Refuse codes that are not 0, 1, 2, ... with one a row.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
        Codes to look at.
    rows : int
        Number of rows there should be.
    what : str
        What they code, to begin the message with, such as "An effect".

    Raises
    ------
    ModelError
        If they are anything else, or so large that they must be identifiers.
    """
    wrong = codes.shape != (rows,) or codes.dtype.kind not in "iu"
    if wrong or codes.min() < 0 or codes.max() > HIGHEST_CODE:
        raise ModelError(f"{what} is not coded 0, 1, 2, ... with one code a row.")


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
        return Absorption(rows, weights, root, None, np.ones(0), (), 0, alone=False)
    counts = [np.bincount(codes) for codes in effects]
    present = [int(np.count_nonzero(count)) for count in counts]
    largest = present.index(max(present))
    _refuse_too_many(rows, sum(present) - present[largest])
    rows_of_level = counts[largest]
    totals = rows_of_level if weights is None else np.bincount(effects[largest], weights)
    if present[largest] < rows_of_level.size:
        totals = np.where(rows_of_level > 0, totals, 1)
    others = tuple(codes for place, codes in enumerate(effects) if place != largest)
    alone = any(1 in count for count in counts)
    return Absorption(
        rows, weights, root, effects[largest], totals, others, present[largest], alone
    )


def _refuse_too_many(rows: int, carried: int) -> None:
    if carried > CARRIED_LEVELS or rows * carried > CARRIED_CELLS:
        raise ModelError(
            f"The effects beside the largest have {carried:,} levels together, which is too many.",
            why=f"They are carried as columns: at most {CARRIED_LEVELS:,} levels and "
            f"{CARRIED_CELLS:,} cells (rows times levels).",
            remedy="Keep one effect with many levels and make the others coarser.",
        )


def block_length(codes: Codes) -> int:
    """Return T if the codes are 0 T times, then 1 T times, and so on: a balanced, sorted panel.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
        Codes of an effect or of clusters.

    Returns
    -------
    int
        T, or 0 if they are anything else or T is so large that a T x T product is no gain.
    """
    levels = int(codes[-1]) + 1
    length, rest = divmod(codes.size, levels)
    if rest or not 0 < length <= LONGEST_BLOCK:
        return 0
    table = codes.reshape(levels, length)
    return length if (table == np.arange(levels)[:, None]).all() else 0


def sums_by_code(columns: Array, codes: Codes) -> Array:
    """Return the sum of each column over the rows of each code.

    Parameters
    ----------
    columns : ndarray, shape (c, n)
        One column of the model a row.
    codes : ndarray of int, shape (n,)
        Codes of an effect or of clusters.

    Returns
    -------
    ndarray, shape (c, highest code + 1)
        Sums; zero for codes that do not occur.
    """
    block = block_length(codes)
    if block:
        return (columns.reshape(-1, block) @ np.ones(block)).reshape(len(columns), -1)
    length = int(codes.max()) + 1
    return np.array([np.bincount(codes, column, length) for column in columns])


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
    block = block_length(codes) if root is None else 0
    if block:
        centre = np.eye(block) - 1 / block
        columns[:] = (columns.reshape(-1, block) @ centre).reshape(columns.shape)
        return
    # column by column: what is held at once stays in the processor's cache
    for place, column in enumerate(columns):
        sums = np.bincount(codes, column if root is None else column * root, totals.size)
        means = (sums / totals).take(codes)
        columns[place] -= means if root is None else means * root


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
