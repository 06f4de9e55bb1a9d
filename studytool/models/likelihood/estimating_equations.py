"""Generalised estimating equations: marginal means, with a working correlation in each cluster.

Arrays in, arrays out. No matrix of a cluster's rows is ever formed: the three working correlations
have inverses that act by sums over clusters or differences of neighbours, and the corrected
covariance needs no more than a k x k matrix a cluster.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.kernel.absorption import sums_by_code
from studytool.models.likelihood.separation import refuse_fitted

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array, Codes

Distribution = Literal["gaussian", "binomial", "poisson"]
Correlation = Literal["exchangeable", "independence", "ar1"]

MOST_STEPS = 200
"""Steps after which the estimates are taken not to exist."""

CLOSE = 1e-11
"""Change of every coefficient, times the spread of its regressor, at which the steps end."""

FURTHEST = 30.0
"""Linear predictor of a logit beyond which it is kept, so that no variance is 0."""


@dataclass(frozen=True, slots=True)
class Equations:
    """Data of the estimating equations, rows of a cluster together and in order.

    Attributes
    ----------
    outcome, offset : ndarray, shape (n,)
        Outcome, and what is added to the linear predictor.
    regressors : ndarray, shape (n, k)
        Regressors, the constant among them.
    clusters : ndarray of int, shape (n,)
        Cluster of each row, coded 0, 1, 2, ... without gaps, in order.
    times : ndarray, shape (n,)
        When each row was observed; used by "ar1" only.
    distribution : {"gaussian", "binomial", "poisson"}
        Which decides link and variance: identity and 1, logit and m(1-m), logarithm and m.
    correlation : {"exchangeable", "independence", "ar1"}
        Working correlation inside clusters: alpha for all pairs, 0, alpha^|t-s|.
    """

    outcome: Array
    offset: Array
    regressors: Array
    clusters: Codes
    times: Array
    distribution: Distribution
    correlation: Correlation


@dataclass(frozen=True, slots=True)
class EquationsFit:
    """Solved estimating equations.

    Attributes
    ----------
    coefficients : ndarray, shape (k,)
        On the scale of the linear predictor.
    bread : ndarray, shape (k, k)
        Inverse of sum D'V^-1 D, with V of scale 1.
    scores : ndarray, shape (g, k)
        D'V^-1 (y - m) of each cluster; they sum to 0.
    crosses : ndarray, shape (g, k, k)
        D'V^-1 D of each cluster.
    alpha, scale : float
        Working correlation, and variance of the Pearson residuals.
    means, slopes : ndarray, shape (n,)
        Fitted means, and their derivatives by the linear predictor.
    """

    coefficients: Array
    bread: Array
    scores: Array
    crosses: Array
    alpha: float
    scale: float
    means: Array
    slopes: Array


def solve_equations(data: Equations) -> EquationsFit | None:
    """Solve the estimating equations.

    Parameters
    ----------
    data : Equations
        Outcome, regressors, clusters and the working model.

    Returns
    -------
    EquationsFit or None
        None where the steps do not end.

    Raises
    ------
    ModelError
        If the working correlation is impossible or cannot be estimated, or nothing is left of a
        score or count.

    Notes
    -----
    Solves sum_g D_g' V_g^-1 (y_g - m_g) = 0 with V_g = scale A_g^1/2 R(alpha) A_g^1/2. After each
    step scale = sum r^2 / (n - k) and alpha = sum of r r' over the pairs of a cluster / ((pairs -
    k) scale), or for "ar1" the mean of r r' over neighbours one wave apart / the mean of r^2, as
    R's gee has it; r Pearson residuals.

    References
    ----------
    Liang and Zeger (1986), https://doi.org/10.1093/biomet/73.1.13
    """
    spread = np.sqrt((data.regressors**2).mean(axis=0))
    start = _start(data)
    fit = _evaluate(data, start, _working(data, start))
    for _ in range(MOST_STEPS):
        step = fit.bread @ fit.scores.sum(axis=0)
        if not np.isfinite(step).all():
            return None
        moved = fit.coefficients + step
        alpha = _working(data, moved)
        fit = _evaluate(data, moved, alpha)
        if float((np.abs(step) * spread).max()) <= CLOSE * (1 + float(np.abs(moved).max())):
            return fit
    return None


def clustered_equations(fit: EquationsFit, *, corrected: bool) -> Array:
    """Return the covariance from the scores of the clusters.

    Parameters
    ----------
    fit : EquationsFit
        Solved equations.
    corrected : bool
        Whether each cluster's residuals are freed of its own pull on the estimates (Mancl and
        DeRouen), which is what CR3 is for least squares.

    Returns
    -------
    ndarray, shape (k, k)
        Without any factor for the number of clusters.

    Raises
    ------
    ModelError
        If a cluster fits some coefficient by itself, so that nothing is left of its residuals.

    Notes
    -----
    (I - H_g)^-1 e_g with H_g = D_g M D_g'V_g^-1 enters by D_g'V_g^-1 only, and
    D_g'V_g^-1 (I - H_g)^-1 e_g = (I - B_g M)^-1 s_g, with B_g = D_g'V_g^-1 D_g and M the bread.

    References
    ----------
    Mancl and DeRouen (2001), https://doi.org/10.1111/j.0006-341X.2001.00126.x
    """
    scores = fit.scores
    if corrected:
        own = np.eye(fit.bread.shape[0]) - fit.crosses @ fit.bread
        if (np.abs(np.linalg.det(own)) < 1e-10).any():  # noqa: PLR2004 - a cluster fits itself
            raise ModelError(
                "A cluster fits some coefficient by itself, so the corrected error does not exist.",
                remedy='Use covariance = "cr1", or leave out the control that marks one cluster.',
            )
        scores = np.asarray(np.linalg.solve(own, scores[..., None])[..., 0], dtype=float)
    sums = scores @ fit.bread
    return np.asarray(sums.T @ sums)


def _start(data: Equations) -> Array:
    """Return coefficients to start from: least squares on a linearised outcome."""
    y = data.outcome
    if data.distribution == "binomial":
        y = np.log((y + 0.5) / (1.5 - y))
    elif data.distribution == "poisson":
        y = np.log(y + 0.5)
    return np.asarray(np.linalg.lstsq(data.regressors, y - data.offset, rcond=None)[0])


def fitted_means(data: Equations, linear: Array) -> tuple[Array, Array]:
    """Return means and their slopes, which are the variances too.

    Parameters
    ----------
    data : Equations
        Its distribution decides.
    linear : ndarray, shape (n,)
        Linear predictor.

    Returns
    -------
    tuple of ndarray, shape (n,)
        Means, and derivatives of the means by the linear predictor.
    """
    if data.distribution == "gaussian":
        return linear, np.ones_like(linear)
    if data.distribution == "poisson":
        means = np.exp(np.minimum(linear, 20 * FURTHEST))
        return means, means
    chances = 1 / (1 + np.exp(-np.clip(linear, -FURTHEST, FURTHEST)))
    return chances, chances * (1 - chances)


def _residuals(data: Equations, coefficients: Array) -> tuple[Array, Array, Array]:
    """Return fitted means, their slopes and the Pearson residuals."""
    means, slopes = fitted_means(data, data.regressors @ coefficients + data.offset)
    return means, slopes, (data.outcome - means) / np.sqrt(slopes)


def _working(data: Equations, coefficients: Array) -> float:
    """Return the working correlation at these coefficients, unless they leave no error."""
    means, _, residuals = _residuals(data, coefficients)
    if data.distribution != "binomial":
        refuse_fitted(data.outcome, means)
    return _alpha(data, residuals)


def _alpha(data: Equations, residuals: Array) -> float:
    """Return the working correlation of the Pearson residuals."""
    total = float(residuals @ residuals)
    if data.correlation == "independence" or total == 0:
        return 0.0
    if data.correlation == "ar1":
        near = (np.diff(data.clusters) == 0) & (np.diff(data.times) == 1)
        products = float((residuals[1:] * residuals[:-1])[near].sum())
        spare, scale = int(near.sum()), total / residuals.size
    else:
        width, sizes = data.regressors.shape[1], np.bincount(data.clusters)
        spare = int((sizes * (sizes - 1) // 2).sum()) - width
        products = float(((np.bincount(data.clusters, residuals) ** 2).sum() - total) / 2)
        scale = total / (residuals.size - width)
    if spare < 1 and data.correlation == "ar1":
        raise ModelError(
            "No cluster has two rows whose wave numbers are one apart.",
            why="ar1 estimates how alike answers one step apart are, a step being 1 in the wave's "
            "number: waves 2010 and 2015 are five apart.",
            remedy='Number the waves 1, 2, 3, ..., or use correlation = "exchangeable".',
        )
    if spare < 1:
        raise ModelError(
            "There are too few pairs of rows in the same cluster to estimate their correlation.",
            remedy='Use correlation = "independence": the standard error allows for clusters.',
        )
    alpha = products / (spare * scale)
    _refuse_impossible(data, alpha)
    return alpha


def _refuse_impossible(data: Equations, alpha: float) -> None:
    largest = int(np.bincount(data.clusters).max())
    lowest = -1.0 if data.correlation == "ar1" else -1.0 / (largest - 1)
    if not lowest < alpha < 1:
        raise ModelError(
            f"The working correlation comes out at {alpha:.2f}, which clusters of up to "
            f"{largest} rows cannot have.",
            remedy='Use correlation = "independence": the standard error allows for clusters.',
        )


def _evaluate(data: Equations, coefficients: Array, alpha: float) -> EquationsFit:
    """Return the equations at some coefficients and working correlation."""
    means, slopes, residuals = _residuals(data, coefficients)
    derivatives = data.regressors * np.sqrt(slopes)[:, None]
    width = derivatives.shape[1]
    both = np.column_stack([derivatives, residuals])
    shift = 0.0
    if data.correlation == "ar1" and alpha:
        both = _whitened(data, both, alpha)
    elif data.correlation == "exchangeable" and alpha:
        both, shift = both / np.sqrt(1 - alpha), alpha
    columns = both.T
    products = np.stack(
        [sums_by_code(columns[:width] * column, data.clusters) for column in columns]
    )
    crosses = products.transpose(2, 1, 0)
    if shift:
        sizes = np.bincount(data.clusters)
        sums = sums_by_code(columns, data.clusters).T
        share = shift / (1 + (sizes - 1) * shift)
        crosses = crosses - share[:, None, None] * sums[:, :width, None] * sums[:, None, :]
    return EquationsFit(
        coefficients=coefficients,
        bread=_inverse(crosses[:, :, :width].sum(axis=0)),
        scores=crosses[:, :, width],
        crosses=crosses[:, :, :width],
        alpha=alpha,
        scale=float(residuals @ residuals) / (residuals.size - width),
        means=means,
        slopes=slopes,
    )


def _whitened(data: Equations, columns: Array, alpha: float) -> Array:
    """Return columns less what their neighbour before them predicts, of variance 1."""
    inside = np.diff(data.clusters) == 0
    gaps = np.where(inside, np.diff(data.times), np.inf)
    pull = np.sign(alpha) ** np.where(inside, gaps, 1) * np.abs(alpha) ** gaps
    out = columns.copy()
    out[1:] = (columns[1:] - pull[:, None] * columns[:-1]) / np.sqrt(1 - pull**2)[:, None]
    return np.asarray(out)


def _inverse(matrix: Array) -> Array:
    try:
        return np.asarray(np.linalg.inv(matrix), dtype=float)
    except np.linalg.LinAlgError:
        return np.full_like(matrix, np.nan)
