"""Sums by cluster from which every draw of a wild bootstrap follows without fitting again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.kernel.absorption import sums_by_code
from studytool.models.kernel.remaining import MOST_CELLS

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.kernel.linear import Fit

SINGULAR = 1e-9
"""A direction with at most this share of a cluster's complement is left out by it."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A fit in coordinates in which X'WX is the identity.

    Attributes
    ----------
    columns : ndarray, shape (n, K)
        Orthonormal columns of the carried effects and the regressors, times the root weights.
    contrasts : ndarray, shape (q, K)
        The tested coefficients are `contrasts` @ columns' @ (root weights x outcome).
    residuals : ndarray, shape (n,)
        Residuals times the root weights.
    share : ndarray, shape (n,)
        Root weight over the root of the sum of weights in its level of the grouping effect.
    """

    columns: Array
    contrasts: Array
    residuals: Array
    share: Array


@dataclass(frozen=True, slots=True)
class Scores:
    """What draws are made from, for one vector of errors and one contrast.

    Attributes
    ----------
    numerator : ndarray, shape (S,)
        Change of the estimate when the errors of one drawn cluster count once.
    sums : ndarray, shape (S, K)
        Score of each drawn cluster.
    spread : ndarray, shape (S,)
        What it puts on the variance term of its own cluster.
    crossed : ndarray, shape (G, S), or None
        What the means of levels split over clusters take from each cluster.
    """

    numerator: Array
    sums: Array
    spread: Array
    crossed: Array | None


def find_basis(fit: Fit, places: list[int]) -> Basis:
    """Return a fit in orthonormal coordinates.

    Parameters
    ----------
    fit : Fit
        A fit.
    places : list of int
        The tested coefficients.

    Returns
    -------
    Basis
        With one contrast for each.
    """
    root = np.ones(fit.rows) if fit.weights is None else np.sqrt(fit.weights)
    design = np.hstack([fit.carried, fit.regressors])
    columns, upper = np.linalg.qr(design if fit.weights is None else design * root[:, None])
    wanted = np.zeros((len(upper), len(places)))
    wanted[fit.carried.shape[1] + np.array(places), np.arange(len(places))] = 1
    contrasts = np.linalg.solve(upper.T, wanted).T
    share = np.zeros(fit.rows)
    if fit.grouping is not None:
        share = root / np.sqrt(np.bincount(fit.grouping, root**2))[fit.grouping]
    return Basis(columns, contrasts, root * fit.residuals, share)


def plain_scores(
    basis: Basis, errors: Array, contrast: Array, drawn: Codes, split: Array | None
) -> Scores:
    """Return what draws of the errors as they are are made from.

    Parameters
    ----------
    basis : Basis
        The fit.
    errors : ndarray, shape (n,)
        Errors under the hypothesis, times the root weights.
    contrast : ndarray, shape (K,)
        The tested coefficient.
    drawn : ndarray of int, shape (n,)
        Cluster that is drawn as one, coded 0 ... S-1.
    split : ndarray, shape (G, S), or None
        From `split_levels`.

    Returns
    -------
    Scores
        For the errors.
    """
    sums = sums_by_code(basis.columns.T * errors, drawn).T
    numerator = sums @ contrast
    return Scores(numerator, sums, numerator, split)


def jackknifed_scores(scores: Scores, blocks: Array, contrast: Array) -> Scores:
    """Return scores whose errors come from fits, under the hypothesis, without their cluster.

    Parameters
    ----------
    scores : Scores
        Of the errors as they are.
    blocks : ndarray, shape (G, K, K)
        Each cluster's part of the identity.
    contrast : ndarray, shape (K,)
        The tested coefficient.

    Returns
    -------
    Scores
        The "31" scores of MacKinnon, Nielsen and Webb (2023).
    """
    free = np.linalg.svd(contrast[None, :])[2][1:]
    sums = np.empty_like(scores.sums)
    for g, block in enumerate(blocks):
        left = _inverse(np.eye(len(free)) - free @ block @ free.T)
        sums[g] = scores.sums[g] + block @ (free.T @ (left @ (free @ scores.sums[g])))
    numerator = sums @ contrast
    return Scores(numerator, sums, numerator, None)


def jackknifed_rows(blocks: Array, contrast: Array) -> Array:
    """Return the contrast as fits without each cluster weigh the scores.

    Parameters
    ----------
    blocks : ndarray, shape (G, K, K)
        Each cluster's part of the identity.
    contrast : ndarray, shape (K,)
        The tested coefficient.

    Returns
    -------
    ndarray, shape (G, K)
        Estimate without cluster g less the estimate is minus this row times the cluster's score.

    Raises
    ------
    ModelError
        If the coefficient cannot be estimated without one of the clusters.
    """
    rows = np.empty(blocks.shape[:2])
    for g, block in enumerate(blocks):
        rest = np.eye(len(block)) - block
        rows[g] = contrast @ _inverse(rest)
        if np.linalg.norm(rows[g] @ rest - contrast) > np.sqrt(SINGULAR) * np.linalg.norm(contrast):
            raise ModelError(
                "Without one of the clusters the effect cannot be estimated.",
                why="That cluster alone holds the treated, or the untreated.",
                remedy='Use variant = "11", and read few treated clusters with care.',
            )
    return rows


def cluster_blocks(basis: Basis, clusters: Codes, count: int) -> Array:
    """Return each cluster's part of the identity that the columns' products add up to.

    Parameters
    ----------
    basis : Basis
        The fit.
    clusters : ndarray of int, shape (n,)
        Codes 0 ... G-1.
    count : int
        G.

    Returns
    -------
    ndarray, shape (G, K, K)
        Products of the columns over the rows of each cluster.
    """
    width = basis.columns.shape[1]
    if count * width * width > MOST_CELLS:
        raise ModelError(
            "There are too many clusters and effects to leave each cluster out in turn.",
            remedy='Use variant = "11": with this many clusters the two agree.',
        )
    blocks = np.empty((count, width, width))
    order = np.argsort(clusters, kind="stable")
    cuts = np.flatnonzero(np.diff(clusters[order])) + 1
    for g, rows in enumerate(np.split(order, cuts)):
        blocks[g] = basis.columns[rows].T @ basis.columns[rows]
    return blocks


def split_levels(
    basis: Basis, errors: Array, contrast: Array, *, grouping: Codes, clusters: Codes, drawn: Codes
) -> Array:
    """Return what the means of levels split over clusters carry from one cluster to another.

    Parameters
    ----------
    basis : Basis
        The fit.
    errors : ndarray, shape (n,)
        Errors under the hypothesis, times the root weights.
    contrast : ndarray, shape (K,)
        The tested coefficient.
    grouping, clusters, drawn : ndarray of int, shape (n,)
        Levels taken out by their means; clusters of the variance and of the draws.

    Returns
    -------
    ndarray, shape (G, S)
        Sum over levels of (the regressor's share in the cluster) x (the errors' share in the
        drawn cluster); levels inside one drawn cluster add 0, for their errors sum to 0.
    """
    first = np.empty(int(grouping.max()) + 1, dtype=drawn.dtype)
    first[grouping] = drawn
    moved = np.zeros(first.size, dtype=bool)
    moved[grouping[first[grouping] != drawn]] = True
    rows = np.flatnonzero(moved[grouping])
    level = np.unique(grouping[rows], return_inverse=True)[1]
    levels, (g, s) = int(level.max()) + 1, (int(clusters.max()) + 1, int(drawn.max()) + 1)
    if levels * (g + s) > MOST_CELLS:
        raise ModelError(
            "Too many people have rows in several clusters for the wild bootstrap.",
            remedy="Cluster at a level that people stay in.",
        )
    leaning = (basis.columns[rows] @ contrast) * basis.share[rows]
    ours = np.bincount(level * g + clusters[rows], leaning, levels * g).reshape(levels, g)
    erring = errors[rows] * basis.share[rows]
    theirs = np.bincount(level * s + drawn[rows], erring, levels * s).reshape(levels, s)
    return np.asarray(ours.T @ theirs)


def _inverse(matrix: Array) -> Array:
    """Return the generalised inverse of a symmetric matrix with eigenvalues from 0 to 1."""
    values, vectors = np.linalg.eigh(matrix)
    kept = values > SINGULAR
    inverse = np.where(kept, 1 / np.where(kept, values, 1.0), 0.0)
    return np.asarray((vectors * inverse) @ vectors.T)
