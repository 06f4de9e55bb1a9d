"""From the panel to the result of effects by cohort and wave, with their averages and bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from studytool.core.counted import Counted
from studytool.core.errors import ModelError
from studytool.core.findings import Finding
from studytool.models.arrays.drawing import let_go
from studytool.models.by_cohort import Bands
from studytool.models.fitting.joint import joint_test
from studytool.models.inference.covariance import count_clusters
from studytool.models.inference.standard_errors import Covariance
from studytool.models.result import Estimate, ModelResult, TestResult
from studytool.models.staggered.account import (
    Judged,
    arrange_terms,
    count_behind,
    describe,
    find_incomplete,
    find_missing,
    find_small,
    find_untested,
    find_wide,
    list_collinear,
    list_judged,
    listed_terms,
    take_terms,
)
from studytool.models.staggered.aggregate import cohort_cells, find_event_path, list_averages
from studytool.models.staggered.group_time import group_time_effects
from studytool.models.staggered.influence import average, critical_values
from studytool.models.staggered.paths import count_people, find_paths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.core.progress import Progress
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.result import EventPath, NotAvailable
    from studytool.models.staggered.aggregate import Average
    from studytool.models.staggered.group_time import GroupTime, Plan
    from studytool.models.staggered.influence import Moved
    from studytool.models.staggered.paths import Paths
    from studytool.models.staggered_spec import StaggeredSpec
    from studytool.survey.panel import Panel

UNUSED = "no other wave of theirs, or nobody, to compare with"
FEW_LIKE = 10.0
"""People compared with, counted by the weight they carry, below which a finding says so."""

SORTS = ("event", "cohort", "calendar", "att")


@dataclass(frozen=True, slots=True)
class _Clustered:
    """Cluster of each unit."""

    codes: Codes
    count: int
    names: tuple[str, ...]
    findings: tuple[Finding, ...]


def fit_group_time(
    spec: StaggeredSpec, panel: Panel, plan: Plan, *, seed: int, progress: Progress
) -> ModelResult:
    """Estimate effects by cohort and wave, and average them.

    Parameters
    ----------
    spec : StaggeredSpec
        The model.
    panel : Panel
        The linked panel.
    plan : Plan
        Comparison, base, controls, anticipation.
    seed : int
        Seed of the bands.
    progress : Progress
        Told of each cohort.

    Returns
    -------
    ModelResult
        Overall effects, event times, cohorts, waves and every effect, with their covariance.

    Raises
    ------
    ModelError
        If no effect can be estimated.
    Cancelled
        If the person asked to stop.
    """
    progress.step(f"{spec.name}: sample", 0, 3)
    paths = find_paths(spec, panel)
    _refuse_without_never(paths, plan)

    def step(done: int, total: int) -> None:
        progress.step(f"{spec.name}: cohorts", total + done, 3 * total)

    found = group_time_effects(paths, plan, step=step)
    _refuse_nothing(found)
    progress.step(f"{spec.name}: standard errors", 2, 3)
    clustered = _clusters(paths, found)
    averages = list_averages(found.cells, paths.waves, spec.window)
    moved = average(found, averages, clustered.codes)
    sample = let_go(paths.sample, paths.people, [(UNUSED, ~found.used)])
    used = paths.take(found.used, sample)
    path = _path(spec, plan, paths, found)
    judged = _judge(spec, moved, clustered.count)
    behind = count_behind(found.cells, found.others, averages)
    found_terms = list_judged(judged, behind, level=spec.level)
    estimates = arrange_terms(found_terms, path, paths)
    terms, covariance = take_terms(judged, estimates)
    bands = _bands(spec, moved, averages, estimates, seed=seed)
    return ModelResult(
        name=spec.name,
        kind=spec.kind_name() or "",
        outcome=spec.outcome,
        estimates=estimates,
        covariance=covariance,
        terms=terms,
        shown=tuple(term for term in ("simple", *path.terms) if term in estimates),
        level=spec.level,
        convention=_convention(spec, clustered, paths),
        equation=_equation(spec, plan, paths),
        n_rows=sample.flow.used_rows,
        n_people=sample.flow.used_people,
        n_clusters=dict.fromkeys(clustered.names, clustered.count),
        flow=sample.flow,
        tests=_tests(judged, found, path, "cr0" if spec.covariance == "cr0" else "cr1"),
        statistics=describe(used, estimates.get("simple"), level=spec.level),
        findings=(
            *paths.findings,
            *list_collinear(paths),
            *clustered.findings,
            *find_incomplete(used),
            *find_small(used, found.cells),
            *find_missing(found.missing),
            *_overlap(found),
            *find_wide(path, paths),
            *find_untested(path),
        ),
        seed=seed,
        path=path,
        behind={term: min(behind[term]) for term in terms if term in behind},
        cohorts=cohort_cells(used, found.cells),
        bands=bands,
    )


def _refuse_without_never(paths: Paths, plan: Plan) -> None:
    if plan.comparison == "never" and np.isfinite(paths.start).all():
        raise ModelError(
            "Everyone in the sample is treated at some wave, and the model compares with people "
            "never treated.",
            remedy='Say comparison = "not_yet" to compare with those who begin later, or add '
            "people never treated.",
        )


def _refuse_nothing(found: GroupTime) -> None:
    if any(cell.time >= 0 for cell in found.cells):
        return
    reasons = dict.fromkeys(found.missing.values())
    raise ModelError(
        "No effect can be estimated for any cohort at any wave from its start on.",
        why=f"The reason is that {' and that '.join(reasons)}."
        if reasons
        else "No cohort has a wave before its start to compare with.",
        remedy="Check `where`, the waves, `anticipation`, and how the treatment was linked.",
    )


def _clusters(paths: Paths, found: GroupTime) -> _Clustered:
    """Return the cluster of each unit: that of its first row, where a person changes clusters."""
    many = int(found.units.max()) + 1
    if not paths.design.clusters:
        return _Clustered(np.arange(many), count_people(found.units[found.used]), (), ())
    given, name = paths.design.clusters[0], paths.design.cluster_names[0]
    first = np.zeros(many, dtype=np.intp)
    first[found.units[::-1]] = given[::-1]
    moved = count_people(found.units[given != first[found.units]])
    count = count_clusters(given[found.used])
    findings: tuple[Finding, ...] = ()
    if moved:
        words = f"{moved} people"
        findings = (
            Finding(
                "warning",
                "cluster_changes",
                f'{words} change their "{name}" from wave to wave. Each counts with the one they '
                "were first seen in.",
                remedy="Cluster by a level that people stay in, or look at these changes.",
                counts=(Counted(words, (moved,), "{few} people"),),
            ),
        )
    return _Clustered(first, count, (name,), findings)


def _judge(spec: StaggeredSpec, moved: Moved, count: int) -> Judged:
    factor = 1.0 if spec.covariance == "cr0" else count / (count - 1)
    df = np.full(len(moved.terms), count - 1.0)
    return Judged(moved.terms, moved.estimates, moved.covariance(factor), df)


def _path(spec: StaggeredSpec, plan: Plan, paths: Paths, found: GroupTime) -> EventPath:
    references = (-1 - plan.anticipation,) if plan.base == "universal" else ()
    cohorts = {cell.cohort for cell in found.cells}
    people = sum(
        count_people(found.units[found.used & (paths.start == g) & (paths.time == time)])
        for g in sorted(cohorts)
        for time in references
    )
    return find_event_path(
        found.cells, references=references, window=spec.window, reference_people=people
    )


def _bands(
    spec: StaggeredSpec,
    moved: Moved,
    averages: tuple[Average, ...],
    estimates: Mapping[str, Estimate | NotAvailable],
    *,
    seed: int,
) -> Bands | None:
    draws = spec.band_draws
    if not draws:
        return None
    sort_of = {one.term: one.sort for one in averages}
    terms: dict[str, list[str]] = {sort: [] for sort in SORTS}
    for term in moved.terms:
        sort = sort_of.get(term, "att")
        if sort in terms and isinstance(estimates.get(term), Estimate):
            terms[sort].append(term)
    terms = {sort: named for sort, named in terms.items() if named}
    places = {sort: [moved.terms.index(t) for t in named] for sort, named in terms.items()}
    reach = critical_values(_occurring(moved), places, level=spec.level, draws=draws, seed=seed)
    low, high = {}, {}
    for sort, named in terms.items():
        for term in named:
            one = estimates[term]
            assert isinstance(one, Estimate)  # noqa: S101  # only those were taken
            low[term] = one.estimate - reach[sort] * one.std_error
            high[term] = one.estimate + reach[sort] * one.std_error
    return Bands(spec.level, draws, seed, reach, low, high)


def _occurring(moved: Moved) -> Array:
    """Return the influence of clusters that have any."""
    return np.asarray(moved.sums[(moved.sums != 0).any(axis=1)])


def _tests(
    judged: Judged, found: GroupTime, path: EventPath, kind: Literal["cr0", "cr1"]
) -> dict[str, TestResult]:
    """Return the tests that all effects before the start, and all event times after, are 0."""
    cov = Covariance(judged.covariance, judged.df, kind)
    before = [judged.terms.index(cell.term) for cell in found.cells if cell.time < 0]
    after = [
        judged.terms.index(term)
        for time, term in zip(path.times, path.terms, strict=True)
        if time >= 0 and term in judged.terms
    ]
    untested = TestResult(reason="There is no wave before the reference to test.")
    return {
        "pre_trends": joint_test(judged.estimates, cov, before) if before else untested,
        "joint": joint_test(judged.estimates, cov, after),
    }


def _convention(spec: StaggeredSpec, clustered: _Clustered, paths: Paths) -> str:
    who = "people" if paths.follows else "rows"
    plain = "no small-sample factor, " if spec.covariance == "cr0" else ""
    if not clustered.names:
        return f"influence functions, {plain}t(n-1), {who} independent"
    return f"influence functions, {plain}t(G-1), clusters: {clustered.names[0]}"


def _equation(spec: StaggeredSpec, plan: Plan, paths: Paths) -> str:
    others = {"never": "people never treated", "not_yet": "people not yet treated"}
    base = {
        "varying": "before the start each wave against the one before it",
        "universal": "all waves against the last one before the start",
    }
    by = f", made alike in {', '.join(spec.controls)} by {plan.method}" if spec.controls else ""
    early = f", {plan.anticipation} waves of anticipation" if plan.anticipation else ""
    of = "people followed" if paths.follows else "different people at each wave"
    return (
        f"att[g,t] = change in {spec.outcome} of those who began at g, from the last wave before "
        f"to t - change of {others[plan.comparison]}{by}; {base[plan.base]}{early}; averages by "
        f"share of cohort; {of}"
    )


def _overlap(found: GroupTime) -> list[Finding]:
    """Return what there is to mind of how treated and others are alike in the controls."""
    findings = []
    if found.effective < FEW_LIKE:
        findings.append(
            Finding(
                "warning",
                "poor_overlap",
                "For some cohort and wave few of the others are like the treated: weighted, they "
                f"count as much as {found.effective:.1f} people.",
                remedy="Use fewer or coarser controls, or compare only where both groups are: say "
                "so in `where`.",
            )
        )
    if found.apart:
        findings.append(
            Finding(
                "warning",
                "no_overlap",
                "Who was treated can be told without exception from the controls, for "
                f"{listed_terms(found.apart)}: none of the others is like the treated, and their "
                "change is predicted by a straight line beyond what was seen.",
                remedy="Use fewer or coarser controls.",
            )
        )
    return findings
