"""Ways to deal a treatment out anew among units: every one where they are few, else drawn."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import comb
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studytool.models.kernel.absorption import Array, Codes

Donors = NDArray[np.intp]

CELLS = 1 << 20
"""Draws times units held at once."""


@dataclass(frozen=True, slots=True)
class Dealing:
    """How treatment paths change hands.

    Attributes
    ----------
    strata : tuple of ndarray of int
        Units that may change places with each other, stratum by stratum.
    paths : ndarray of int, shape (U,)
        Code of each unit's path: units with the same path need not change places.
    draws : int
        Draws; all different ways to deal where `every` is true.
    every : bool
        Whether each different way is taken once.
    """

    strata: tuple[Donors, ...]
    paths: Codes
    draws: int
    every: bool


def plan_dealing(paths: Array, strata: Codes, draws: int) -> Dealing:
    """Find the strata, and whether every way to deal can be taken once.

    Parameters
    ----------
    paths : ndarray, shape (U, W)
        Treatment of each unit at each wave.
    strata : ndarray of int, shape (U,)
        Stratum of each unit.
    draws : int
        Draws asked for.

    Returns
    -------
    Dealing
        The plan.
    """
    kinds = np.unique(paths, axis=0, return_inverse=True)[1].reshape(-1)
    groups = tuple(np.flatnonzero(strata == code) for code in np.unique(strata))
    ways = 1
    for group in groups:
        ways *= _ways(kinds[group])
        if ways > draws:
            return Dealing(groups, kinds, draws, every=False)
    return Dealing(groups, kinds, ways, every=True)


def deal(plan: Dealing, seed: int) -> Iterator[Donors]:
    """Yield who gets whose path, block by block.

    Parameters
    ----------
    plan : Dealing
        From `plan_dealing`.
    seed : int
        Seed of what is drawn.

    Yields
    ------
    ndarray of int, shape (b, U)
        In each row, the unit whose path each unit gets.
    """
    units = plan.paths.size
    if plan.every:
        yield _every(plan)
        return
    random = np.random.default_rng(seed)
    block = max(1, CELLS // units)
    for start in range(0, plan.draws, block):
        size = min(block, plan.draws - start)
        donors = np.empty((size, units), dtype=np.intp)
        for group in plan.strata:
            mixed = np.broadcast_to(group, (size, group.size))
            donors[:, group] = random.permuted(mixed, axis=1)
        yield donors


def _ways(kinds: Codes) -> int:
    """Return how many different ways there are to order paths of these kinds."""
    left, ways = kinds.size, 1
    for count in np.unique(kinds, return_counts=True)[1].tolist():
        ways *= comb(left, count)
        left -= count
    return ways


def _every(plan: Dealing) -> Donors:
    """Return every different way once, the donor being the first unit with the path."""
    orders = []
    for group in plan.strata:
        first = {int(kind): int(unit) for unit, kind in reversed(list(_pairs(plan, group)))}
        kinds = sorted(int(plan.paths[unit]) for unit in group)
        orders.append([[first[kind] for kind in order] for order in _orders(kinds)])
    places = np.concatenate(plan.strata)
    donors = np.empty((plan.draws, plan.paths.size), dtype=np.intp)
    for row, chosen in enumerate(product(*orders)):
        donors[row, places] = [unit for order in chosen for unit in order]
    return donors


def _pairs(plan: Dealing, group: Donors) -> Iterator[tuple[int, int]]:
    return ((int(unit), int(plan.paths[unit])) for unit in group)


def _orders(kinds: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield every different order of a list in which values may repeat."""
    if not kinds:
        yield ()
        return
    for place, kind in enumerate(kinds):
        if place == 0 or kinds[place - 1] != kind:
            rest = [*kinds[:place], *kinds[place + 1 :]]
            for order in _orders(rest):
                yield (kind, *order)
