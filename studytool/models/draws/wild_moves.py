"""From weights of the wild bootstrap to what each cluster adds to the variance of a draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.draws.cluster_sums import (
    Basis,
    Scores,
    cluster_blocks,
    find_basis,
    jackknifed_rows,
    jackknifed_scores,
    plain_scores,
    split_levels,
)
from studytool.models.inference.standard_errors import NOTHING
from studytool.models.kernel.absorption import sums_by_code
from studytool.models.kernel.nesting import is_nested
from studytool.models.kernel.remaining import MOST_CELLS

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.kernel.linear import Fit
    from studytool.models.resampling import Variant


@dataclass(frozen=True, slots=True)
class Clusters:
    """Which errors go together.

    Attributes
    ----------
    codes : ndarray of int, shape (n,)
        Clusters of the variance, coded 0 ... G-1.
    drawn : ndarray of int, shape (n,)
        Clusters that get one weight, coded 0 ... S-1: the same, or parts of them.
    count, parts : int
        G and S.
    """

    codes: Codes
    drawn: Codes
    count: int
    parts: int


def number_clusters(codes: Codes, subclusters: Codes | None = None) -> Clusters:
    """Return the clusters of a bootstrap, coded without gaps.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
        Clusters of the variance.
    subclusters : ndarray of int, shape (n,), optional
        Parts of them that get one weight each.

    Returns
    -------
    Clusters
        Numbered in the order of the codes.

    Raises
    ------
    ModelError
        If there is one cluster, or a subcluster lies in two clusters.
    """
    found, numbers = np.unique(codes, return_inverse=True)
    if found.size < 2:  # noqa: PLR2004  # two is the least that can differ
        raise ModelError(
            "All rows are in one cluster.", why="A bootstrap of clusters compares clusters."
        )
    if subclusters is None:
        return Clusters(numbers, numbers, found.size, found.size)
    if not is_nested(subclusters, numbers):
        raise ModelError(
            "A subcluster has rows in two clusters.",
            remedy="Draw errors at a level that lies inside the clusters.",
        )
    parts, drawn = np.unique(subclusters, return_inverse=True)
    return Clusters(numbers, drawn, found.size, parts.size)


@dataclass(frozen=True, slots=True)
class Moves:
    """What draws of one coefficient are made from, under any hypothesis about it.

    Attributes
    ----------
    estimate : float
        The estimate.
    variance : float
        Its clustered variance, without any small-sample factor.
    errors, tilt : Scores
        Of the residuals, and of what the errors gain for each unit that the hypothesised effect
        lies below the estimate.
    rows : ndarray, shape (G, K)
        What the fit of each cluster takes from the scores.
    """

    estimate: float
    variance: float
    errors: Scores
    tilt: Scores
    rows: Array


def find_moves(fit: Fit, place: int, clusters: Clusters, variant: Variant = "11") -> Moves:
    """Return what draws of one coefficient are made from.

    Parameters
    ----------
    fit : Fit
        A fit.
    place : int
        Which of its coefficients.
    clusters : Clusters
        Which errors go together.
    variant : {"11", "31", "13", "33"}
        Scores as they are (1) or from fits without their cluster (3); the same of the variance.

    Returns
    -------
    Moves
        Sums by cluster; the rows are not needed any more.

    Raises
    ------
    ModelError
        If the variance is 0, or the variant cannot be had on these data.
    """
    basis = find_basis(fit, [place])
    contrast = basis.contrasts[0]
    lean = basis.columns @ contrast
    _refuse_jackknife(fit, clusters, variant)
    both = (basis.residuals, lean / (contrast @ contrast))
    parts = [scores_of(fit, basis, errors, contrast, clusters) for errors in both]
    rows = sums_by_code(basis.columns.T * lean, clusters.codes).T
    own = sums_by_code((lean * basis.residuals)[None, :], clusters.codes)[0]
    if variant != "11":
        parts, rows, own = _jackknife(basis, clusters, variant, parts, rows=rows, own=own)
    variance = float(own @ own)
    _refuse_flat(variance, basis)
    return Moves(float(fit.coefficients[place]), variance, parts[0], parts[1], rows)


def scores_of(fit: Fit, basis: Basis, errors: Array, contrast: Array, clusters: Clusters) -> Scores:
    """Return what draws of some errors are made from, as they are.

    Parameters
    ----------
    fit : Fit
        A fit.
    basis : Basis
        It in orthonormal coordinates.
    errors : ndarray, shape (n,)
        Errors under the hypothesis, times the root weights.
    contrast : ndarray, shape (K,)
        The tested coefficient.
    clusters : Clusters
        Which errors go together.

    Returns
    -------
    Scores
        With what levels of the effects that are split over clusters carry between them.
    """
    crossed = None
    if fit.grouping is not None and not is_nested(fit.grouping, clusters.drawn):
        crossed = split_levels(
            basis,
            errors,
            contrast,
            grouping=fit.grouping,
            clusters=clusters.codes,
            drawn=clusters.drawn,
        )
    return plain_scores(basis, errors, contrast, clusters.drawn, crossed)


def mover(moves: Moves, clusters: Clusters) -> Callable[[Array], Array]:
    """Return the function from weights to each cluster's part of the variance.

    Parameters
    ----------
    moves : Moves
        What draws are made from.
    clusters : Clusters
        Which errors go together.

    Returns
    -------
    callable
        From weights, shape (b, S), to parts, shape (2, b, G), not yet squared: of the residuals,
        and for each unit that the hypothesised effect lies below the estimate. The next call may
        write over them.
    """
    rows, both = moves.rows, (moves.errors, moves.tilt)
    count, parts = clusters.count, clusters.parts
    thin = 2 * rows.shape[1] * (count + parts) < count * parts
    if thin and count == parts and moves.errors.crossed is None:
        return lambda block: np.stack(
            [block * part.spread - (block @ part.sums) @ rows.T for part in both]
        )
    # one product for both, long in the draws, always in the same memory: new costs more than it
    moved = np.vstack([transfer(part, rows, clusters) for part in both])
    room = np.empty((2 * count, 0))

    def move(block: Array) -> Array:
        nonlocal room
        draws = len(block)
        if room.shape[1] < draws:
            room = np.empty((2 * count, draws))
        found = np.matmul(moved, block.T, out=room[:, :draws])
        return np.asarray(found.reshape(2, count, draws).transpose(0, 2, 1))

    return move


def transfer(part: Scores, rows: Array, clusters: Clusters) -> Array:
    """Return the matrix that turns weights into each cluster's part of the variance.

    Parameters
    ----------
    part : Scores
        What draws are made from.
    rows : ndarray, shape (G, K)
        What the fit of each cluster takes from the scores.
    clusters : Clusters
        Which errors go together.

    Returns
    -------
    ndarray, shape (G, S)
        Row g times the weights is what cluster g adds, not yet squared.

    Raises
    ------
    ModelError
        If there are too many clusters for it.
    """
    count, parts = clusters.count, clusters.parts
    if count * parts > MOST_CELLS:
        raise ModelError(
            "There are too many clusters for this bootstrap.",
            remedy="With this many clusters the clustered standard error needs no bootstrap.",
        )
    moved = -(rows @ part.sums.T)
    owner = np.empty(parts, dtype=np.intp)
    owner[clusters.drawn] = clusters.codes
    moved[owner, np.arange(parts)] += part.spread
    return moved if part.crossed is None else moved - part.crossed


def _jackknife(
    basis: Basis,
    clusters: Clusters,
    variant: Variant,
    parts: list[Scores],
    *,
    rows: Array,
    own: Array,
) -> tuple[list[Scores], Array, Array]:
    """Return scores, rows and the sample's own variance terms with clusters left out in turn."""
    contrast = basis.contrasts[0]
    blocks = cluster_blocks(basis, clusters.codes, clusters.count)
    plain = parts[0].sums
    if variant[0] == "3":
        parts = [jackknifed_scores(part, blocks, contrast) for part in parts]
    if variant[1] == "3":
        without = jackknifed_rows(blocks, contrast)
        rows = np.einsum("gk,gkl->gl", without, blocks)
        own = np.einsum("gk,gk->g", without, plain)
        parts = [replace(part, spread=np.einsum("gk,gk->g", without, part.sums)) for part in parts]
    return parts, rows, own


def _refuse_jackknife(fit: Fit, clusters: Clusters, variant: Variant) -> None:
    if variant == "11" or fit.grouping is None:
        return
    if not is_nested(fit.grouping, clusters.codes):
        raise ModelError(
            f'variant = "{variant}" leaves out each cluster in turn, and people have rows in '
            "several clusters.",
            remedy='Use variant = "11", or cluster at a level that people stay in.',
        )


def _refuse_flat(variance: float, basis: Basis) -> None:
    contrast, errors = basis.contrasts[0], basis.residuals
    expected = float(contrast @ contrast) * float(errors @ errors) / errors.size
    if not variance > NOTHING * expected:
        raise ModelError(
            "The clusters leave no variance to judge the estimate by.",
            why="The treatment marks one cluster.",
        )
