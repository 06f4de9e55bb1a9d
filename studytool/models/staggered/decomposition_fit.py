"""From the panel to the result of a decomposition: two-way fixed effects and their parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.findings import Finding
from studytool.models.fitting.nonlinear import judge
from studytool.models.fitting.reshaping import fit_design
from studytool.models.inference.standard_errors import in_words
from studytool.models.result import ModelResult, NotAvailable
from studytool.models.staggered.account import describe
from studytool.models.staggered.decomposition import SORTS, decompose, share_in_words
from studytool.models.staggered.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.findings import Level
    from studytool.core.progress import Progress
    from studytool.models.result import Pair
    from studytool.models.staggered_spec import StaggeredSpec
    from studytool.survey.panel import Panel

MUCH = 0.1
"""Share of the weight on people already treated from which on a finding warns."""

_PART = "a part of the whole has no standard error of its own"


def fit_decomposition(
    spec: StaggeredSpec, panel: Panel, *, seed: int, progress: Progress
) -> ModelResult:
    """Fit two-way fixed effects and take them apart.

    Parameters
    ----------
    spec : StaggeredSpec
        The model.
    panel : Panel
        The linked panel.
    seed : int
        Passed on.
    progress : Progress
        Told of each step.

    Returns
    -------
    ModelResult
        ``twfe`` with its standard error; weights and averages, without; the pairs.

    Raises
    ------
    ModelError
        If it cannot be taken apart on these data.
    Cancelled
        If the person asked to stop.
    """
    progress.step(f"{spec.name}: sample", 0, 2)
    paths = find_paths(spec, panel)
    pairs = decompose(paths)
    progress.step(f"{spec.name}: estimates", 1, 2)
    design = replace(
        paths.design,
        regressors=(paths.time >= 0).astype(float)[:, None],
        names=("twfe",),
        roles=("treatment",),
        terms=("twfe",),
        effects=(paths.people, paths.at),
        effect_names=("person", "wave"),
        clusters=paths.design.clusters or (paths.people,),
        cluster_names=paths.design.cluster_names or ("person",),
    )
    asked = spec if spec.covariance else spec.model_copy(update={"covariance": "cr1"})
    fitted = fit_design(asked, design, paths.people)
    cov = fitted.covariance
    error, df = float(np.sqrt(cov.matrix[0, 0])), float(np.ravel(cov.df)[0])
    whole = judge(float(fitted.fit.coefficients[0]), error, df, spec.level)
    parts = _parts(pairs)
    return ModelResult(
        name=spec.name,
        kind=spec.kind_name() or "",
        outcome=spec.outcome,
        estimates={"twfe": whole}
        | {term: NotAvailable(_PART.format(value=value), value) for term, value in parts.items()},
        covariance=cov.matrix,
        terms=("twfe",),
        shown=("twfe",),
        level=spec.level,
        convention=in_words(cov, design.cluster_names),
        equation=f"{spec.outcome} = twfe treated + effects of person and wave + error; twfe = sum "
        "of weight x estimate over pairs of groups",
        n_rows=paths.sample.flow.used_rows,
        n_people=paths.sample.flow.used_people,
        n_clusters=dict(zip(design.cluster_names, cov.clusters, strict=False)),
        flow=paths.sample.flow,
        statistics=describe(paths, whole, level=spec.level),
        findings=(*paths.findings, *_already_treated(pairs)),
        seed=seed,
        pairs=pairs,
    )


def _parts(pairs: Sequence[Pair]) -> dict[str, float]:
    """Return weight and average estimate of each kind of pair that there is."""
    found = {}
    for sort in SORTS:
        these = [pair for pair in pairs if pair.sort == sort]
        weight = sum(pair.weight for pair in these)
        if these:
            found[f"weight[{sort}]"] = weight
            found[f"average[{sort}]"] = sum(p.weight * p.estimate for p in these) / weight
    return found


def _already_treated(pairs: Sequence[Pair]) -> list[Finding]:
    """Return what the weight on people already treated gives reason to mind."""
    share = sum(pair.weight for pair in pairs if pair.sort == SORTS[2])
    if share == 0:
        return []
    told = (
        f"{share_in_words(share)} of the weight of this number lies on comparisons with people "
        "already treated. If their effect grows or fades, that is counted against the others."
    )
    remedy = "Use Callaway and Sant'Anna's estimator, which leaves these comparisons out."
    level: Level = "warning" if share >= MUCH else "note"
    return [Finding(level, "forbidden_comparisons", told, remedy=remedy)]
