"""Standard errors with their name: which covariance, which convention, which t distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
from scipy.special import betainc, betaincinv, ndtr, ndtri

from studytool.core.errors import ModelError
from studytool.models.absorption import refuse_codes
from studytool.models.bias_reduced import Adjusted, adjust, satterthwaite
from studytool.models.covariance import (
    classical,
    clustered,
    count_clusters,
    crossing,
    residual_df,
    robust,
)
from studytool.models.nesting import find_nesting
from studytool.models.small_sample import CONVENTIONS, small_sample_factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.absorption import Array, Codes
    from studytool.models.linear import Fit
    from studytool.models.spec import Covariance as CovarianceName
    from studytool.models.spec import SmallSample

NOTHING = 1e-20
"""A variance at most this share of what equal errors would give is 0 but for rounding."""

EXACT = 1e-14
"""A fit that leaves at most this share of the outcome's variance is exact but for rounding."""


@dataclass(frozen=True, slots=True)
class Covariance:
    """A covariance of coefficients with its name and degrees of freedom.

    Attributes
    ----------
    matrix : ndarray, shape (k, k)
        Covariance of the kept coefficients.
    df : ndarray, shape (k,)
        Degrees of freedom of each coefficient's t distribution; nan where its variance is 0 up to
        rounding, so that nothing can be said of it (a regressor that marks one cluster).
    kind : str
        Its name, such as "cr1".
    convention : str or None
        Small-sample convention of "cr1"; None for every other.
    clusters : tuple of int
        Number of clusters of each cluster variable; empty without clusters.
    cluster_g : {"min", "own"}
        Which number of clusters each term of a two-way covariance was scaled by.
    adjusted : Adjusted or None
        Pieces of CR2 and CR3 that joint tests need.
    """

    matrix: Array
    df: Array
    kind: CovarianceName
    convention: SmallSample | None = None
    clusters: tuple[int, ...] = ()
    cluster_g: Literal["min", "own"] = "min"
    adjusted: Adjusted | None = None


@dataclass(frozen=True, slots=True)
class Inference:
    """What is said of each coefficient.

    Where the covariance has no degrees of freedom (its `df` is nan) everything but the estimate
    is nan.

    Attributes
    ----------
    estimates, std_errors : ndarray, shape (k,)
        In units of the outcome per unit of the regressor.
    df : ndarray, shape (k,)
        Degrees of freedom of the t distribution.
    t : ndarray, shape (k,)
        Estimate over standard error.
    p : ndarray, shape (k,)
        Two-sided p-value of no effect.
    low, high : ndarray, shape (k,)
        Interval at `level`.
    level : float
        Level of the intervals, such as 0.95.
    """

    estimates: Array
    std_errors: Array
    df: Array
    t: Array
    p: Array
    low: Array
    high: Array
    level: float


def covariance(
    fit: Fit,
    kind: CovarianceName,
    *,
    clusters: Sequence[Codes] = (),
    small_sample: SmallSample = "nonnested",
    cluster_g: Literal["min", "own"] = "min",
) -> Covariance:
    """Return the named covariance of a fit.

    Parameters
    ----------
    fit : Fit
        A fit.
    kind : {"classical", "hc0", "hc1", "hc2", "hc3", "cr0", "cr1", "cr2", "cr3"}
        Which covariance.
    clusters : sequence of ndarray of int, shape (n,)
        Codes of one cluster variable or two for "cr0" and "cr1", of one for "cr2" and "cr3".
    small_sample : {"nonnested", "no_k", "all_effects", "linearmodels"}
        Convention of "cr1".
    cluster_g : {"min", "own"}
        With two cluster variables, scale each term by the smaller number of clusters, or by its
        own.

    Returns
    -------
    Covariance
        With t(n-K) for "classical" and "hc", t(G-1) for "cr0" and "cr1" (the smaller G of two),
        Satterthwaite degrees of freedom for "cr2" and "cr3".

    Raises
    ------
    ModelError
        If there is one cluster, no degrees of freedom, the wrong number of cluster variables, an
        outcome fitted exactly, or a two-way covariance with a negative variance.
    """
    _check_clusters(fit, kind, clusters)
    _refuse_exact(fit)
    if kind == "classical":
        return Covariance(classical(fit), _or_none(fit, fit.bread, residual_df(fit)), kind)
    if kind in {"hc0", "hc1", "hc2", "hc3"}:
        matrix = robust(fit, kind)
        return Covariance(matrix, _or_none(fit, matrix, residual_df(fit)), kind)
    counts = tuple(count_clusters(codes, fit) for codes in clusters)
    if kind in {"cr2", "cr3"}:
        pieces = adjust(fit, clusters[0], kind)
        df = _or_none(fit, pieces.covariance, satterthwaite(pieces))
        return Covariance(pieces.covariance, df, kind, clusters=counts, adjusted=pieces)
    convention = small_sample if kind == "cr1" else None
    matrix = _clustered(fit, clusters, counts, convention, cluster_g)
    df = _or_none(fit, matrix, min(counts) - 1)
    return Covariance(matrix, df, kind, convention, counts, cluster_g)


def coefficient_tests(estimates: Array, cov: Covariance, *, level: float = 0.95) -> Inference:
    """Return standard error, t, p and interval of each coefficient.

    Parameters
    ----------
    estimates : ndarray, shape (k,)
        Coefficients.
    cov : Covariance
        Their covariance.
    level : float
        Level of the intervals, between 0 and 1.

    Returns
    -------
    Inference
        One entry for each coefficient.
    """
    # where there are no degrees of freedom the variance is not one
    errors = np.sqrt(np.where(cov.df > 0, cov.matrix.diagonal(), np.nan))
    t = estimates / errors
    # one inversion is enough where all are alike, as they are but for CR2 and CR3
    df = cov.df[:1] if (cov.df == cov.df[0]).all() else cov.df
    reach = t_quantile(level, df) * errors
    p = two_sided_p(t, df)
    return Inference(estimates, errors, cov.df, t, p, estimates - reach, estimates + reach, level)


