"""Bias-reduced clustered covariances: CR2, and the jackknife-like CR3, with effects taken out.

With H the hat matrix of the whole design, every dummy included, CR2 multiplies the errors of
cluster g by A_g = [(I-H)(I-H)']_gg^(-1/2) and CR3 by A_g = (I - H_gg)^(-1), so that CR2 is
unbiased where errors are independent with equal variance. Levels of the largest effect that lie
inside one cluster do not touch the regressors, which are orthogonal to them, and are left out
where there are no weights. Levels split over clusters (a child who moved house) are not, nor are
the carried dummies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.kernel.remaining import MOST_CELLS
from studytool.models.method import Method

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.kernel.linear import Fit

SINGULAR = 1e-12
"""Eigenvalues of the adjustment at most this large are taken as 0 (generalised inverse)."""

METHODS = (
    Method(
        name="CR2",
        about="standard errors",
        does=(
            "For few clusters: unbiased where errors are independent with equal variance, with "
            "degrees of freedom of its own for each coefficient."
        ),
        asked_by='covariance = "cr2", cluster = [...]',
        equation=(
            "V = A (sum_g X_g'A_g e_g e_g'A_g X_g) A, A_g = [(I - H)(I - H)']_gg^(-1/2); t with "
            "Satterthwaite degrees of freedom"
        ),
        sources=(
            "Bell and McCaffrey (2002), Survey Methodology 28(2), 169-181",
            "Pustejovsky and Tipton (2018), https://doi.org/10.1080/07350015.2016.1247004",
        ),
        verified=(
            (
                "n x n matrices straight from the definition, with people who change clusters and "
                "with weights, 1e-9 (tests/models/inference/test_bias_reduced.py)"
            ),
            (
                "R clubSandwich: errors and degrees of freedom, balanced, unbalanced and "
                "weighted, 1e-9; the castle doctrine, also by plm, 1e-8 "
                "(tests/models/inference/test_standard_errors.py)"
            ),
        ),
        edge_cases=(
            "A regressor that marks one cluster has no standard error, and it is said.",
            "With one row a cluster it is HC2.",
        ),
    ),
    Method(
        name="CR3",
        about="standard errors",
        does="For few clusters, cautious: close to leaving out one cluster at a time.",
        asked_by='covariance = "cr3", cluster = [...]',
        equation="as CR2 with A_g = (I - H_gg)^-1; t with Satterthwaite degrees of freedom",
        sources=(
            "Bell and McCaffrey (2002), Survey Methodology 28(2), 169-181",
            "Pustejovsky and Tipton (2018), https://doi.org/10.1080/07350015.2016.1247004",
        ),
        verified=(
            (
                "fitting again without each cluster, 1e-9; the definition, 1e-9 "
                "(tests/models/inference/test_bias_reduced.py)"
            ),
            "R clubSandwich, 1e-9 (tests/models/inference/test_standard_errors.py)",
        ),
        edge_cases=("With one row a cluster it is HC3.",),
    ),
)
"""What is computed here, as `studytool list methods` tells it."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A bias-reduced covariance and what its degrees of freedom are worked out from.

    Attributes
    ----------
    covariance : ndarray, shape (k, k)
        Covariance of the coefficients.
    within : ndarray, shape (G, k, k)
        Cross products of the adjusted influences q_g of each cluster.
    plain : ndarray, shape (k, G, c)
        q_g'Z_g for a basis Z of the design in which Z'WZ = I.
    weighted : ndarray, shape (k, G, c), or None
        q_g'W_g Z_g; None without weights, where it is the same as `plain`.
    metric : ndarray, shape (c, c), or None
        Z'WWZ; None without weights, where it is the identity.
    """

    covariance: Array
    within: Array
    plain: Array
    weighted: Array | None
    metric: Array | None


@dataclass(frozen=True, slots=True)
class _Basis:
    """Orthonormal columns of the design, its rows multiplied by the root weights.

    Attributes
    ----------
    root : ndarray, shape (n, 1)
        Root weights.
    columns : ndarray, shape (n, d)
        Columns for carried dummies and regressors.
    level : ndarray of int, shape (n,)
        Level of the largest effect, counted among those kept as columns; -1 where it is not.
    share : ndarray, shape (n,)
        The row's entry in its level's column.
    levels : int
        Number of levels kept as columns.
    """

    root: Array
    columns: Array
    level: Codes
    share: Array
    levels: int


def adjust(fit: Fit, clusters: Codes, kind: Literal["cr2", "cr3"]) -> Adjusted:
    """Return the CR2 or CR3 covariance under an identity working covariance.

    Parameters
    ----------
    fit : Fit
        A fit.
    clusters : ndarray of int, shape (n,)
        Cluster of each row.
    kind : {"cr2", "cr3"}
        Which adjustment.

    Returns
    -------
    Adjusted
        Covariance and the pieces of its Satterthwaite degrees of freedom.

    Raises
    ------
    ModelError
        If clusters and levels split over them are too many to hold.

    Notes
    -----
    Equals clubSandwich's ``vcovCR(lm(...))`` with every effect written out as dummies, whether or
    not the effects are nested in the clusters, with weights (not inverse variances, there
    ``inverse_var = FALSE``) and without. CR3 is singular there where effects are nested in the
    clusters; here a generalised inverse leaves those levels out, which equals refitting without
    each cluster in turn. There is no factor (G-1)/G.

    The adjustment is made in the column space of the cluster's design by a thin singular value
    decomposition; only weighted CR2 needs a matrix of the cluster's rows by rows.

    References
    ----------
    Bell and McCaffrey (2002), Survey Methodology 28(2), 169-181.
    Pustejovsky and Tipton (2018), https://doi.org/10.1080/07350015.2016.1247004
    """
    dense = kind == "cr2" and fit.weights is not None
    basis = _basis(fit, clusters, every_level=dense)
    parts = _rows_by_cluster(clusters)
    k, width = fit.coefficients.size, basis.columns.shape[1] + basis.levels
    _refuse_too_many(len(parts) * max(k * width, len(parts)))
    metric = None if fit.weights is None else _metric(basis)
    plain = np.zeros((k, len(parts), width))
    weighted = None if fit.weights is None else np.zeros_like(plain)
    within, sums = np.empty((len(parts), k, k)), np.empty((len(parts), k))
    for g, rows in enumerate(parts):
        root, (design, places) = basis.root[rows], _design(basis, rows)
        moved = root * (fit.regressors[rows] @ fit.bread)
        if dense and metric is not None:
            q = _inverse_root(design, root, metric[np.ix_(places, places)]) @ (root * moved)
        else:
            q = root * _inflate(design, moved, -0.5 if kind == "cr2" else -1.0)
        plain[:, g, places] = q.T @ (design / root)
        if weighted is not None:
            weighted[:, g, places] = q.T @ (design * root)
        within[g], sums[g] = q.T @ q, q.T @ fit.residuals[rows]
    return Adjusted(sums.T @ sums, within, plain, weighted, metric)


def working_products(adjusted: Adjusted, first: Array, second: Array) -> Array:
    """Return the matrix P of two contrasts, from which the degrees of freedom follow.

    Parameters
    ----------
    adjusted : Adjusted
        From `adjust`.
    first, second : ndarray, shape (k,)
        Contrasts of the coefficients.

    Returns
    -------
    ndarray, shape (G, G)
        p_g'p_h with p_g = (I-H)_g' q_g: the variance of the contrast is the sum of (p_g'e)^2.
    """
    one = np.tensordot(first, adjusted.plain, 1)
    two = np.tensordot(second, adjusted.plain, 1)
    if adjusted.weighted is None or adjusted.metric is None:
        product = -(one @ two.T)
    else:
        one_weighted = np.tensordot(first, adjusted.weighted, 1)
        two_weighted = np.tensordot(second, adjusted.weighted, 1)
        product = (one @ adjusted.metric - one_weighted) @ two.T - one @ two_weighted.T
    product[np.diag_indices_from(product)] += adjusted.within @ second @ first
    return product


def satterthwaite(adjusted: Adjusted) -> Array:
    """Return the Satterthwaite degrees of freedom of each coefficient.

    Parameters
    ----------
    adjusted : Adjusted
        From `adjust`.

    Returns
    -------
    ndarray, shape (k,)
        (trace P)^2 / (sum of squares of P) under errors independent with equal variance.
    """
    df = []
    for contrast in np.eye(adjusted.covariance.shape[0]):
        product = working_products(adjusted, contrast, contrast)
        df.append(np.trace(product) ** 2 / np.einsum("gh,gh->", product, product))
    return np.array(df)


def _basis(fit: Fit, clusters: Codes, *, every_level: bool) -> _Basis:
    """Return the design's basis, keeping the levels split over clusters, or all, as columns."""
    root = np.ones(fit.rows) if fit.weights is None else np.sqrt(fit.weights)
    columns = np.linalg.qr(np.hstack([fit.carried, fit.regressors]) * root[:, None])[0]
    level, share, kept = np.full(fit.rows, -1, dtype=np.intp), np.zeros(fit.rows), 0
    if fit.grouping is not None:
        size = int(fit.grouping.max()) + 1
        first = np.empty(size, dtype=clusters.dtype)
        first[fit.grouping] = clusters
        split = np.zeros(size, dtype=bool)
        split[fit.grouping[(first[fit.grouping] != clusters) | every_level]] = True
        kept = int(split.sum())
        numbers = np.where(split, np.cumsum(split) - 1, -1)
        level = numbers[fit.grouping]
        share = root / np.sqrt(np.bincount(fit.grouping, root**2))[fit.grouping]
    return _Basis(root[:, None], columns, level, share, kept)


def _metric(basis: _Basis) -> Array:
    """Return Z'WWZ, where Z are the basis columns before the root weights."""
    wide = np.zeros((basis.level.size, basis.levels))
    rows = np.flatnonzero(basis.level >= 0)
    wide[rows, basis.level[rows]] = basis.share[rows]
    wide = np.hstack([basis.columns, wide]) * basis.root
    return wide.T @ wide


def _rows_by_cluster(clusters: Codes) -> list[NDArray[np.intp]]:
    """Return the rows of each cluster that occurs."""
    order = np.argsort(clusters, kind="stable")
    cuts = np.flatnonzero(np.diff(clusters[order])) + 1
    return np.split(order, cuts)


def _design(basis: _Basis, rows: NDArray[np.intp]) -> tuple[Array, NDArray[np.intp]]:
    """Return a cluster's rows of the basis and the places of its columns."""
    columns, level = basis.columns[rows], basis.level[rows]
    here = np.unique(level[level >= 0])
    dummies = np.where(level[:, None] == here, basis.share[rows, None], 0.0)
    places = np.concatenate([np.arange(columns.shape[1]), columns.shape[1] + here])
    return np.hstack([columns, dummies]), places


def _inflate(design: Array, moved: Array, power: float) -> Array:
    """Return (I - ZZ')^power times `moved`, in the column space of Z."""
    left, values, _ = np.linalg.svd(design, full_matrices=False)
    spare = 1 - values**2
    factor = np.where(spare > SINGULAR, np.where(spare > SINGULAR, spare, 1.0) ** power, 0.0)
    return moved + left @ ((factor - 1)[:, None] * (left.T @ moved))


def _inverse_root(design: Array, root: Array, metric: Array) -> Array:
    """Return the symmetric generalised inverse root of [(I-H)(I-H)']_gg under weights."""
    plain, weighted = design / root, design * root
    hat = plain @ weighted.T
    middle = np.eye(len(root)) - hat - hat.T + plain @ metric @ plain.T
    values, vectors = np.linalg.eigh(middle)
    factor = np.where(values > SINGULAR, np.where(values > SINGULAR, values, 1.0) ** -0.5, 0.0)
    return cast("Array", (vectors * factor) @ vectors.T)


def _refuse_too_many(cells: int) -> None:
    if cells > MOST_CELLS:
        raise ModelError(
            "There are too many clusters and effects for CR2 or CR3.",
            why="Their degrees of freedom compare every cluster with every effect split over "
            "clusters.",
            remedy='Use covariance = "cr1": with this many clusters the two agree.',
        )
