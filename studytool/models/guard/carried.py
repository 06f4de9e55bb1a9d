"""Many clusters, and an estimate that only a few of them carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.core.findings import Finding
from studytool.models.draws.refit import fit_again
from studytool.models.inference.covariance import carriers
from studytool.models.inference.standard_errors import covariance, t_quantile
from studytool.models.result import Estimate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studytool.models.draws.refit import Refit
    from studytool.models.inference.standard_errors import Covariance
    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec

FEW = 40.0
"""From this many clusters on that carry an estimate alike, it is not looked at closely."""
FEW_DF = 20.0
"""Fewer degrees of freedom make an interval too narrow by more than a twentieth."""
FAR_BELOW = 0.5
"""Share of the clusters, less one, below which degrees of freedom are far from them."""
LARGEST = 200_000
"""Most rows that are fitted once more to find out."""


def examine_carried(spec: ModelSpec, result: ModelResult) -> Iterator[Finding]:
    """Yield a finding where CR0 or CR1 counts many clusters and few of them carry the estimate.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    result : ModelResult
        Its result.

    Yields
    ------
    Finding
        ``few_clusters_carry``, for the term that fewest carry.
    """
    if not _counts_clusters(spec, result):
        return
    refit = fit_again(spec, result)
    if refit is None or not refit.terms:
        return
    places = {term: refit.place(term) for term in refit.terms}
    carry = carriers(refit.fit, refit.design.clusters[0])
    term = min(places, key=lambda name: carry[places[name]])
    if carry[places[term]] >= FEW:
        return
    reduced = _bias_reduced(refit)
    if reduced is not None:
        yield from _judge(result, term, reduced, places[term])


def _counts_clusters(spec: ModelSpec, result: ModelResult) -> bool:
    """Tell whether the interval rests on the number of clusters of one level."""
    used = spec.covariance in {None, "cr0", "cr1"}
    return used and len(result.n_clusters) == 1 and result.n_rows <= LARGEST


def _bias_reduced(refit: Refit) -> Covariance | None:
    """Return CR2 of the same fit; None where it cannot be had."""
    try:
        return covariance(refit.fit, "cr2", clusters=refit.design.clusters)
    except ModelError:
        return None


def _judge(result: ModelResult, term: str, reduced: Covariance, place: int) -> Iterator[Finding]:
    """Yield the finding where degrees of freedom are few, and far fewer than the clusters."""
    found, df = result.estimates[term], float(reduced.df[place])
    ((level, count),) = result.n_clusters.items()
    few = df < FEW_DF and df < FAR_BELOW * (count - 1)  # false where there are none
    if not isinstance(found, Estimate) or not few:
        return
    reach = float(t_quantile(result.level, np.array([df]))[0])
    wide = 2 * reach * float(reduced.matrix[place, place]) ** 0.5
    yield Finding(
        "warning",
        "few_clusters_carry",
        f'There are {count} clusters ({level}), but few of them carry the estimate of "{term}": '
        f"by Satterthwaite's rule (CR2) it has {df:.1f} degrees of freedom, and the interval was "
        f"made with {found.df:.0f}. By CR2 it would be {wide / (found.high - found.low):.2f} "
        "times as wide. It does not mean that the estimate itself is off.",
        remedy='Use covariance = "cr2", whose degrees of freedom follow from the design.',
    )
