"""People weighed against themselves: what random effects and correlated random effects fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from studytool.models.arrays.design import build_design
from studytool.models.fitting.identification import refuse_unidentified
from studytool.models.fitting.reshaping import draw, fit_design, refuse_nameless
from studytool.models.methods.person_effects import (
    code_people,
    quasi_demeaned,
    refuse_changing_weights,
    with_means,
)
from studytool.models.methods.quasi_demeaning import variance_components
from studytool.models.result import Regression

if TYPE_CHECKING:
    from studytool.models.arrays.design import Design, Formula
    from studytool.models.arrays.sample import Sample
    from studytool.models.fitting.estimates import Fitted
    from studytool.models.fitting.regression import Request
    from studytool.models.fitting.reshaping import Drawn
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.methods.quasi_demeaning import Components
    from studytool.models.spec import ModelSpec, UnbalancedVariant
    from studytool.survey.panel import Panel


@dataclass(frozen=True, slots=True)
class Weighed:
    """A fit of rows less a share of the means of their people.

    Attributes
    ----------
    design : Design
        Arrays before anything was taken out, the means among them where they were asked for.
    means : tuple of str
        Names of these means; of those that repeat others too.
    parts : Components
        Variances, and the share taken out.
    fitted : Fitted
        The fit.
    regression : Regression
        What was fitted, so that it can be judged by drawing again; the share stays as it is.
    """

    design: Design
    means: tuple[str, ...]
    parts: Components
    fitted: Fitted
    regression: Regression


def draw_people(spec: ModelSpec, panel: Panel, request: Request) -> Drawn:
    """Draw the rows of a model of people, who are coded without gaps.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    panel : Panel
        The linked panel.
    request : Request
        What it asks for.

    Returns
    -------
    Drawn
        Rows sorted by person and wave.

    Raises
    ------
    ModelError
        If the panel names no people, a treatment does not vary, or no row is left.
    """
    refuse_nameless(panel)
    drawn = draw(spec, panel, request)
    drawn = replace(drawn, people=code_people(drawn.people))
    refuse_unidentified(drawn.design, drawn.people)
    return drawn


def fit_weighed(
    spec: ModelSpec,
    panel: Panel,
    request: Request,
    drawn: Drawn,
    *,
    variant: UnbalancedVariant,
    means: bool = False,
) -> Weighed:
    """Fit rows less a share of the means of their people.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    panel : Panel
        The linked panel.
    request : Request
        What it asks for.
    drawn : Drawn
        Its rows, from `draw_people`.
    variant : {"harmonic_mean", "swamy_arora"}
        How people with different numbers of rows are taken together.
    means : bool
        Whether the means of what changes within people are regressors too (Mundlak).

    Returns
    -------
    Weighed
        The fit.

    Raises
    ------
    ModelError
        If weights change within a person, rows or people are too few, or a treatment repeats
        what other terms say.
    """
    refuse_changing_weights(drawn.design, drawn.people)
    design, names = with_means(drawn.design, drawn.people) if means else (drawn.design, ())
    parts = variance_components(
        design.outcome, design.regressors, drawn.people, weights=design.weights, variant=variant
    )
    fitted = fit_design(spec, quasi_demeaned(design, drawn.people, parts.theta), drawn.people)
    taken_out = drawn.people, parts.theta
    again = partial(_again, panel, drawn.sample, request.formula, taken_out, means=means)
    regression = Regression(panel, drawn.sample.index, again, of_means=True)
    return Weighed(design, names, parts, fitted, regression)


def _again(
    panel: Panel, sample: Sample, formula: Formula, taken_out: tuple[Codes, Array], *, means: bool
) -> Design:
    """Build the arrays that were fitted once more."""
    design, (people, theta) = build_design(panel, sample.index, formula), taken_out
    return quasi_demeaned(with_means(design, people)[0] if means else design, people, theta)
