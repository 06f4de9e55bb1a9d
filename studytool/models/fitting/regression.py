"""From a formula to a result: the way every linear estimator goes, sample to interval."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from studytool.models.arrays.columns import find_column, find_columns, people_of
from studytool.models.arrays.design import Formula, build_design
from studytool.models.arrays.sample import Aside, Need, Sample, draw_sample
from studytool.models.fitting.estimates import (
    Fitted,
    list_estimates,
    list_findings,
    list_statistics,
    order_covariance,
    people_by_term,
)
from studytool.models.fitting.exact import state_exact, takes_every_row
from studytool.models.fitting.identification import refuse_dropped, refuse_unidentified
from studytool.models.fitting.joint import list_joint_tests
from studytool.models.fitting.moderation import moderate, refuse_empty_groups, with_subgroups
from studytool.models.inference.standard_errors import covariance, in_words
from studytool.models.kernel.linear import least_squares
from studytool.models.result import ModelResult, Regression
from studytool.models.terms import columns_of, parse_term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.core.progress import Progress
    from studytool.models.arrays.design import Design
    from studytool.models.kernel.absorption import Codes
    from studytool.models.kernel.linear import Fit
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

STEPS = 3


@dataclass(frozen=True, slots=True)
class Request:
    """What a linear estimator asks for.

    Attributes
    ----------
    formula : Formula
        What the model is made of.
    asides : tuple of Aside
        Rows of the panel that it does not use as rows.
    words : mapping of column to str
        What is said of rows without a value in a column, where it is not the usual.
    rows : str
        Which rows the equation holds for, where it is not all of them.
    joint : mapping of str to tuple of str
        Joint tests by name: regressors whose coefficients may all be 0.
    unjudged : bool
        Whether the estimates are worth telling where no row is left over to judge them by.
    """

    formula: Formula
    asides: tuple[Aside, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    rows: str = ""
    joint: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unjudged: bool = False


def regress(
    spec: ModelSpec, panel: Panel, request: Request, *, seed: int, progress: Progress
) -> ModelResult:
    """Draw the sample, build the design, fit it and say how sure the estimates are.

    Parameters
    ----------
    spec : ModelSpec
        Its options of the sample, the covariance and the interval are applied.
    panel : Panel
        The linked panel, with whatever columns the estimator added.
    request : Request
        What the estimator asks for.
    seed : int
        Passed on to the result.
    progress : Progress
        Told of each step.

    Returns
    -------
    ModelResult
        Estimates with treatments first.

    Raises
    ------
    ModelError
        If the model is not identified on these data.
    Cancelled
        If the person asked to stop.
    """
    progress.step(f"{spec.name}: sample", 0, STEPS)
    moderated = moderate(spec, panel, request, spec.moderator) if spec.moderator else None
    if moderated is not None:
        panel, request = moderated.panel, moderated.request
    sample = draw_sample(panel, spec, list_needs(panel, request), asides=request.asides)
    design = build_design(panel, sample.index, request.formula)
    people = people_of(panel)[sample.index]
    if moderated is not None:
        refuse_empty_groups(design, moderated)
    refuse_unidentified(design, people)
    progress.step(f"{spec.name}: estimates", 1, STEPS)
    fit = fit_arrays(design)
    refuse_dropped(design, fit)
    if request.unjudged and takes_every_row(fit):
        equation = write_equation(request.formula, design.terms)
        return state_exact(spec, design, fit, sample, equation=equation, seed=seed)
    progress.step(f"{spec.name}: standard errors", 2, STEPS)
    fitted = with_covariance(spec, design, fit, people)
    result = replace(
        state_result(spec, request, sample, fitted, seed=seed),
        regression=Regression(
            panel, sample.index, partial(build_design, panel, sample.index, request.formula)
        ),
    )
    return with_subgroups(result, fitted, moderated, sample) if moderated else result


def fit_arrays(design: Design) -> Fit:
    """Return the least-squares fit of a design.

    Parameters
    ----------
    design : Design
        Arrays of the model.

    Returns
    -------
    Fit
        Coefficients of the regressors kept, and what is needed for their covariance.

    Raises
    ------
    ModelError
        If nothing is left to estimate, or to explain.
    """
    return least_squares(
        design.outcome,
        design.regressors,
        effects=design.effects,
        weights=design.weights,
        trends=design.trends,
    )


def with_covariance(spec: ModelSpec, design: Design, fit: Fit, people: Codes) -> Fitted:
    """Return a fit with the covariance that its model asks for.

    Parameters
    ----------
    spec : ModelSpec
        Its covariance and level are applied; left out, it is clustered where there are clusters.
    design : Design
        Arrays of n rows.
    fit : Fit
        Their fit.
    people : ndarray of int, shape (n,)
        Person of each row.

    Returns
    -------
    Fitted
        Coefficients and how sure they are.

    Raises
    ------
    ModelError
        If there is no such covariance of these data.
    """
    cov = covariance(
        fit,
        spec.covariance or ("cr1" if design.clusters else "classical"),
        clusters=design.clusters,
        small_sample=spec.small_sample,
        cluster_g=spec.cluster_g,
    )
    return Fitted(design, fit, cov, people, spec.level)


def state_result(
    spec: ModelSpec,
    request: Request,
    sample: Sample,
    fitted: Fitted,
    *,
    described: Fitted | None = None,
    seed: int,
) -> ModelResult:
    """Return what a linear fit says, as a result.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    request : Request
        What it asked for.
    sample : Sample
        Rows it is about, and how the others left.
    fitted : Fitted
        What was fitted.
    described : Fitted, optional
        The same fit beside the rows that statistics describe, where others were fitted.
    seed : int
        Passed on.

    Returns
    -------
    ModelResult
        Estimates with treatments first; nothing to draw again from.
    """
    design, cov = fitted.design, fitted.covariance
    return ModelResult(
        name=spec.name,
        kind=spec.kind_name() or "",
        outcome=spec.outcome,
        estimates=list_estimates(fitted),
        behind=people_by_term(fitted if described is None else described),
        covariance=order_covariance(fitted),
        terms=fitted.terms,
        shown=design.named("treatment"),
        level=spec.level,
        convention=in_words(cov, design.cluster_names),
        equation=_equation(request, fitted),
        n_rows=sample.flow.used_rows,
        n_people=sample.flow.used_people,
        n_clusters=dict(zip(design.cluster_names, cov.clusters, strict=True)),
        flow=replace(sample.flow, singletons=fitted.fit.singletons),
        tests=list_joint_tests(fitted, request.joint),
        statistics=list_statistics(fitted if described is None else described),
        findings=(*sample.findings, *list_findings(fitted)),
        seed=seed,
    )


def list_needs(panel: Panel, request: Request) -> list[Need]:
    """Return the columns that must have values, in the order in which rows leave for them.

    Parameters
    ----------
    panel : Panel
        The linked panel.
    request : Request
        What the estimator asks for.

    Returns
    -------
    list of Need
        Outcome, treatments, controls, weights, effects, clusters; each column once.

    Raises
    ------
    ModelError
        If an effect or a cluster does not exist.
    """
    formula, words = request.formula, request.words
    terms = (*formula.treatments, *formula.mains)
    texts = _factors((*terms, *formula.controls))
    needs = [
        Need(formula.outcome, "outcome missing", by_reason=True),
        *(
            Need(
                name,
                words.get(name, f"treatment missing ({name})"),
                number=name not in texts,
                by_reason=True,
            )
            for name in _read(panel, terms)
        ),
        *(
            Need(name, words.get(name, f"control missing: {name}"), number=name not in texts)
            for name in _read(panel, formula.controls)
        ),
        *(
            Need(name, "weight missing or not above zero", positive=True)
            for name in _read(panel, (formula.weights,) if formula.weights else ())
        ),
        *_levels(panel, "effect", formula.effects),
        *_levels(panel, "trend", formula.trends),
        *_levels(panel, "cluster", formula.clusters),
    ]
    # a column that is needed twice is named for its first use
    first: dict[tuple[str, bool], Need] = {}
    for need in needs:
        first.setdefault((need.column, need.positive), need)
    return list(first.values())


def _factors(terms: tuple[str, ...]) -> frozenset[str]:
    """Return the columns that are read as factors, so that they may hold texts."""
    return frozenset(part.column for text in terms for part in parse_term(text) if part.factor)


def _levels(panel: Panel, kind: str, terms: tuple[str, ...]) -> list[Need]:
    return [
        Need(name, f"{kind} missing: {name}", number=False)
        for text in terms
        for name in find_columns(text, panel)
    ]


def _read(panel: Panel, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that terms read; a term that is itself a column is not taken apart."""
    frame = panel.frame
    names = [name for text in terms for name in ((text,) if text in frame else columns_of([text]))]
    for name in names:
        find_column(name, panel)
    return tuple(dict.fromkeys(names))


