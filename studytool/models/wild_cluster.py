"""Wild cluster bootstrap with the hypothesis imposed: every draw from sums by cluster.

Arrays in, numbers out. The errors under the hypothesis are linear in the hypothesised effect, so
that the draws made once serve every value that the interval asks about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.absorption import sums_by_code
from studytool.models.cluster_sums import (
    CELLS,
    Basis,
    Scores,
    cluster_blocks,
    find_basis,
    is_split,
    jackknifed_rows,
    jackknifed_scores,
    plain_scores,
    refuse_slopes,
    split_levels,
)
from studytool.models.inference import NOTHING
from studytool.models.inversion import invert
from studytool.models.wild_weights import Plan, make_weights, plan_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from studytool.models.absorption import Array, Codes
    from studytool.models.linear import Fit
    from studytool.models.resampling import Variant, Weights

TIE = 1 - 1e-10
"""A statistic of a draw of at least this share of the sample's is as large, but for rounding."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Statistics of every draw as functions of d, the estimate less the hypothesised effect.

    Attributes
    ----------
    estimate : float
        The estimate.
    variance : float
        Its clustered variance, without any small-sample factor: it is the same for the draws.
    change : ndarray, shape (2, B)
        The estimate of draw b less the hypothesised effect is change[0, b] + d change[1, b].
    spread : ndarray, shape (3, B)
        Its variance is spread[0, b] + 2 d spread[1, b] + d^2 spread[2, b].
    plan : Plan
        How the weights were made.
    """

    estimate: float
    variance: float
    change: Array
    spread: Array
    plan: Plan

    def p_of(self, hypothesis: float) -> float:
        """Return the p-value of an effect: the share of draws at least as far from it."""
        d = self.estimate - hypothesis
        change = self.change[0] + d * self.change[1]
        spread = self.spread[0] + d * (2 * self.spread[1] + d * self.spread[2])
        # without division: a draw whose variance is 0 counts as far
        far = int(np.count_nonzero(change**2 * self.variance >= TIE**2 * d**2 * spread))
        if self.plan.every:
            return far / len(change)
        return (1 + far) / (1 + len(change))

    def t_of(self, hypothesis: float) -> Array:
        """Return the t statistics of the draws, without any small-sample factor."""
        d = self.estimate - hypothesis
        spread = self.spread[0] + d * (2 * self.spread[1] + d * self.spread[2])
        return np.asarray((self.change[0] + d * self.change[1]) / np.sqrt(spread))


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


@dataclass(frozen=True, slots=True)
class Shared:
    """Weights that several models share, so that their draws go together.

    Attributes
    ----------
    plan : Plan
        How the weights of all clusters are made.
    columns : ndarray of int, shape (S,)
        Which of those clusters each of this model's is.
    """

    plan: Plan
    columns: Codes


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
    if is_split(subclusters, numbers):
        raise ModelError(
            "A subcluster has rows in two clusters.",
            remedy="Draw errors at a level that lies inside the clusters.",
        )
    parts, drawn = np.unique(subclusters, return_inverse=True)
    return Clusters(numbers, drawn, found.size, parts.size)


def wild_draws(
    fit: Fit,
    place: int,
    clusters: Clusters,
    *,
    weights: Weights | None = None,
    draws: int = 9999,
    variant: Variant = "11",
    seed: int = 0,
    shared: Shared | None = None,
) -> Draws:
    """Draw the statistics of one coefficient.

    Parameters
    ----------
    fit : Fit
        A fit.
    place : int
        Which of its coefficients.
    clusters : Clusters
        From `number_clusters`.
    weights : {"rademacher", "webb", "mammen"}, optional
        Webb below 12 clusters and Rademacher from there on where left out.
    draws : int
        Draws; every combination once where there are not more of them.
    variant : {"11", "31", "13", "33"}
        Scores as they are (1) or from fits without their cluster (3); the same of the variance.
    seed : int
        Seed of the weights.
    shared : Shared, optional
        Weights that other models use as well, in the place of `weights` and `draws`.

    Returns
    -------
    Draws
        From which p-values of any hypothesised effect follow.

    Raises
    ------
    ModelError
        If the variance is 0, or the variant cannot be had on these data.

    Notes
    -----
    With Q the orthonormal columns, a the contrast, u(d) = e + d x the errors under the
    hypothesis (x the regressor with everything else taken out) and v the weights: the estimate of
    a draw moves by sum_s v_s a'Q_s'u_s, and cluster g adds to its variance the square of
    sum_s v_s ([s in g] a'Q_s'u_s - a'Q_g'Q_g Q_s'u_s - what levels split over clusters carry).

    References
    ----------
    Cameron, Gelbach and Miller (2008), https://doi.org/10.1162/rest.90.3.414
    Roodman, MacKinnon, Nielsen and Webb (2019), https://doi.org/10.1177/1536867X19830877
    MacKinnon, Nielsen and Webb (2023), https://doi.org/10.1002/jae.2969
    MacKinnon and Webb (2018), https://doi.org/10.1111/ectj.12107 (subclusters)
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
    plan = plan_weights(weights, clusters.parts, draws) if shared is None else shared.plan
    blocks = make_weights(plan, seed)
    if shared is not None:
        blocks = (block[:, shared.columns] for block in blocks)
    change, spread = _draw(parts, rows, clusters, blocks)
    return Draws(float(fit.coefficients[place]), variance, change, spread, plan)


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
    if fit.grouping is not None and is_split(fit.grouping, clusters.drawn):
        refuse_slopes(fit)
        crossed = split_levels(
            basis,
            errors,
            contrast,
            grouping=fit.grouping,
            clusters=clusters.codes,
            drawn=clusters.drawn,
        )
    return plain_scores(basis, errors, contrast, clusters.drawn, crossed)


def wild_interval(drawn: Draws, *, level: float) -> tuple[float | None, float | None]:
    """Return the values of the effect that a bootstrap does not refuse.

    Parameters
    ----------
    drawn : Draws
        From `wild_draws`.
    level : float
        Level of the interval, such as 0.95.

    Returns
    -------
    tuple of (float or None, float or None)
        Low and high; None where no value is refused on that side.
    """
    return invert(drawn.p_of, drawn.estimate, 2 * drawn.variance**0.5, level=level)


def _draw(
    parts: list[Scores], rows: Array, clusters: Clusters, blocks: Iterable[Array]
) -> tuple[Array, Array]:
    """Return the changes and the spreads of every draw."""
    moves = [_mover(part, rows, clusters) for part in parts]
    changes, spreads = [], []
    for block in blocks:
        changes.append(np.stack([block @ part.numerator for part in parts]))
        base, tilt = (move(block) for move in moves)
        spreads.append(
            np.stack(
                [
                    np.einsum("bg,bg->b", base, base),
                    np.einsum("bg,bg->b", base, tilt),
                    np.einsum("bg,bg->b", tilt, tilt),
                ]
            )
        )
    return np.hstack(changes), np.hstack(spreads)


def _mover(part: Scores, rows: Array, clusters: Clusters) -> Callable[[Array], Array]:
    """Return the function from weights (b, S) to each cluster's part of the variance (b, G)."""
    count, parts = clusters.count, clusters.parts
    thin = 2 * rows.shape[1] * (count + parts) < count * parts
    if thin and count == parts and part.crossed is None:
        return lambda block: block * part.spread - (block @ part.sums) @ rows.T
    moved = transfer(part, rows, clusters)
    return lambda block: block @ moved.T


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
    if count * parts > CELLS:
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
    if variant != "11" and is_split(fit.grouping, clusters.codes):
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
