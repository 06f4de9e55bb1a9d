"""Regressions with an effect for each cohort at each wave, and averages of these effects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.arrays.drawing import let_go
from studytool.models.by_cohort import Bands
from studytool.models.fitting.estimates import Fitted, list_dropped
from studytool.models.fitting.identification import refuse_dropped
from studytool.models.fitting.joint import joint_test
from studytool.models.fitting.regression import fit_arrays, with_covariance
from studytool.models.fitting.reshaping import take_rows
from studytool.models.inference.standard_errors import in_words, t_quantile
from studytool.models.inference.wald import wald
from studytool.models.result import Estimate, ModelResult, TestResult
from studytool.models.staggered.account import (
    Judged,
    arrange_terms,
    count_behind,
    describe,
    find_small,
    find_untested,
    find_wide,
    list_collinear,
    list_judged,
    take_terms,
)
from studytool.models.staggered.aggregate import (
    cohort_cells,
    find_event_path,
    list_averages,
    weigh,
)
from studytool.models.staggered.paths import count_people, find_paths

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from studytool.core.progress import Progress
    from studytool.models.arrays.design import Design
    from studytool.models.inference.standard_errors import Covariance
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.result import EventPath, NotAvailable
    from studytool.models.staggered.aggregate import Average
    from studytool.models.staggered.layouts import Layout
    from studytool.models.staggered.paths import Paths
    from studytool.models.staggered_spec import StaggeredSpec
    from studytool.survey.panel import Panel

STEPS = 3
SORTS = ("event", "cohort", "calendar", "att")
BLOCK = 1000
"""Draws made at once."""


@dataclass(frozen=True, slots=True)
class _Combined:
    """Effects, controls and averages as combinations of the coefficients."""

    judged: Judged
    rows: Mapping[str, Array]
    averages: tuple[Average, ...]


def fit_saturated(
    spec: StaggeredSpec,
    panel: Panel,
    lay_out: Callable[[Paths], Layout],
    *,
    equation: str,
    seed: int,
    progress: Progress,
) -> ModelResult:
    """Fit a regression with an effect for each cohort at each wave, and average the effects.

    Parameters
    ----------
    spec : StaggeredSpec
        The model.
    panel : Panel
        The linked panel.
    lay_out : callable
        Chooses the rows of the regression and those of each effect.
    equation : str
        What is estimated, in words and symbols.
    seed : int
        Seed of the bands.
    progress : Progress
        Told of each step.

    Returns
    -------
    ModelResult
        Overall effects, event times, cohorts, waves and every effect, with their covariance.
        Averages weigh by treated rows, which are taken as given.

    Raises
    ------
    ModelError
        If no effect can be estimated.
    Cancelled
        If the person asked to stop.
    """
    progress.step(f"{spec.name}: sample", 0, STEPS)
    paths = find_paths(spec, panel)
    layout = lay_out(paths)
    sample = let_go(paths.sample, paths.people, layout.reasons)
    used = paths.take(np.isin(np.arange(paths.at.size), layout.rows), sample)
    progress.step(f"{spec.name}: estimates", 1, STEPS)
    design, people = _design(spec, paths, layout)
    fit = fit_arrays(design)
    refuse_dropped(design, fit)
    progress.step(f"{spec.name}: standard errors", 2, STEPS)
    asked = spec if spec.covariance else spec.model_copy(update={"covariance": "cr1"})
    fitted = with_covariance(asked if design.clusters else spec, design, fit, people)
    paths = replace(paths, dropped=list_dropped(fitted))
    combined = _combine(fitted, layout, paths.waves, spec.window)
    path = _path(spec, paths, layout)
    behind = count_behind(layout.cells, layout.others, combined.averages)
    found = list_judged(combined.judged, behind, level=spec.level)
    estimates = arrange_terms(found, path, paths)
    terms, covariance = take_terms(combined.judged, estimates)
    return ModelResult(
        name=spec.name,
        kind=spec.kind_name() or "",
        outcome=spec.outcome,
        estimates=estimates,
        covariance=covariance,
        terms=terms,
        shown=tuple(term for term in ("simple", *path.terms) if term in estimates),
        level=spec.level,
        convention=in_words(fitted.covariance, design.cluster_names),
        equation=equation,
        n_rows=sample.flow.used_rows,
        n_people=sample.flow.used_people,
        n_clusters=dict(zip(design.cluster_names, fitted.covariance.clusters, strict=False)),
        flow=replace(sample.flow, singletons=fit.singletons),
        tests=_tests(fitted, layout, combined),
        statistics=describe(used, estimates.get("simple"), level=spec.level)
        | {"r_squared": fit.r_squared, "r_squared_within": fit.r_squared_within},
        findings=(
            *paths.findings,
            *list_collinear(paths),
            *layout.findings,
            *find_small(used, layout.cells),
            *find_wide(path, paths),
            *(find_untested(path) if layout.references else ()),
        ),
        seed=seed,
        path=path,
        behind={term: min(behind[term]) for term in terms if term in behind},
        cohorts=cohort_cells(used, layout.cells),
        bands=_bands(spec, combined, estimates, seed=seed),
    )


def _design(spec: StaggeredSpec, paths: Paths, layout: Layout) -> tuple[Design, Codes]:
    """Return the arrays of the regression, an indicator of each effect last, and its people."""
    taken = take_rows(paths.design, layout.rows)
    held = [n for n, role in enumerate(taken.roles) if role == "control"]
    columns = [taken.regressors[:, n] for n in held] + [m.astype(float) for m in layout.masks]
    people, waves = paths.people[layout.rows], paths.at[layout.rows]
    who = people if paths.follows else _cohorts(paths.start[layout.rows])
    names = ("person" if paths.follows else "cohort", "wave")
    # standard errors are by person unless asked otherwise: rows of a person are alike
    robust = spec.covariance is not None and not spec.covariance.startswith("cr")
    alone = not spec.cluster and paths.follows and not robust
    stacked = layout.stack.max() > 0
    return (
        replace(
            taken,
            regressors=np.column_stack(columns),
            names=(*(taken.names[n] for n in held), *(cell.term for cell in layout.cells)),
            roles=("control",) * len(held) + ("treatment",) * len(layout.cells),
            terms=(*(taken.terms[n] for n in held), *(cell.term for cell in layout.cells)),
            effects=tuple(_within(codes, layout.stack) for codes in (who, waves)),
            effect_names=tuple(f"{name}*comparison" if stacked else name for name in names),
            clusters=(people,) if alone else taken.clusters,
            cluster_names=("person",) if alone else taken.cluster_names,
        ),
        people,
    )


def _cohorts(start: Array) -> Codes:
    """Return the cohort of each row as a code."""
    return np.asarray(np.unique(start, return_inverse=True)[1], dtype=np.intp)


def _within(codes: Codes, stack: Codes) -> Codes:
    """Return a code for each combination of two codes that occurs."""
    both = codes * (int(stack.max()) + 1) + stack
    return np.asarray(np.unique(both, return_inverse=True)[1], dtype=np.intp)


def _combine(
    fitted: Fitted, layout: Layout, waves: Array, window: tuple[int, int] | None
) -> _Combined:
    """Return effects, averages and controls with their covariance."""
    kept = fitted.kept
    averages = list_averages(layout.cells, waves, window)
    rows = weigh(averages, kept)
    effects = [cell.term for cell in layout.cells]
    order = [*effects, *(one.term for one in averages), *(n for n in kept if n not in effects)]
    matrix = np.array([rows[name] for name in order])
    covariance = fitted.covariance
    values = matrix @ fitted.fit.coefficients
    spread = matrix @ covariance.matrix @ matrix.T
    df = np.array([_df(fitted.fit.coefficients, covariance, row) for row in matrix])
    return _Combined(Judged(tuple(order), values, spread, df), rows, averages)


def _df(coefficients: Array, covariance: Covariance, row: Array) -> float:
    """Return the degrees of freedom of a combination of coefficients, nan where it has none."""
    found = covariance.df[row != 0]
    if np.isnan(found).all():
        return float("nan")
    if covariance.adjusted is None:
        return float(np.nanmin(found))
    try:
        return wald(coefficients, covariance, row[None, :]).df[1]
    except ModelError:
        return float("nan")


def _path(spec: StaggeredSpec, paths: Paths, layout: Layout) -> EventPath:
    cohorts = sorted({cell.cohort for cell in layout.cells})
    people = sum(
        count_people(paths.people[(paths.start == g) & (paths.time == time)])
        for g in cohorts
        for time in layout.references
    )
    return find_event_path(
        layout.cells,
        references=layout.references,
        window=spec.window,
        reference_people=people,
    )


def _tests(fitted: Fitted, layout: Layout, combined: _Combined) -> dict[str, TestResult]:
    """Return the tests that all effects before the start, and all from it on, are 0."""
    kept, found = fitted.kept, fitted.fit.coefficients
    sides = [
        [kept.index(cell.term) for cell in layout.cells if (cell.time < 0) == early]
        for early in (True, False)
    ]
    none = "There is no wave before the reference to test."
    if not layout.references:
        none = "The method takes all waves before the start together as what to measure from."
    before = (
        joint_test(found, fitted.covariance, sides[0])
        if sides[0] and layout.references
        else TestResult(reason=none)
    )
    events = [one.term for one in combined.averages if one.sort == "event"]
    after = [combined.rows[term] for term in events if not term.startswith("event[-")]
    return {"pre_trends": before, "joint": _joint(fitted, after)}


def _joint(fitted: Fitted, rows: Sequence[Array]) -> TestResult:
    """Test that combinations of the coefficients are all 0."""
    if not rows:
        return TestResult(reason="None of the terms is in the model.")
    try:
        found = wald(fitted.fit.coefficients, fitted.covariance, np.array(rows))
    except ModelError as error:
        return TestResult(reason=error.reason)
    return TestResult(
        statistic=found.statistic,
        df=found.df[1],
        p=found.p,
        method=f"test that all {len(rows)} are 0, {fitted.covariance.kind.upper()}",
        restrictions=len(rows),
    )


def _bands(
    spec: StaggeredSpec,
    combined: _Combined,
    estimates: Mapping[str, Estimate | NotAvailable],
    *,
    seed: int,
) -> Bands | None:
    draws = spec.band_draws
    if not draws:
        return None
    judged = combined.judged
    sort_of = {one.term: one.sort for one in combined.averages}
    terms: dict[str, list[str]] = {sort: [] for sort in SORTS}
    for term in judged.terms:
        sort = sort_of.get(term, "att" if term.startswith("att[") else "")
        if sort in terms and isinstance(estimates.get(term), Estimate):
            terms[sort].append(term)
    reach, low, high = {}, {}, {}
    for sort, named in terms.items():
        if not named:
            continue
        places = [judged.terms.index(term) for term in named]
        cov = judged.covariance[np.ix_(places, places)]
        df = judged.df[places].min()
        reach[sort] = critical_value(cov, level=spec.level, df=float(df), draws=draws, seed=seed)
        for term in named:
            one = estimates[term]
            assert isinstance(one, Estimate)  # noqa: S101  # only those were taken
            low[term] = one.estimate - reach[sort] * one.std_error
            high[term] = one.estimate + reach[sort] * one.std_error
    return Bands(spec.level, draws, seed, reach, low, high)


def critical_value(covariance: Array, *, level: float, df: float, draws: int, seed: int) -> float:
    """Return how many standard errors bands reach that hold for all terms at once.

    Parameters
    ----------
    covariance : ndarray, shape (k, k)
        Covariance of the terms.
    level : float
        Chance that all hold.
    df : float
        Degrees of freedom of a single interval.
    draws, seed : int
        Draws from the normal distribution with that covariance, and their seed.

    Returns
    -------
    float
        Never below that of a single interval.

    References
    ----------
    Montiel Olea and Plagborg-Møller (2019), https://doi.org/10.1002/jae.2656
    """
    errors = np.sqrt(np.diagonal(covariance))
    values, vectors = np.linalg.eigh(covariance / np.outer(errors, errors))
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    random = np.random.default_rng(seed)
    largest = [
        np.abs(random.normal(size=(min(BLOCK, draws - start), len(root))) @ root.T).max(axis=1)
        for start in range(0, draws, BLOCK)
    ]
    single = float(t_quantile(level, np.array([df]))[0])
    return max(single, float(np.quantile(np.concatenate(largest), level, method="higher")))
