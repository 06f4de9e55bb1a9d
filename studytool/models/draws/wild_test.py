"""The wild cluster bootstrap of a fitted model: which clusters, which terms, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError, UnknownLevelError
from studytool.core.identity import derived_seed
from studytool.models.draws.wild_cluster import wild_draws, wild_interval
from studytool.models.draws.wild_joint import joint_draws
from studytool.models.draws.wild_moves import number_clusters
from studytool.models.inference.standard_errors import covariance
from studytool.models.result import TestResult

if TYPE_CHECKING:
    from studytool.models.draws.refit import Refit
    from studytool.models.draws.wild_cluster import Draws
    from studytool.models.draws.wild_moves import Clusters
    from studytool.models.draws.wild_weights import Plan
    from studytool.models.resampling import Resampling

NAME = "wild_cluster"
COARSE = 256
"""With at most this many combinations of two values p comes in steps of nearly 0.01 or more."""

_WEIGHTS = {"rademacher": "Rademacher", "webb": "Webb", "mammen": "Mammen"}


def wild_tests(refit: Refit, asked: Resampling) -> dict[str, TestResult]:
    """Judge the treatments of a model by the wild cluster bootstrap.

    Parameters
    ----------
    refit : Refit
        The model.
    asked : Resampling
        What is asked of the bootstrap.

    Returns
    -------
    dict of str to TestResult
        ``wild_cluster`` of the treatment; of several treatments together, and one for each,
        named ``wild_cluster[visited]``.

    Raises
    ------
    UnknownLevelError
        If a level that it names does not exist.
    """
    level = asked.cluster or own_level(refit)
    if not level:
        return {NAME: TestResult(reason="The model has no cluster, and none is named.")}
    try:
        parts = None if asked.subcluster is None else refit.codes(asked.subcluster)
        clusters = number_clusters(refit.codes(level), parts)
    except UnknownLevelError:
        raise
    except ModelError as error:
        return {NAME: TestResult(reason=error.reason)}
    if len(refit.terms) == 1:
        return {NAME: _single(refit, asked, refit.terms[0], clusters, level)}
    singles = {
        f"{NAME}[{term}]": _single(refit, asked, term, clusters, level) for term in refit.terms
    }
    return {NAME: _joint(refit, asked, clusters, level)} | singles


def own_level(refit: Refit) -> str:
    """Return the coarser of the model's own cluster levels, else the person, else nothing."""
    design = refit.design
    counts = [np.unique(codes).size for codes in design.clusters]
    if counts:
        return design.cluster_names[counts.index(min(counts))]
    return "person" if refit.regression.panel.design.person is not None else ""


def _single(
    refit: Refit, asked: Resampling, term: str, clusters: Clusters, level: str
) -> TestResult:
    place = refit.place(term)
    try:
        drawn = wild_draws(
            refit.fit,
            place,
            clusters,
            weights=asked.weights,
            draws=asked.draws,
            variant=asked.variant,
            seed=derived_seed(refit.result.seed, NAME),
        )
        variance = _variance(refit, asked, place, clusters, drawn)
        low, high = wild_interval(drawn, level=refit.spec.level)
    except ModelError as error:
        return TestResult(reason=error.reason)
    return TestResult(
        statistic=drawn.estimate / variance**0.5,
        p=drawn.p_of(0.0),
        draws=drawn.plan.draws,
        every=drawn.plan.every,
        low=low,
        high=high,
        method=_in_words(asked, drawn.plan, clusters, level),
    )


def _variance(
    refit: Refit, asked: Resampling, place: int, clusters: Clusters, drawn: Draws
) -> float:
    """Return the variance behind the t statistic, with the small-sample factor of the model."""
    if asked.variant[1] == "3":
        return drawn.variance * (clusters.count - 1) / clusters.count
    cov = covariance(
        refit.fit, "cr1", clusters=(clusters.codes,), small_sample=refit.spec.small_sample
    )
    return float(cov.matrix[place, place])


def _joint(refit: Refit, asked: Resampling, clusters: Clusters, level: str) -> TestResult:
    if asked.variant != "11":
        return TestResult(
            reason='Several treatments are tested together with variant = "11" only; each alone '
            f'is tested with variant = "{asked.variant}", as asked.'
        )
    try:
        drawn = joint_draws(
            refit.fit,
            [refit.place(term) for term in refit.terms],
            clusters,
            weights=asked.weights,
            draws=asked.draws,
            seed=derived_seed(refit.result.seed, NAME),
        )
    except ModelError as error:
        return TestResult(reason=error.reason)
    return TestResult(
        statistic=drawn.statistic * (clusters.count - 1) / clusters.count,
        p=drawn.p,
        draws=drawn.plan.draws,
        every=drawn.plan.every,
        method=_in_words(asked, drawn.plan, clusters, level),
        restrictions=len(refit.terms),
    )


def _in_words(asked: Resampling, plan: Plan, clusters: Clusters, level: str) -> str:
    draws = f"all {plan.draws:,} combinations" if plan.every else f"{plan.draws:,} draws"
    inside = [f"{_WEIGHTS[plan.kind]} weights", draws]
    if plan.kind == "rademacher" and plan.every and plan.draws <= COARSE:
        inside.append(f"p at least {2 / plan.draws:.4g} with so few clusters")
    if asked.variant != "11":
        inside.append(f"variant {asked.variant}")
    if asked.subcluster is not None:
        inside.append(f"errors drawn by {asked.subcluster}")
    return f"wild cluster bootstrap, {clusters.count} clusters ({level}), {', '.join(inside)}"
