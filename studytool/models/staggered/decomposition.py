"""Two-way fixed effects taken apart into comparisons of two cohorts before and after."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.result import Pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.kernel.absorption import Array
    from studytool.models.staggered.paths import Paths

SORTS = ("treated_vs_untreated", "earlier_vs_later", "later_vs_earlier")
"""What a comparison is: with people never treated, not treated yet, or already treated."""


LEAST_TOLD = 0.05
"""Smaller shares are told as less than this."""


def decompose(paths: Paths) -> tuple[Pair, ...]:
    """Return every comparison of two groups of people, with its weight in the whole.

    Parameters
    ----------
    paths : Paths
        People seen at every wave, none of them treated at the first.

    Returns
    -------
    tuple of Pair
        Their weights sum to 1, and weights times estimates to two-way fixed effects.

    Raises
    ------
    ModelError
        If somebody misses a wave.

    Notes
    -----
    With n the share of a group, d the share of waves at which it is treated, groups k before l and
    u never treated, the weights are in proportion to
    k against u: n_k n_u d_k (1 - d_k);
    k against l, before l starts: n_k n_l (d_k - d_l) (1 - d_k);
    l against k, once k has started: n_k n_l d_l (d_k - d_l).
    Each estimate is a difference of two changes of means. Goodman-Bacon (2021), equations 7 to 10,
    https://doi.org/10.1016/j.jeconom.2021.03.014
    """
    starts, people, means = _means(paths)
    cuts = [int(min(start, paths.waves.size)) for start in starts]
    waves = [paths.wave(start) if start < np.inf else None for start in starts]
    found = []
    for sort, one, other, weight in weigh(starts, people, paths.waves.size):
        before, after = cuts[one], paths.waves.size
        if sort == SORTS[1]:
            after = cuts[other]
        first = cuts[other] if sort == SORTS[2] else 0
        change = _change(means, one, other, slice(first, before), slice(before, after))
        sides = int(people[one]), int(people[other])
        found.append(Pair(sort, waves[one], waves[other], weight, change, *sides))
    return tuple(found)


def weigh(starts: Sequence[float], people: Array, waves: int) -> list[tuple[str, int, int, float]]:
    """Return each comparison's kind, places of both groups, and weight.

    Parameters
    ----------
    starts : sequence of float
        Place of the first treated wave of each group, in order; inf, last, for never.
    people : ndarray, shape (g,)
        People of each.
    waves : int
        Waves at which everyone is seen.
    """
    shares = people / people.sum()
    treated = [(waves - start) / waves if start < np.inf else 0.0 for start in starts]
    found: list[tuple[str, int, int, float]] = []
    for k, later in combinations(range(len(starts)), 2):
        both = shares[k] * shares[later] * (treated[k] - treated[later])
        sort = SORTS[1] if starts[later] < np.inf else SORTS[0]
        found.append((sort, k, later, float(both * (1 - treated[k]))))
        if starts[later] < np.inf:
            found.append((SORTS[2], later, k, float(both * treated[later])))
    whole = sum(each[3] for each in found)
    return [(sort, one, other, weight / whole) for sort, one, other, weight in found]


def share_in_words(share: float) -> str:
    """Return a share of the weight to begin a sentence, small ones without their number."""
    return f"About {100 * share:.0f} %" if share >= LEAST_TOLD else "Less than 5 %"


def _means(paths: Paths) -> tuple[list[float], Array, Array]:
    """Return starts (inf last), people, and the mean outcome of each group at each wave."""
    starts = sorted(set(paths.start.tolist()))
    group = np.searchsorted(starts, paths.start)
    shape = (len(starts), paths.waves.size)
    place = group * shape[1] + paths.at
    rows = np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)
    if (rows != rows[:, :1]).any() or rows.sum() != np.unique(paths.people).size * shape[1]:
        raise ModelError(
            "Somebody misses a wave, and the weights hold only where everybody is seen at each.",
            remedy='Write unbalanced = "drop" to leave these people out, and mind who they are.',
        )
    weighed = paths.design.outcome
    sums = np.bincount(place, weighed, minlength=rows.size).reshape(shape)
    return starts, rows[:, 0].astype(float), sums / rows


def _change(means: Array, one: int, other: int, before: slice, after: slice) -> float:
    """Return how much more the mean of one group changed than that of the other."""
    moved = means[[one, other]]
    changes = moved[:, after].mean(axis=1) - moved[:, before].mean(axis=1)
    return float(changes[0] - changes[1])
