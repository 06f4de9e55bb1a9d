"""From influence functions to estimates: averages, clusters, standard errors, bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.draws.wild_weights import make_weights, plan_weights
from studytool.models.inference.standard_errors import t_quantile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.staggered.aggregate import Average
    from studytool.models.staggered.group_time import GroupTime


NEGLIGIBLE = 1e-12
"""Share of the largest variance below which a direction of the influence is rounding."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Effects and averages with the influence of each cluster.

    Attributes
    ----------
    terms : tuple of str
        Names, effects by cohort and wave first.
    estimates : ndarray, shape (k,)
        Their values.
    sums : ndarray, shape (g, k)
        Influence of each cluster; the covariance is the cross product, times a small-sample
        factor.
    """

    terms: tuple[str, ...]
    estimates: Array
    sums: Array

    def covariance(self, factor: float) -> Array:
        """Return the covariance of all terms, shape (k, k)."""
        return np.asarray(factor * (self.sums.T @ self.sums))


def average(found: GroupTime, averages: Sequence[Average], clusters: Codes) -> Moved:
    """Return effects and averages with the influence of each cluster on them.

    Parameters
    ----------
    found : GroupTime
        Effects by cohort and wave, u units.
    averages : sequence of Average
        Each after those it is the mean of.
    clusters : ndarray of int, shape (u,)
        Cluster of each unit, 0, 1, 2 ...

    Returns
    -------
    Moved
        Effects, then averages. Where an average weighs by shares of cohorts, the influence on
        these shares is in it.
    """
    values = {cell.term: float(b) for cell, b in zip(found.cells, found.estimates, strict=True)}
    many = int(clusters.max()) + 1
    moves = dict(zip(values, _sums(found.influence, clusters, many).T, strict=True))
    shares = {
        g: _sums(psi[:, None], clusters, many)[:, 0] for g, psi in found.share_influence.items()
    }
    sizes = {cell.cohort: cell.share for cell in found.cells}
    for one in averages:
        parts = list(zip(one.over, one.weights, strict=True))
        values[one.term] = sum(weight * values[name] for name, weight in parts)
        moved = np.sum([weight * moves[name] for name, weight in parts], axis=0)
        if one.shares:
            moved = moved + _by_shares(one, values, shares, sizes)
        moves[one.term] = moved
    return Moved(tuple(values), np.array(list(values.values())), np.array(list(moves.values())).T)


def _by_shares(
    one: Average,
    values: Mapping[str, float],
    shares: Mapping[int, Array],
    sizes: Mapping[int, float],
) -> Array:
    """Return the influence of clusters by way of the shares that an average weighs by."""
    total = sum(sizes[g] for g in one.shares)
    parts = [
        (values[name] - values[one.term]) * shares[g]
        for name, g in zip(one.over, one.shares, strict=True)
    ]
    return np.asarray(np.sum(parts, axis=0) / total)


def _sums(influence: Array, clusters: Codes, many: int) -> Array:
    return np.array([np.bincount(clusters, column, many) for column in influence.T]).T.reshape(
        many, influence.shape[1]
    )


def critical_values(
    sums: Array, sorts: Mapping[str, Sequence[int]], *, level: float, draws: int, seed: int
) -> dict[str, float]:
    """Return how many standard errors bands reach that hold for all terms of a sort at once.

    Parameters
    ----------
    sums : ndarray, shape (g, k)
        Influence of each cluster on each term.
    sorts : mapping of str to sequence of int
        Places of the terms of each sort; terms without variance play no part.
    level : float
        Chance that all hold.
    draws, seed : int
        Draws of the multiplier bootstrap (Rademacher, below 12 clusters Webb), and their seed.

    Returns
    -------
    dict of str to float
        By sort; never below that of a single interval.

    References
    ----------
    Callaway and Sant'Anna (2021), https://doi.org/10.1016/j.jeconom.2020.12.001, theorem 3
    """
    errors = np.sqrt(np.einsum("gk,gk->k", sums, sums))
    with np.errstate(invalid="ignore", divide="ignore"):
        standard = np.where(errors > 0, sums / errors, 0.0)
    plan = plan_weights(None, len(sums), draws)
    largest: dict[str, list[Array]] = {sort: [] for sort in sorts}
    basis, back = _independent(standard)
    for block in make_weights(plan, seed):
        moved = np.abs((block @ basis) @ back)
        for sort, places in sorts.items():
            largest[sort].append(moved[:, list(places)].max(axis=1, initial=0.0))
    single = float(t_quantile(level, np.array([len(sums) - 1.0]))[0])
    return {
        sort: max(single, float(np.quantile(np.concatenate(found), level, method="higher")))
        for sort, found in largest.items()
    }


def _independent(columns: Array) -> tuple[Array, Array]:
    """Return fewer columns that all are combinations of, and how: averages follow from effects."""
    values, vectors = np.linalg.eigh(columns.T @ columns)
    kept = vectors[:, values > NEGLIGIBLE * max(values[-1], 0.0)]
    return columns @ kept, kept.T