def write_equation(formula: Formula, terms: Sequence[str]) -> str:
    """Write what was estimated as an equation, effects and error in words.

    Parameters
    ----------
    formula : Formula
        What the model is made of.
    terms : sequence of str
        Those of its terms that have an estimate.

    Returns
    -------
    str
        Such as "difficulties = b1 visited + b2 hh_size + effects of person and wave + error".
        Terms that the effects take up, or that repeat others, are not in it.
    """
    asked = (*formula.treatments, *formula.mains, *formula.controls)
    estimated = [text for text in asked if text in terms]
    pieces = ["a"] if formula.intercept and not formula.effects else []
    pieces += [f"b{place} {text}" for place, text in enumerate(estimated, start=1)]
    if formula.effects:
        pieces.append(f"effects of {' and '.join(formula.effects)}")
    if formula.trends:
        pieces.append(f"straight lines over the waves for each {' and '.join(formula.trends)}")
    weighted = f", weighted by {formula.weights}" if formula.weights else ""
    return f"{formula.outcome} = {' + '.join(pieces)} + error{weighted}"


def _equation(request: Request, fitted: Fitted) -> str:
    terms = [fitted.design.terms[place] for place in fitted.fit.kept]
    written = write_equation(request.formula, terms)
    return f"{written}, {request.rows}" if request.rows else written
