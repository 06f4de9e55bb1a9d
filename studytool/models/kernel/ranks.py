"""How many degrees of freedom effects take: exact wherever it can be afforded, never too few."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.kernel.absorption import Absorption, Codes
    from studytool.models.kernel.remaining import Remaining


@dataclass(frozen=True, slots=True)
class Rank:
    """Degrees of freedom of effects.

    Attributes
    ----------
    count : int
        Levels (and slopes) less redundant ones.
    exact : bool
        Whether `count` is exact; where it is not, it may be too large and is never too small.
    """

    count: int
    exact: bool


def count_rank(plan: Absorption, remaining: Remaining) -> Rank:
    """Return the degrees of freedom of the effects and trends of a plan.

    Parameters
    ----------
    plan : Absorption
        Of the largest effect.
    remaining : Remaining
        Of the others.

    Returns
    -------
    Rank
        Exact where the others are taken out exactly, and for two effects however many levels
        they have; a bound for three or more of which the others have more than 2,000 levels.
    """
    if remaining.rank is not None:
        return Rank(plan.levels + remaining.rank, exact=True)
    found = rank_by_parts(plan.effects)
    slopes = plan.levels - max(plan.present)
    slopes += sum(int(np.count_nonzero(np.bincount(codes))) for codes, _ in plan.other_trends)
    return Rank(found.count + slopes, exact=found.exact and not plan.trends)


def rank_by_parts(effects: Sequence[Codes]) -> Rank:
    """Return the degrees of freedom of effects from the parts into which their levels fall.

    Parameters
    ----------
    effects : sequence of ndarray of int, shape (n,)
        Codes of each effect.

    Returns
    -------
    Rank
        Exact for one effect and for two.

    Notes
    -----
    Two effects: both counts of levels, less the number of connected parts of the graph that joins
    levels sharing a row (Abowd, Creecy and Kramarz 2002). Each further effect adds its levels
    less those that are known to be redundant: for every effect before it, the parts of the two
    together say a combination of its levels again; combinations that two of the effects before
    it both say are counted once. Levels that are redundant only by three effects together are
    counted as if they were not, so that the rank is never too small.
    """
    count, exact = 0, len(effects) <= 2  # noqa: PLR2004 - exact for one and two
    for place, codes in enumerate(effects):
        present = np.bincount(codes) > 0
        parts = [_parts(codes, other)[present] for other in effects[:place]]
        count += int(present.sum()) - _redundant(parts)
    return Rank(count, exact)


def _redundant(parts: Sequence[Codes]) -> int:
    """Return how many combinations of levels the parts say again, those said twice once."""
    if not parts:
        return 0
    sizes = [np.unique(part).size for part in parts]
    found = max(sizes)
    for (first, size), (second, other) in combinations(zip(parts, sizes, strict=True), 2):
        together = np.unique(_parts(first, second)[np.unique(first)]).size
        found = max(found, size + other - together)
    return found


def _parts(codes: Codes, other: Codes) -> Codes:
    """Return the connected part of each level of `codes`, joined by rows with `other`."""
    from scipy.sparse import coo_array, csgraph

    levels, others = int(codes.max()) + 1, int(other.max()) + 1
    size = levels + others
    edges = coo_array((np.ones(codes.size), (codes, other + levels)), shape=(size, size))
    labels: Codes = csgraph.connected_components(edges, directed=False)[1]
    return labels[:levels].astype(np.intp)
