"""The largest effect, taken out of columns by its means (and by its trends where asked for).

A panel of children has one effect with many levels (the child) and others with few (waves, school
by wave cells). The first is taken out level by level here; `studytool.models.kernel.remaining`
takes out the others, so that both together are exact on unbalanced panels, where taking out one
effect's means after the other's is not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from studytool.core.errors import ModelError
from studytool.models.kernel.counting import count_levels, share_rows
from studytool.models.kernel.pieces import STRETCH, is_ordered, stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.kernel.counting import Shared

Array = NDArray[np.float64]
Codes = NDArray[np.intp]
Trend = tuple[Codes, Array]
"""Codes of the levels that have a slope each, and time; both of shape (n,)."""

HIGHEST_CODE = 50_000_000
"""Larger codes are identifiers, for which there is no room to count."""

LONGEST_BLOCK = 32
"""Rows a level of a balanced, sorted panel up to which a small matrix product takes means out."""

NO_CHANGE = 1e-18
"""Share of its squares that time must keep within a level to have a slope there."""


@dataclass(frozen=True, slots=True)
class Absorption:
    """How the largest effect of a model is taken out of any column.

    Attributes
    ----------
    rows : int
        Number of rows, n.
    effects : tuple of ndarray of int, shape (n,)
        Codes of the effects, as given.
    trends : tuple of (ndarray of int, ndarray), shape (n,)
        Codes and time of the trends, as given.
    weights : ndarray, shape (n,), or None
        Weights of the rows; None where every row weighs the same.
    absorbed : ndarray of int, shape (n,), or None
        Codes of the effect with the most levels, taken out by its means; None without effects.
    level_weights : ndarray, shape (highest code + 1,)
        Total weight (number of rows where there are no weights) of each absorbed level; absent
        levels hold 1, so that they can be divided by.
    block : int
        Rows a level where the absorbed effect is sorted and balanced and no row is weighted; 0
        otherwise.
    ordered : bool
        Whether the rows are sorted by the absorbed effect, looked at where they are many.
    time : ndarray, shape (n,), or None
        Time less its mean in the absorbed level, where these levels have trends.
    time_weights : ndarray, shape (highest code + 1,)
        Total (weighted) squares of `time` in each absorbed level; 1 where time does not change.
    counts : tuple of ndarray of int, shape (highest code + 1,)
        Rows of each level of each effect.
    shared : Shared or None
        Rows (or their weights) that levels of the absorbed effect share with those of the others,
        where the rows are many and sorted by it, and the others have few levels.
    present : tuple of int
        Number of levels of each effect that occur.
    levels : int
        Degrees of freedom taken here: levels of the absorbed effect that occur, and slopes.
    """

    rows: int
    effects: tuple[Codes, ...]
    trends: tuple[Trend, ...]
    weights: Array | None
    absorbed: Codes | None
    level_weights: Array | Codes
    block: int
    ordered: bool
    time: Array | None
    time_weights: Array
    counts: tuple[Codes, ...]
    shared: Shared | None
    present: tuple[int, ...]
    levels: int

    @property
    def others(self) -> tuple[Codes, ...]:
        """Codes of the effects that are not taken out here."""
        return tuple(codes for codes in self.effects if codes is not self.absorbed)

    def counted(self, codes: Codes) -> Codes:
        """Return the rows of each level of codes, counted anew where they are no effect."""
        for effect, counts in zip(self.effects, self.counts, strict=True):
            if effect is codes:
                return counts
        return np.bincount(codes)

    @property
    def other_trends(self) -> tuple[Trend, ...]:
        """Trends that are not taken out here."""
        return tuple(trend for trend in self.trends if trend[0] is not self.absorbed)


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
    # read as unsigned, a number below 0 is a huge one
    if wrong or codes.view(f"u{codes.itemsize}").max() > HIGHEST_CODE:
        raise ModelError(f"{what} is not coded 0, 1, 2, ... with one code a row.")


def plan_absorption(
    rows: int,
    effects: Sequence[Codes],
    weights: Array | None = None,
    trends: Sequence[Trend] = (),
) -> Absorption:
    """Choose which effect is taken out by means, and count its levels.

    Parameters
    ----------
    rows : int
        Number of rows, n.
    effects : sequence of ndarray of int, shape (n,)
        Level of each row in each effect, coded 0, 1, 2, ... ; codes may be absent.
    weights : ndarray, shape (n,), optional
        Positive weights; only their ratios matter.
    trends : sequence of (ndarray of int, ndarray), shape (n,)
        Levels with a slope each, and time. Trends of the largest effect are taken out with it
        where their codes are the same array.

    Returns
    -------
    Absorption
        The plan, to be used by `take_out` and by `studytool.models.kernel.remaining`.

    Raises
    ------
    ModelError
        If trends stand without effects.
    """
    if not effects:
        if trends:
            raise ModelError(
                "Trends are slopes next to effects, and the model has no effects.",
                remedy='Name the effects too, such as effects = ["person", "wave"].',
            )
        one = np.ones(0)
        return Absorption(rows, (), (), weights, None, one, 0, False, None, one, (), None, (), 0)
    counts, shared = count_levels(effects)
    present = tuple(int(np.count_nonzero(count)) for count in counts)
    place = present.index(max(present))
    codes = effects[place]
    shared = None if shared is None or shared.codes is not codes else shared
    if shared is not None and weights is not None:
        others = [each for each in effects if each is not codes]
        shared = share_rows(codes, others, shared.sizes, weights)
    plan = Absorption(
        rows=rows,
        effects=tuple(effects),
        trends=tuple(trends),
        weights=weights,
        absorbed=codes,
        level_weights=_level_weights(codes, counts[place], present[place], weights, shared),
        block=block_length(codes) if weights is None else 0,
        ordered=shared is not None or (rows > STRETCH and is_ordered(codes)),
        time=None,
        time_weights=np.ones(0),
        counts=counts,
        shared=shared,
        present=present,
        levels=present[place],
    )
    own = [time for by, time in trends if by is codes]
    return _with_slopes(plan, own[0]) if own else plan


def _level_weights(
    codes: Codes, counts: Codes, levels: int, weights: Array | None, shared: Shared | None
) -> Array | Codes:
    """Return the total weight of each level, 1 where a level is absent."""
    totals: Array | Codes = counts
    if weights is not None:
        totals = np.bincount(codes, weights) if shared is None else shared.totals
    return totals if levels == counts.size else np.where(counts > 0, totals, 1)


def _with_slopes(plan: Absorption, time: Array) -> Absorption:
    """Return the plan with a slope on time in each level of the absorbed effect."""
    weights, codes = plan.weights, plan.absorbed
    if codes is None:
        return plan
    centred = time[None, :].astype(float)
    take_out(centred, plan)
    left, whole = (
        np.bincount(codes, square if weights is None else square * weights)
        for square in (centred[0] ** 2, time**2)
    )
    sloped = left > NO_CHANGE * whole
    return replace(
        plan,
        time=np.where(sloped[codes], centred[0], 0.0),
        time_weights=np.where(sloped, left, 1.0),
        levels=plan.levels + int(np.count_nonzero(sloped)),
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
    if rest or not 1 < length <= LONGEST_BLOCK:
        return 0
    ordered = codes.reshape(levels, length) == np.arange(levels)[:, None]
    return length if ordered.all() else 0


def sums_by_code(
    columns: Array,
    codes: Codes,
    weights: Array | None = None,
    *,
    block: int | None = None,
    ordered: bool = False,
) -> Array:
    """Return the sum of each column over the rows of each code.

    Parameters
    ----------
    columns : ndarray, shape (c, n)
        One column of the model a row.
    codes : ndarray of int, shape (n,)
        Codes of an effect or of clusters.
    weights : ndarray, shape (n,), optional
        What each row is multiplied by.
    block : int, optional
        `block_length` of the codes, where it is known.
    ordered : bool
        Whether the rows are known to be sorted by the codes.

    Returns
    -------
    ndarray, shape (c, highest code + 1)
        Sums; zero for codes that do not occur.
    """
    block = block_length(codes) if block is None else block
    if block:
        weighted = columns if weights is None else columns * weights
        return (weighted.reshape(-1, block) @ np.ones(block)).reshape(len(columns), -1)
    if ordered:
        return _sums_in_order(columns, codes, weights)
    spare = None if weights is None else np.empty_like(weights)
    return np.array(
        [
            np.bincount(codes, column if weights is None else np.multiply(column, weights, spare))
            for column in columns
        ]
    )


def _sums_in_order(columns: Array, codes: Codes, weights: Array | None) -> Array:
    """Sum a stretch of sorted rows at a time, whose few levels stay in the processor's cache."""
    sums = np.zeros((len(columns), int(codes[-1]) + 1))
    for rows in stretches(codes.size):
        low, levels = int(codes[rows][0]), slice(int(codes[rows][0]), int(codes[rows][-1]) + 1)
        here = codes[rows] - low
        for place, column in enumerate(columns):
            part = column[rows] if weights is None else column[rows] * weights[rows]
            sums[place, levels] += np.bincount(here, part)
    return sums


