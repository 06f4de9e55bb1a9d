"""Covariances before any small-sample factor: classical, robust to unequal variance, clustered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.kernel.absorption import sums_by_code
from studytool.models.kernel.dependence import side_by_side
from studytool.models.kernel.ordered import STEADY, OrderedColumns
from studytool.models.method import Method

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.kernel.linear import Fit

FITTED_ALONE = 1e-10
"""A row whose leverage is within this of 1 is fitted by itself: its residual is 0 and stays 0."""

CELLS = 1_000_000
"""Most cells (rows times regressors times outcomes) of scores held at once: 8 MB."""

METHODS = (
    Method(
        name="Classical",
        about="standard errors",
        does="Errors of all rows independent and of the same variance.",
        asked_by='covariance = "classical"',
        equation="V = s^2 (X'X)^-1, s^2 = e'e / (n - K), K counting every effect; t(n - K)",
        sources=(
            (
                "Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data, chapter "
                "4, ISBN 9780262232586"
            ),
        ),
        verified=(
            (
                "by hand; statsmodels with every dummy written out, weighted or not, 1e-8 "
                "(tests/models/inference/test_covariance.py)"
            ),
            "R lm, 1e-9 (tests/models/inference/test_standard_errors.py)",
        ),
        edge_cases=("No degrees of freedom left is refused.",),
    ),
    Method(
        name="HC0, HC1, HC2, HC3",
        about="standard errors",
        does="Errors independent, each row with a variance of its own.",
        asked_by='covariance = "hc3"',
        equation=(
            "V = A (sum_i w_i e_i^2 x_i x_i') A, A = (X'X)^-1, w_i = 1, n/(n - K), 1/(1 - h_ii) "
            "or 1/(1 - h_ii)^2; t(n - K)"
        ),
        sources=("MacKinnon and White (1985), https://doi.org/10.1016/0304-4076(85)90158-7",),
        verified=(
            (
                "by hand; statsmodels with every dummy written out, weighted or not, 1e-8 "
                "(tests/models/inference/test_covariance.py)"
            ),
            "R sandwich, 1e-9 (tests/models/inference/test_standard_errors.py)",
        ),
        edge_cases=("A row that is fitted by itself adds nothing, with HC2 and HC3 too.",),
    ),
    Method(
        name="CR0, CR1",
        about="standard errors",
        does="Errors alike in any way within a cluster, independent between clusters.",
        asked_by='covariance = "cr1", cluster = [...]',
        equation="V = A (sum_g X_g'e_g e_g'X_g) A, CR1 times the factor of a convention; t(G - 1)",
        sources=("Liang and Zeger (1986), https://doi.org/10.1093/biomet/73.1.13",),
        verified=(
            "by hand; statsmodels, 1e-8 (tests/models/inference/test_covariance.py)",
            "R clubSandwich, CR0 and CR1, 1e-9 (tests/models/inference/test_standard_errors.py)",
        ),
        edge_cases=(
            "One cluster is refused.",
            "With one row a cluster CR0 is HC0.",
        ),
    ),
    Method(
        name="Two-way clusters",
        about="standard errors",
        does="Errors alike within either of two levels, such as school and wave.",
        asked_by="cluster = [two levels], cluster_g",
        equation=(
            "V = V_a + V_b - V_ab, each with its factor; G the smaller number (min) or each its "
            "own (own); t(min(G_a, G_b) - 1)"
        ),
        sources=("Cameron, Gelbach and Miller (2011), https://doi.org/10.1198/jbes.2010.07136",),
        verified=(
            (
                "pyfixest, both ways of counting clusters, 1e-8 "
                "(tests/models/inference/test_standard_errors.py)"
            ),
        ),
        edge_cases=(
            "A term whose variance comes out negative has no standard error, and says why.",
        ),
    ),
)
"""What is computed here, as `studytool list methods` tells it."""


def influence(fit: Fit) -> Array:
    """Return how each row's error moves each coefficient: w X (X'WX)^-1.

    Parameters
    ----------
    fit : Fit
        A fit.

    Returns
    -------
    ndarray, shape (n, k)
        Weights that turn outcomes into coefficients.
    """
    moved = fit.regressors @ fit.bread
    return moved if fit.weights is None else moved * fit.weights[:, None]


def residual_df(fit: Fit) -> int:
    """Return rows less parameters, effects included.

    Parameters
    ----------
    fit : Fit
        A fit.

    Returns
    -------
    int
        n - K, at least 1.

    Raises
    ------
    ModelError
        If nothing is left.
    """
    left = fit.rows - fit.rank
    if left < 1:
        raise ModelError(
            f"{fit.rank} parameters leave no degrees of freedom in {fit.rows} rows.",
            remedy="Use fewer controls or effects, or more rows.",
        )
    return left


def classical(fit: Fit) -> Array:
    """Return the covariance under errors of equal variance (divided by the weights).

    Parameters
    ----------
    fit : Fit
        A fit.

    Returns
    -------
    ndarray, shape (k, k)
        (sum of w e^2 / (n - K)) (X'WX)^-1, K counting every effect.

    Raises
    ------
    ModelError
        If no degrees of freedom are left.
    """
    squares = fit.residuals**2
    if fit.weights is not None:
        squares = squares * fit.weights
    return fit.bread * (float(squares.sum()) / residual_df(fit))


def leverage(fit: Fit) -> Array:
    """Return the diagonal of the hat matrix, effects included.

    Parameters
    ----------
    fit : Fit
        A fit.

    Returns
    -------
    ndarray, shape (n,)
        Between 0 and 1; sums to the number of parameters. With weights, that of the rows
        multiplied by the root weights.
    """
    columns = np.hstack([fit.carried, fit.regressors])
    weights = np.ones(fit.rows) if fit.weights is None else fit.weights
    basis = np.linalg.qr(columns * np.sqrt(weights)[:, None])[0]
    hat = np.einsum("nc,nc->n", basis, basis)
    if fit.grouping is not None:
        hat += weights / np.bincount(fit.grouping, weights)[fit.grouping]
    return cast("Array", hat)


def robust(fit: Fit, kind: Literal["hc0", "hc1", "hc2", "hc3"]) -> Array:
    """Return the covariance under errors of any variance, independent over rows.

    Parameters
    ----------
    fit : Fit
        A fit.
    kind : {"hc0", "hc1", "hc2", "hc3"}
        Raw; times n/(n-K); squared residuals over 1-h; over (1-h)^2. The leverage h counts every
        effect. A row with leverage 1 has residual 0 and adds nothing.

    Returns
    -------
    ndarray, shape (k, k)
        Covariance of the coefficients.

    Raises
    ------
    ModelError
        If no degrees of freedom are left.

    References
    ----------
    MacKinnon and White (1985), https://doi.org/10.1016/0304-4076(85)90158-7
    """
    left = residual_df(fit)
    errors = fit.residuals
    if kind in {"hc2", "hc3"}:
        spare = 1 - leverage(fit)
        power = 0.5 if kind == "hc2" else 1.0
        alone = spare <= FITTED_ALONE
        errors = np.where(alone, 0.0, errors / np.where(alone, 1.0, spare) ** power)
    moved = influence(fit) * errors[:, None]
    factor = fit.rows / left if kind == "hc1" else 1.0
    return factor * (moved.T @ moved)


def count_clusters(codes: Codes, fit: Fit | None = None) -> int:
    """Return the number of clusters that occur.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
        Cluster of each row.
    fit : Fit, optional
        A fit whose effects have been counted, the clusters perhaps among them.

    Returns
    -------
    int
        At least 2.

    Raises
    ------
    ModelError
        If there is one cluster only.
    """
    counts = np.bincount(codes) if fit is None else fit.projected.plan.counted(codes)
    found = int(np.count_nonzero(counts))
    if found < 2:  # noqa: PLR2004 - two is the least that can differ
        raise ModelError(
            "All rows are in one cluster.",
            why="A clustered standard error compares clusters and needs at least two.",
            remedy="Cluster at a lower level.",
        )
    return found


def clustered(fit: Fit, codes: Codes) -> Array:
    """Return the raw clustered covariance (CR0), without any small-sample factor.

    Parameters
    ----------
    fit : Fit
        A fit.
    codes : ndarray of int, shape (n,)
        Cluster of each row.

    Returns
    -------
    ndarray, shape (k, k)
        Sum over clusters of the outer product of each cluster's summed influence times errors.

    References
    ----------
    Liang and Zeger (1986), https://doi.org/10.1093/biomet/73.1.13
    """
    return cast("Array", all_clustered([fit], codes)[0])


def all_clustered(fits: Sequence[Fit], codes: Codes) -> Array:
    """Return the raw clustered covariances of fits on the same regressors.

    Parameters
    ----------
    fits : sequence of Fit
        Fits of several outcomes, from one `studytool.models.kernel.linear.fit_outcomes`.
    codes : ndarray of int, shape (n,)
        Cluster of each row.

    Returns
    -------
    ndarray, shape (q, k, k)
        As `clustered` gives each.
    """
    first = fits[0]
    held = first.projected.held
    if first.errors is None and isinstance(held, OrderedColumns) and codes is held.plan.absorbed:
        return first.bread @ _meat(fits, held) @ first.bread
    at_once = max(1, CELLS // first.regressors.size)
    sums = np.concatenate(
        [_sums(fits[start : start + at_once], codes) for start in range(0, len(fits), at_once)]
    )
    return cast("Array", first.bread @ (sums @ sums.transpose(0, 2, 1)) @ first.bread)


def _meat(fits: Sequence[Fit], held: OrderedColumns) -> Array:
    """Return the sums of outer products of scores by level of the largest effect, in pieces."""
    first, responses = fits[0], [fit.response for fit in fits]
    used = [*first.places, *responses]
    kept = first.projected.products.diagonal()[used]
    steady = bool((kept >= STEADY * first.projected.norms[used] ** 2).all())
    slopes = np.array([fit.coefficients for fit in fits])
    meat = np.zeros((len(fits), slopes.shape[1], slopes.shape[1]))
    for sums in held.scores(side_by_side(first.places), responses, slopes, steady=steady):
        # a copy, because few columns times themselves take thrice as long
        meat += sums @ sums.copy().transpose(0, 2, 1)
    return meat


def _sums(fits: Sequence[Fit], codes: Codes) -> Array:
    """Return the scores of fits on the same regressors, summed by cluster, shape (q, k, G)."""
    columns, plan, k = fits[0].regressors.T, fits[0].projected.plan, fits[0].coefficients.size
    errors = fits[0].residuals if len(fits) == 1 else np.array([fit.residuals for fit in fits])
    errors = errors if plan.weights is None else errors * plan.weights
    if len(fits) > 1:
        columns = (errors[:, None] * columns).reshape(-1, plan.rows)
    own = codes is plan.absorbed
    sums = sums_by_code(
        *(columns, codes, errors if len(fits) == 1 else None),
        block=(plan.block or None) if own else None,
        ordered=own and plan.ordered,
    )
    return sums.reshape(len(fits), k, -1)


def carriers(fit: Fit, codes: Codes) -> Array:
    """Return how many clusters of equal weight would carry each coefficient as it is carried.

    Parameters
    ----------
    fit : Fit
        A fit.
    codes : ndarray of int, shape (n,)
        Cluster of each row.

    Returns
    -------
    ndarray, shape (k,)
        (sum L_g)^2 / sum L_g^2 with L_g the squared influences of the rows of cluster g: the
        variance it would add were all errors alike. At least 1, at most the number of clusters.

    References
    ----------
    MacKinnon, Nielsen and Webb (2023), https://doi.org/10.1177/1536867X231196433
    """
    shares = sums_by_code((influence(fit) ** 2).T, codes, None)
    return cast("Array", shares.sum(axis=1) ** 2 / (shares**2).sum(axis=1))


def crossing(first: Codes, second: Codes) -> Codes:
    """Return the codes of the cells two cluster variables make together.

    Parameters
    ----------
    first, second : ndarray of int, shape (n,)
        Codes of the two.

    Returns
    -------
    ndarray of int, shape (n,)
        One code for each pair that occurs.
    """
    pairs = first.astype(np.int64) * (int(second.max()) + 1) + second
    return cast("Codes", np.unique(pairs, return_inverse=True)[1])
