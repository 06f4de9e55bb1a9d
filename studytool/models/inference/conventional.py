"""Clustered covariances, by one variable or two, scaled by a named small-sample convention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.models.inference.covariance import all_clustered, count_clusters, crossing
from studytool.models.inference.small_sample import small_sample_factor
from studytool.models.kernel.nesting import find_nesting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.kernel.linear import Fit
    from studytool.models.spec import SmallSample


def scaled(
    fits: Sequence[Fit],
    clusters: Sequence[Codes],
    counts: tuple[int, ...],
    convention: SmallSample | None,
    cluster_g: str,
) -> Array:
    """Return one- or two-way clustered covariances, each term scaled by the convention.

    Parameters
    ----------
    fits : sequence of Fit
        Fits of several outcomes on the same regressors, from one `fit_outcomes`.
    clusters : sequence of ndarray of int, shape (n,)
        Codes of one cluster variable or two.
    counts : tuple of int
        Number of clusters of each.
    convention : {"nonnested", "no_k", "all_effects", "linearmodels"} or None
        Small-sample convention; None for no factor.
    cluster_g : {"min", "own"}
        With two cluster variables, scale each term by the smaller number of clusters, or by its
        own.

    Returns
    -------
    ndarray, shape (q, k, k)
        Covariance of each fit; that of two variables may have a negative variance.

    Raises
    ------
    ModelError
        If no degrees of freedom are left.
    """
    if len(clusters) == 1:
        factor = _factors(fits[0], clusters, counts, convention, cluster_g)[0]
        return factor * all_clustered(fits, clusters[0])
    both = crossing(clusters[0], clusters[1])
    counts = (*counts, count_clusters(both))
    factors = _factors(fits[0], clusters, counts, convention, cluster_g)
    terms = [
        factor * all_clustered(fits, codes)
        for factor, codes in zip(factors, (*clusters, both), strict=True)
    ]
    return terms[0] + terms[1] - terms[2]


def _factors(
    fit: Fit,
    clusters: Sequence[Codes],
    counts: tuple[int, ...],
    convention: SmallSample | None,
    cluster_g: str,
) -> list[float]:
    """Return the factor of each term: of one cluster variable, or of two and their crossing."""
    if convention is None:
        return [1.0] * len(counts)
    levels = fit.projected.plan.present
    nesting = find_nesting(fit.effects, clusters, levels=levels, counts=counts[: len(clusters)])
    return [
        small_sample_factor(
            convention,
            clusters=min(counts) if cluster_g == "min" else count,
            rows=fit.rows,
            regressors=fit.coefficients.size,
            rank_effects=fit.rank_effects,
            nesting=nesting,
        )
        for count in counts
    ]
