"""Models fitted on other rows or columns than they were asked for: differences, means and such.

An estimator draws its rows as every other does, makes of them what it fits by least squares, and
concludes with estimates of what it fitted and numbers that describe the rows it was drawn from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import people_of, waves_of
from studytool.models.arrays.design import build_design
from studytool.models.arrays.drawing import let_go, refuse_none_left
from studytool.models.arrays.sample import draw_sample
from studytool.models.fitting.identification import refuse_dropped
from studytool.models.fitting.regression import (
    fit_arrays,
    list_needs,
    state_result,
    with_covariance,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from studytool.core.findings import Finding
    from studytool.models.arrays.design import Design
    from studytool.models.arrays.sample import Sample
    from studytool.models.fitting.estimates import Fitted
    from studytool.models.fitting.regression import Request
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.result import ModelResult, Regression, TestResult
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rows of a sample, before anything is made of them.

    Attributes
    ----------
    sample : Sample
        Which rows of the panel, sorted by person and wave.
    design : Design
        Their arrays, n rows.
    people : ndarray of int, shape (n,)
        Person of each row.
    waves : ndarray, shape (n,)
        Wave of each row.
    """

    sample: Sample
    design: Design
    people: Codes
    waves: Array


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What an estimator says of its fit beside the estimates.

    Attributes
    ----------
    equation : str
        How the rows were changed, to stand behind the equation.
    tests : mapping of str to TestResult
        Tests by name.
    statistics : mapping of str to float
        Other numbers.
    findings : tuple of Finding
        What to mind.
    regression : Regression or None
        What was fitted, where it can be judged by drawing again.
    """

    equation: str
    tests: Mapping[str, TestResult]
    statistics: Mapping[str, float]
    findings: tuple[Finding, ...] = ()
    regression: Regression | None = None


def refuse_nameless(panel: Panel) -> None:
    """Refuse a panel that does not say who is who.

    Raises
    ------
    ModelError
        If it names no person, or holds other people at every wave.
    """
    if panel.design.person is None or panel.design.design == "cross_sections":
        raise ModelError(
            "The panel does not say who is who, so nobody can be followed from wave to wave.",
            remedy="Name the person column in [panel].",
        )


def draw(spec: ModelSpec, panel: Panel, request: Request) -> Drawn:
    """Draw the rows of a model with their arrays.

    Parameters
    ----------
    spec : ModelSpec
        Its options of the sample are applied.
    panel : Panel
        The linked panel, with whatever columns the estimator added.
    request : Request
        What the estimator asks for.

    Returns
    -------
    Drawn
        Rows sorted by person and wave.

    Raises
    ------
    ModelError
        If no row is left, or a column cannot be used.
    """
    sample = draw_sample(panel, spec, list_needs(panel, request), asides=request.asides)
    design = build_design(panel, sample.index, request.formula)
    return Drawn(
        sample, design, people_of(panel)[sample.index], np.asarray(waves_of(panel)[sample.index])
    )


def take_rows(design: Design, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Design:
    """Return the design of some of its rows.

    Parameters
    ----------
    design : Design
        Arrays of n rows.
    rows : ndarray of int, shape (m,), or of bool, shape (n,)
        Which rows.

    Returns
    -------
    Design
        Arrays of m rows.
    """
    return replace(
        design,
        outcome=design.outcome[rows],
        regressors=design.regressors[rows],
        effects=tuple(codes[rows] for codes in design.effects),
        clusters=tuple(codes[rows] for codes in design.clusters),
        weights=None if design.weights is None else design.weights[rows],
    )


def set_aside(
    drawn: Drawn, reasons: Sequence[tuple[str, NDArray[np.bool_]]], *, serving: str = ""
) -> Sample:
    """Return the sample without rows that nothing can be made of, each with its reason.

    Parameters
    ----------
    drawn : Drawn
        n rows.
    reasons : sequence of (str, ndarray of bool, shape (n,))
        Why, and which rows; a row leaves for the first reason that names it.
    serving : str
        The reason whose rows have a part in the estimate all the same.

    Returns
    -------
    Sample
        Rows that are left, and the way there.

    Raises
    ------
    ModelError
        If none is left.
    """
    sample = let_go(drawn.sample, drawn.people, reasons, serving=serving)
    if not sample.index.size:
        refuse_none_left(
            sample,
            f"The last ones left because: {sample.flow.steps[-1].reason}.",
            "Check `where` and the waves, and whether people are seen at several waves.",
        )
    return sample


def fit_design(spec: ModelSpec, design: Design, people: Codes) -> Fitted:
    """Fit what was made of the rows, and say how sure the coefficients are.

    Parameters
    ----------
    spec : ModelSpec
        Its covariance and level are applied.
    design : Design
        Arrays of m rows.
    people : ndarray of int, shape (m,)
        Person of each.

    Returns
    -------
    Fitted
        The fit with its covariance.

    Raises
    ------
    ModelError
        If a treatment is not identified, or there is no such covariance.
    """
    fit = fit_arrays(design)
    refuse_dropped(design, fit)
    return with_covariance(spec, design, fit, people)


def conclude(
    spec: ModelSpec,
    request: Request,
    drawn: Drawn,
    fitted: Fitted,
    said: Conclusion,
    *,
    seed: int,
) -> ModelResult:
    """Return the result of a model.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    request : Request
        What it asked for.
    drawn : Drawn
        The rows it describes: those that had a part in the fit, as they were drawn.
    fitted : Fitted
        What was fitted.
    said : Conclusion
        What the estimator says beside the estimates.
    seed : int
        Passed on to the result.

    Returns
    -------
    ModelResult
        Estimates with treatments first.
    """
    described = replace(fitted, design=drawn.design, people=drawn.people)
    result = state_result(spec, request, drawn.sample, fitted, described=described, seed=seed)
    return replace(
        result,
        equation=f"{result.equation}, {said.equation}",
        tests={**result.tests, **said.tests},
        statistics={**result.statistics, **said.statistics},
        findings=(*result.findings, *said.findings),
        regression=said.regression,
    )
