"""Standard errors with their name: which covariance, which convention, which t distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

import numpy as np
from scipy.special import betainc, betaincinv, ndtr, ndtri

from studytool.core.errors import ModelError
from studytool.models.inference.bias_reduced import Adjusted, adjust, satterthwaite
from studytool.models.inference.conventional import scaled
from studytool.models.inference.covariance import (
    classical,
    count_clusters,
    residual_df,
    robust,
)
from studytool.models.inference.exact import refuse_exact
from studytool.models.inference.small_sample import CONVENTIONS
from studytool.models.kernel.absorption import refuse_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.kernel.linear import Fit
    from studytool.models.spec import Covariance as CovarianceName
    from studytool.models.spec import SmallSample

_Columns: TypeAlias = "tuple[Array, Array, Array, Array, Array, Array, Array]"

NOTHING = 1e-20
"""A variance at most this share of what equal errors would give is 0 but for rounding."""


@dataclass(frozen=True, slots=True)
class Covariance:
    """A covariance of coefficients with its name and degrees of freedom.

    Attributes
    ----------
    matrix : ndarray, shape (k, k)
        Covariance of the kept coefficients.
    df : ndarray, shape (k,)
        Degrees of freedom of each coefficient's t distribution; nan where its variance is 0 up to
        rounding (a regressor that marks one cluster), or negative with two cluster variables, so
        that nothing can be said of it.
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
        If there is one cluster, no degrees of freedom, the wrong number of cluster variables, or
        an outcome fitted exactly.
    """
    return covariances(
        [fit], kind, clusters=clusters, small_sample=small_sample, cluster_g=cluster_g
    )[0]


def covariances(
    fits: Sequence[Fit],
    kind: CovarianceName,
    *,
    clusters: Sequence[Codes] = (),
    small_sample: SmallSample = "nonnested",
    cluster_g: Literal["min", "own"] = "min",
) -> list[Covariance]:
    """Return the named covariance of each of many fits on the same rows.

    Parameters
    ----------
    fits : sequence of Fit
        Fits; those of outcomes on the same regressors (`fit_outcomes`) share their work.
    kind, clusters, small_sample, cluster_g
        As in `covariance`.

    Returns
    -------
    list of Covariance
        In the order of the fits, each as `covariance` gives it.

    Raises
    ------
    ModelError
        As `covariance`.
    """
    alike: dict[int, list[int]] = {}
    for place, fit in enumerate(fits):
        alike.setdefault(id(fit.bread), []).append(place)
    found: dict[int, Covariance] = {}
    for places in alike.values():
        some = [fits[place] for place in places]
        _check_clusters(some[0], kind, clusters)
        for fit in some:
            refuse_exact(1 - fit.r_squared_within)
        if kind in {"cr0", "cr1"}:
            convention = small_sample if kind == "cr1" else None
            answers = _all_clustered(some, clusters, convention, cluster_g)
        else:
            answers = [_alone(fit, kind, clusters) for fit in some]
        found |= zip(places, answers, strict=True)
    return [found[place] for place in range(len(fits))]


def _alone(fit: Fit, kind: CovarianceName, clusters: Sequence[Codes]) -> Covariance:
    """Return a covariance that shares nothing with those of other outcomes."""
    if kind in {"cr2", "cr3"}:
        count = count_clusters(clusters[0], fit)
        pieces = adjust(fit, clusters[0], kind)
        df = _or_none(fit, pieces.covariance, satterthwaite(pieces))
        return Covariance(pieces.covariance, df, kind, clusters=(count,), adjusted=pieces)
    if kind == "classical":
        return Covariance(classical(fit), _or_none(fit, fit.bread, residual_df(fit)), kind)
    matrix = robust(fit, cast("Literal['hc0', 'hc1', 'hc2', 'hc3']", kind))
    return Covariance(matrix, _or_none(fit, matrix, residual_df(fit)), kind)


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
    return all_tests([estimates], [cov], level=level)[0]


def all_tests(
    estimates: Sequence[Array], covs: Sequence[Covariance], *, level: float = 0.95
) -> list[Inference]:
    """Return standard error, t, p and interval of each coefficient of many models.

    Parameters
    ----------
    estimates : sequence of ndarray, shape (k,)
        Coefficients of each model.
    covs : sequence of Covariance
        Their covariances.
    level : float
        Level of the intervals, between 0 and 1.

    Returns
    -------
    list of Inference
        For each model, as `coefficient_tests` gives it.
    """
    values = np.concatenate(estimates)
    dfs = np.concatenate([cov.df for cov in covs])
    variances = np.concatenate([cov.matrix.diagonal() for cov in covs])
    # where there are no degrees of freedom the variance is not one
    errors = np.sqrt(np.where(dfs > 0, variances, np.nan))
    t = values / errors
    # one inversion is enough where all are alike, as they are but for CR2 and CR3
    df = dfs[:1] if (dfs == dfs[0]).all() else dfs
    reach = t_quantile(level, df) * errors
    columns = values, errors, dfs, t, two_sided_p(t, df), values - reach, values + reach
    if len(covs) == 1:
        return [Inference(*columns, level)]
    ends = np.cumsum([each.size for each in estimates]).tolist()
    places = map(slice, [0, *ends[:-1]], ends)
    return [
        Inference(*cast("_Columns", tuple(column[place] for column in columns)), level)
        for place in places
    ]


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


def _all_clustered(
    fits: Sequence[Fit],
    clusters: Sequence[Codes],
    convention: SmallSample | None,
    cluster_g: Literal["min", "own"],
) -> list[Covariance]:
    """Return the one- or two-way clustered covariances of fits on the same regressors."""
    fit = fits[0]
    counts = tuple(count_clusters(codes, fit) for codes in clusters)
    matrices = scaled(fits, clusters, counts, convention, cluster_g)
    kind: CovarianceName = "cr0" if convention is None else "cr1"
    expected = np.outer([each.unexplained for each in fits], _least(fit))
    df = np.where(matrices.diagonal(axis1=1, axis2=2) > expected, min(counts) - 1, np.nan)
    return [
        Covariance(*each, kind, convention, counts, cluster_g)
        for each in zip(matrices, df, strict=True)
    ]


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
        if not any(codes is effect for effect in fit.effects):
            refuse_codes(codes, fit.rows, "A cluster variable")


def _or_none(fit: Fit, matrix: Array, df: Array | int) -> Array:
    """Return degrees of freedom, nan where the variance is 0 up to rounding."""
    return np.where(matrix.diagonal() > fit.unexplained * _least(fit), df, np.nan)


def _least(fit: Fit) -> Array:
    """Return what a variance must exceed, as a share of what is unexplained."""
    return fit.bread.diagonal() * (NOTHING / fit.rows)