def subtract_levels(columns: Array, parts: Sequence[tuple[Codes, Array, Array | None]]) -> None:
    """Subtract from each row what its levels say, in place.

    Parameters
    ----------
    columns : ndarray, shape (c, n)
        One column of the model a row; overwritten.
    parts : sequence of (codes, values, factor)
        Codes of shape (n,), the value of each level for each column, shape (c, highest code + 1),
        and what it is multiplied by in each row, or None.
    """
    spare = np.empty(min(STRETCH, columns.shape[1]))
    for rows in stretches(columns.shape[1]):
        for codes, values, factor in parts:
            here = codes[rows]
            room = spare[: here.size]
            for place, value in enumerate(values):
                # codes are known to be within range: "clip" only leaves the check out
                np.take(value, here, out=room, mode="clip")
                if factor is not None:
                    room *= factor[rows]
                columns[place, rows] -= room


def take_out(columns: Array, plan: Absorption) -> None:
    """Take the means, and the trends, of the absorbed effect out of columns, in place.

    Parameters
    ----------
    columns : ndarray, shape (c, n)
        One column of the model a row; overwritten.
    plan : Absorption
        From `plan_absorption`.
    """
    codes, weights, time = plan.absorbed, plan.weights, plan.time
    if codes is None:
        return
    if plan.block and time is None:
        centre = np.eye(plan.block) - 1 / plan.block
        columns[:] = (columns.reshape(-1, plan.block) @ centre).reshape(columns.shape)
        return
    parts: list[tuple[Codes, Array, Array | None]] = [
        (codes, _sums(columns, plan, weights) / plan.level_weights, None)
    ]
    if time is not None:
        share = time if weights is None else time * weights
        parts.append((codes, _sums(columns, plan, share) / plan.time_weights, time))
    subtract_levels(columns, parts)


def _sums(columns: Array, plan: Absorption, weights: Array | None) -> Array:
    codes = cast("Codes", plan.absorbed)
    return sums_by_code(columns, codes, weights, block=plan.block, ordered=plan.ordered)
