"""How many rows each level has, and how many levels of two effects share.

Many rows sorted by an effect with many levels (the child), beside others with few (the wave), are
counted in one pass: the rows that a child has at each wave say how many the child has, how many
the wave has, and what the children explain of the waves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from studytool.models.kernel.pieces import STRETCH, is_ordered, whole_levels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array, Codes

FEW_LEVELS = 64
"""Levels of the other effects up to which many sorted rows are worked on a piece at a time."""

MARKED_LEVELS = 16
"""Levels up to which sums by level are a matrix product, for which shared rows are held."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Rows, or their weights, that the levels of an effect share with those of others.

    Attributes
    ----------
    codes : ndarray of int, shape (n,)
        Codes of the effect, by which the rows are sorted.
    sizes : tuple of int
        Highest code + 1 of each other effect.
    totals : ndarray, shape (highest code + 1,)
        Rows (or weight) of each of its levels.
    squares : ndarray, shape (m,)
        Rows (or weight) of each level of the others, which stand side by side.
    explained : ndarray, shape (m, m)
        What the effect explains of the cross products of the others' dummies: the sum over its
        levels of what each shares with two of theirs, multiplied, over its total.
    cells : ndarray of int, shape (m, highest code + 1), or None
        Rows that each level of the others shares with each of its levels; None with weights, with
        more than `MARKED_LEVELS` others, and where a level has more rows than a byte holds.
    """

    codes: Codes
    sizes: tuple[int, ...]
    totals: Array | Codes
    squares: Array | Codes
    explained: Array
    cells: NDArray[np.uint8] | None

    def split(self) -> list[Array | Codes]:
        """Return `squares` effect by effect."""
        return cast("list[Array | Codes]", np.split(self.squares, np.cumsum(self.sizes)[:-1]))


def count_levels(effects: Sequence[Codes]) -> tuple[tuple[Codes, ...], Shared | None]:
    """Count the rows of each level of each effect.

    Parameters
    ----------
    effects : sequence of ndarray of int, shape (n,)
        Codes of each effect; at least one.

    Returns
    -------
    counts : tuple of ndarray of int, shape (highest code + 1,)
        Rows of each level.
    shared : Shared or None
        Rows that levels share, where there are many, sorted by one effect, and the others have few
        levels.
    """
    many = effects[0].size > STRETCH
    found = _sorted_beside_few(effects) if many else None
    if found is None:
        return tuple(np.bincount(codes) for codes in effects), None
    place, sizes = found
    shared = share_rows(effects[place], [*effects[:place], *effects[place + 1 :]], sizes)
    counts = shared.split()
    counts.insert(place, shared.totals)
    return cast("tuple[Codes, ...]", tuple(counts)), shared


def _sorted_beside_few(effects: Sequence[Codes]) -> tuple[int, tuple[int, ...]] | None:
    """Return the place of the effect that many rows are sorted by, and the others' few levels."""
    different = len({id(codes) for codes in effects})
    if not len(effects) == different > 1:
        return None
    ordered = [is_ordered(codes) for codes in effects]
    last = [codes[-1] if it else codes.max() for codes, it in zip(effects, ordered, strict=True)]
    sizes = [int(highest) + 1 for highest in last]
    place = sizes.index(max(sizes))
    others = (*sizes[:place], *sizes[place + 1 :])
    return (place, others) if ordered[place] and sum(others) <= FEW_LEVELS else None


def share_rows(
    codes: Codes, others: Sequence[Codes], sizes: tuple[int, ...], weights: Array | None = None
) -> Shared:
    """Count the rows that levels share, a piece of the rows at a time.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
        Sorted codes of an effect.
    others : sequence of ndarray of int, shape (n,)
        Codes of others, of few levels; at least one.
    sizes : tuple of int
        Highest code + 1 of each of them.
    weights : ndarray, shape (n,), optional
        What each row counts for; 1 where absent.

    Returns
    -------
    Shared
        The counts.
    """
    kind: type[np.generic] = np.intp if weights is None else np.float64
    totals = cast("Array", np.zeros(int(codes[-1]) + 1, dtype=kind))
    squares = cast("Array", np.zeros(sum(sizes), dtype=kind))
    explained = np.zeros((sum(sizes), sum(sizes)))
    hold = weights is None and sum(sizes) <= MARKED_LEVELS
    held = np.zeros((sum(sizes), totals.size if hold else 0), dtype=np.uint8)
    for rows in whole_levels(codes):
        low, high = int(codes[rows.start]), int(codes[rows.stop - 1]) + 1
        parts = [
            _cells(codes[rows], other[rows], (low, high, size), weights, rows)
            for other, size in zip(others, sizes, strict=True)
        ]
        counted = np.concatenate(parts) if parts[1:] else parts[0]
        if hold:
            held[:, low:high] = counted
        cells = counted.astype(float)
        here = cells[: sizes[0]].sum(axis=0)
        totals[low:high] = here
        squares += cells.sum(axis=1).astype(kind)
        explained += (cells * (1 / np.where(here > 0, here, 1))) @ cells.T
    fits = hold and totals.max() <= np.iinfo(np.uint8).max
    return Shared(codes, sizes, totals, squares, explained, held if fits else None)


def _cells(
    codes: Codes, other: Codes, levels: tuple[int, int, int], weights: Array | None, rows: slice
) -> Array | Codes:
    """Return the rows that levels of the other effect share with the levels of a piece."""
    low, high, size = levels
    places = other * (high - low)
    places += codes
    places -= low
    heavy = None if weights is None else weights[rows]
    return cast("Array", np.bincount(places, heavy, (high - low) * size).reshape(size, -1))