def two_sided_p(t: Array, df: Array) -> Array:
    """Return the chance of a t statistic at least as far from 0.

    Parameters
    ----------
    t, df : ndarray, shape (k,)
        Statistics and degrees of freedom, which need not be whole; all inf for the normal
        distribution.

    Returns
    -------
    ndarray, shape (k,)
        p-values.
    """
    if df.min() == np.inf:
        return cast("Array", 2 * ndtr(-np.abs(t)))
    return cast("Array", betainc(df / 2, 0.5, df / (df + t**2)))


def t_quantile(level: float, df: Array) -> Array:
    """Return how many standard errors an interval reaches either side.

    Parameters
    ----------
    level : float
        Level of the interval, between 0 and 1.
    df : ndarray, shape (k,)
        Degrees of freedom, which need not be whole; all inf for the normal distribution.

    Returns
    -------
    ndarray, shape (k,)
        Quantile of the t distribution at (1 + level) / 2.
    """
    if df.min() == np.inf:
        return np.full(df.shape, ndtri((1 + level) / 2))
    tail = betaincinv(df / 2, 0.5, 1 - level)
    return cast("Array", np.sqrt(df * (1 / tail - 1)))


def in_words(cov: Covariance, names: Sequence[str] = ()) -> str:
    """Say which standard error it is, for a table's note.

    Parameters
    ----------
    cov : Covariance
        A covariance.
    names : sequence of str
        Names of the cluster variables.

    Returns
    -------
    str
        Such as "CR2, Satterthwaite degrees of freedom, clusters: household".
    """
    if cov.kind == "classical":
        return "classical (equal variance), t(n-K)"
    if cov.kind.startswith("hc"):
        return f"{cov.kind.upper()} (robust to unequal variance), t(n-K)"
    clusters = f"clusters: {' and '.join(names)}"
    if cov.kind in {"cr2", "cr3"}:
        return f"{cov.kind.upper()}, Satterthwaite degrees of freedom, {clusters}"
    inside = [] if cov.convention is None else [CONVENTIONS[cov.convention]]
    if len(cov.clusters) > 1 and cov.convention not in {None, "linearmodels"}:
        own = "the smaller number of clusters" if cov.cluster_g == "min" else "its own clusters"
        inside.append(f"each term scaled by {own}")
    brackets = f" ({'; '.join(inside)})" if inside else ""
    return f"{cov.kind.upper()}{brackets}, t(G-1), {clusters}"


def _clustered(
    fit: Fit,
    clusters: Sequence[Codes],
    counts: Sequence[int],
    convention: SmallSample | None,
    cluster_g: str,
) -> Array:
    """Return the one- or two-way clustered covariance, each term scaled by the convention."""
    terms, counts = [*clusters], [*counts]
    if len(terms) == 2:  # noqa: PLR2004 - two-way
        terms.append(crossing(terms[0], terms[1]))
        counts.append(count_clusters(terms[2]))
    nesting = None
    if convention is not None:
        levels = fit.projected.plan.present
        nesting = find_nesting(fit.effects, clusters, levels=levels, counts=counts[: len(clusters)])
    matrices = []
    for codes, count in zip(terms, counts, strict=True):
        factor = 1.0
        if convention is not None and nesting is not None:
            factor = small_sample_factor(
                convention,
                clusters=min(counts) if cluster_g == "min" else count,
                rows=fit.rows,
                regressors=fit.coefficients.size,
                rank_effects=fit.rank_effects,
                nesting=nesting,
            )
        matrices.append(factor * clustered(fit, codes))
    if len(matrices) == 1:
        return matrices[0]
    total = matrices[0] + matrices[1] - matrices[2]
    if (total.diagonal() < 0).any():
        raise ModelError(
            "The two-way clustered covariance has a negative variance.",
            why="That happens with few clusters, or where one cluster variable explains little.",
            remedy="Cluster by one variable: the one with fewer, larger clusters.",
        )
    return total


def _check_clusters(fit: Fit, kind: CovarianceName, clusters: Sequence[Codes]) -> None:
    """Refuse a covariance and clusters that do not go together."""
    takes = {"cr0": (1, 2), "cr1": (1, 2), "cr2": (1,), "cr3": (1,)}.get(kind, (0,))
    if len(clusters) not in takes:
        raise ModelError(
            f'covariance = "{kind}" takes {" or ".join(str(count) for count in takes)} cluster '
            f"variables, and {len(clusters)} are given.",
            remedy='Use "cr0" to "cr3" with clusters (two for "cr0" and "cr1" only), and '
            '"classical" or "hc0" to "hc3" without.',
        )
    for codes in clusters:
        refuse_codes(codes, fit.rows, "A cluster variable")


def _or_none(fit: Fit, matrix: Array, df: Array | int) -> Array:
    """Return degrees of freedom, nan where the variance is 0 up to rounding."""
    expected = fit.bread.diagonal() * (NOTHING * fit.unexplained / fit.rows)
    return np.where(matrix.diagonal() > expected, df, np.nan)


def _refuse_exact(fit: Fit) -> None:
    if 1 - fit.r_squared_within <= EXACT:
        raise ModelError(
            "The regressors fit the outcome exactly.",
            why="No error is left to judge the estimates by.",
            remedy="Check whether the outcome was computed from a regressor.",
        )
