"""Whether effects lie inside clusters: tested in the data, because children change households."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.kernel.absorption import plan_absorption
from studytool.models.kernel.ranks import count_rank
from studytool.models.kernel.remaining import plan_remaining

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.kernel.absorption import Codes


@dataclass(frozen=True, slots=True)
class Nesting:
    """Which effects lie inside the clusters, as the small-sample conventions count it.

    Attributes
    ----------
    nested : tuple of bool
        For each effect, whether every level lies inside one cluster of some cluster variable.
    rank_nested : int
        Degrees of freedom the nested effects take together, redundant levels not counted.
    inside_all : bool
        Whether every level of every effect lies inside one cluster of every cluster variable.
    """

    nested: tuple[bool, ...]
    rank_nested: int
    inside_all: bool


def is_nested(effect: Codes, clusters: Codes) -> bool:
    """Tell whether every level of an effect lies inside one cluster.

    Parameters
    ----------
    effect, clusters : ndarray of int, shape (n,)
        Codes 0, 1, 2, ... of the effect and of the clusters.

    Returns
    -------
    bool
        False as soon as one level, such as a child who moved house, has rows in two clusters.
    """
    if effect is clusters:
        return True
    cluster_of_level = np.empty(int(effect.max()) + 1, dtype=clusters.dtype)
    cluster_of_level[effect] = clusters
    return bool((cluster_of_level[effect] == clusters).all())


def find_nesting(
    effects: Sequence[Codes],
    clusters: Sequence[Codes],
    *,
    levels: Sequence[int] = (),
    counts: Sequence[int] = (),
) -> Nesting:
    """Find which effects lie inside the clusters.

    Parameters
    ----------
    effects : sequence of ndarray of int, shape (n,)
        Codes of the effects.
    clusters : sequence of ndarray of int, shape (n,)
        Codes of one cluster variable or two.
    levels, counts : sequence of int
        Levels of each effect and number of clusters of each cluster variable, where they are
        known: an effect with fewer levels than there are clusters does not lie inside them.

    Returns
    -------
    Nesting
        What is nested in at least one cluster variable, its rank, and whether all is in all.
    """
    most = levels or [effect.size for effect in effects]
    least = counts or [0] * len(clusters)
    table = [
        [
            effect is codes or (size >= count and is_nested(effect, codes))
            for codes, count in zip(clusters, least, strict=True)
        ]
        for effect, size in zip(effects, most, strict=True)
    ]
    nested = tuple(any(row) for row in table)
    inside = [place for place, lies in enumerate(nested) if lies]
    rank = most[inside[0]] if levels and len(inside) == 1 else None
    if rank is None:
        rank = rank_of_effects([effects[place] for place in inside])
    return Nesting(nested, rank, all(all(row) for row in table))


def rank_of_effects(effects: Sequence[Codes]) -> int:
    """Return the rank of all dummy columns of a set of effects.

    Parameters
    ----------
    effects : sequence of ndarray of int, shape (n,)
        Codes of each effect.

    Returns
    -------
    int
        Levels less redundant ones: for two effects, both counts of levels less the number of
        connected parts of the graph that joins levels sharing a row; 0 without effects. A bound
        where `studytool.models.kernel.ranks.count_rank` gives one.
    """
    if not effects:
        return 0
    if len(effects) == 1:
        return int(np.count_nonzero(np.bincount(effects[0])))
    plan = plan_absorption(effects[0].size, effects)
    return count_rank(plan, plan_remaining(plan)).count
