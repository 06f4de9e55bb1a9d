"""From the fit of a model that is not linear to its result: what such estimators share."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.arrays.columns import people_of
from studytool.models.arrays.design import build_design
from studytool.models.fitting.estimates import (
    Fitted,
    list_dropped,
    list_findings,
    list_statistics,
    people_by_term,
)
from studytool.models.fitting.identification import refuse_dropped, refuse_unidentified
from studytool.models.inference.standard_errors import t_quantile, two_sided_p
from studytool.models.kernel.linear import least_squares
from studytool.models.result import Estimate, ModelResult, NotAvailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.core.findings import Finding
    from studytool.models.arrays.design import Design, Formula
    from studytool.models.arrays.sample import Sample
    from studytool.models.inference.standard_errors import Covariance
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.kernel.linear import Fit
    from studytool.models.result import TestResult
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

LARGEST = 700.0
"""Logarithm from which on a ratio is more than a number can hold."""

LINEAR_ONLY = ("r_squared", "r_squared_within", "minimum_detectable_effect", "equivalence_bound")
"""Statistics of least squares that say nothing of a model of another kind."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The sample of a model with its arrays.

    Attributes
    ----------
    sample : Sample
        Rows used, and how the others left.
    design : Design
        Arrays of those rows.
    people : ndarray of int, shape (n,)
        Person of each row.
    linear : Fit
        The same design by least squares: which terms are identified, which are left out.
    dummies : ndarray, shape (n, d)
        Independent dummies of every effect but the first.
    """

    sample: Sample
    design: Design
    people: Codes
    linear: Fit
    dummies: Array

    @property
    def regressors(self) -> Array:
        """The dummies, then the kept regressors, shape (n, d + k)."""
        return np.column_stack([self.dummies, self.design.regressors[:, self.linear.kept]])

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns of `regressors`; dummies are named for what they are."""
        others = ", ".join(self.design.effect_names[1:])
        named = tuple(f"an effect of {others}" for _ in range(self.dummies.shape[1]))
        return (*named, *(self.design.names[place] for place in self.linear.kept))


def arrange(panel: Panel, sample: Sample, formula: Formula) -> Drawn:
    """Build the arrays of a sample and find which terms are identified.

    Parameters
    ----------
    panel : Panel
        The linked panel.
    sample : Sample
        Rows used.
    formula : Formula
        What the model is made of; every effect but the first becomes dummies.

    Returns
    -------
    Drawn
        Arrays, with what least squares says of the same design.

    Raises
    ------
    ModelError
        If a treatment is not identified.
    """
    design = build_design(panel, sample.index, formula)
    people = people_of(panel)[sample.index]
    refuse_unidentified(design, people)
    fit = least_squares(
        design.outcome, design.regressors, effects=design.effects, weights=design.weights
    )
    refuse_dropped(design, fit)
    return Drawn(sample, design, people, fit, _dummies(design, fit))


def _dummies(design: Design, fit: Fit) -> Array:
    """Return dummies of every effect but the first, independent of it and the kept regressors."""
    columns = [
        (codes == level).astype(float)
        for codes in design.effects[1:]
        for level in range(1, int(codes.max()) + 1)
    ]
    if not columns:
        return np.empty((design.outcome.size, 0))
    dummies = np.column_stack(columns)
    both = np.column_stack([dummies, design.regressors[:, fit.kept]])
    found = least_squares(design.outcome, both, effects=design.effects[:1]).kept
    return dummies[:, found[found < dummies.shape[1]]]


def judge(estimate: float, std_error: float, df: float, level: float) -> Estimate | NotAvailable:
    """Return an estimate with its p-value and interval.

    Parameters
    ----------
    estimate, std_error : float
        The number and its standard error.
    df : float
        Degrees of freedom; inf for the normal distribution.
    level : float
        Level of the interval.

    Returns
    -------
    Estimate or NotAvailable
        The latter where the standard error is zero or not a number.
    """
    if not (std_error > 0 and math.isfinite(std_error)) or math.isnan(df):
        return NotAvailable("its standard error is zero: nothing varies around the estimate")
    freedom = np.array([df])
    p = float(two_sided_p(np.array([estimate / std_error]), freedom)[0])
    reach = float(t_quantile(level, freedom)[0])
    low, high = estimate - reach * std_error, estimate + reach * std_error
    return Estimate(estimate, std_error, df, p, low, high)


def exponentiated(found: Estimate) -> Estimate:
    """Return a ratio: estimate and interval exponentiated, its standard error by the delta method.

    Parameters
    ----------
    found : Estimate
        A logarithm of a ratio.

    Returns
    -------
    Estimate
        The ratio; its p-value is that of a ratio of 1.
    """
    ratio = math.exp(found.estimate)
    return replace(
        found,
        estimate=ratio,
        std_error=ratio * found.std_error,
        low=math.exp(found.low),
        high=math.exp(found.high) if found.high < LARGEST else math.inf,
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a fit that is not linear found.

    Attributes
    ----------
    coefficients : ndarray, shape (k,)
        Of the kept regressors, in the order of the design.
    covariance : Covariance
        Their covariance; its `df` may be inf.
    convention : str
        Standard error in words.
    equation : str
        The model as fitted.
    ratios : bool
        Whether estimates are to be exponentiated.
    of : str
        What they are then, such as "odds ratios"; empty for differences.
    statistics : mapping of str to float
        Numbers of its own.
    findings : tuple of Finding
        What to mind.
    silent : tuple of str
        Codes of findings on least squares that do not hold for it.
    tests : mapping of str to TestResult
        Tests by name.
    """

    coefficients: Array
    covariance: Covariance
    convention: str
    equation: str
    ratios: bool
    statistics: Mapping[str, float]
    findings: tuple[Finding, ...] = ()
    silent: tuple[str, ...] = ("unclustered",)
    tests: Mapping[str, TestResult] | None = None
    of: str = ""

    @property
    def said(self) -> str:
        """Standard error in words, with what the estimates are where they are no differences."""
        if not self.of:
            return self.convention
        what = self.of if self.ratios else f"logarithms of {self.of}"
        return f"{self.convention}; estimates are {what}"


def report(spec: ModelSpec, drawn: Drawn, outcome: Outcome, *, seed: int) -> ModelResult:
    """Return the result of a model that is not linear.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    drawn : Drawn
        Its sample and arrays.
    outcome : Outcome
        What was found.
    seed : int
        Passed on.

    Returns
    -------
    ModelResult
        Estimates with treatments first.
    """
    design = drawn.design
    linear = replace(drawn.linear, coefficients=outcome.coefficients)
    fitted = Fitted(design, linear, outcome.covariance, drawn.people, spec.level)
    estimates, matrix, terms = _estimates(fitted, outcome)
    numbers_ = {k: v for k, v in list_statistics(fitted).items() if k not in LINEAR_ONLY}
    own = tuple(f for f in list_findings(fitted) if f.code not in outcome.silent)
    return ModelResult(
        name=spec.name,
        kind=spec.kind_name() or "",
        outcome=spec.outcome,
        estimates=estimates,
        covariance=matrix,
        terms=terms,
        shown=design.named("treatment"),
        level=spec.level,
        convention=outcome.said,
        equation=outcome.equation,
        n_rows=drawn.sample.flow.used_rows,
        n_people=drawn.sample.flow.used_people,
        n_clusters=dict(zip(design.cluster_names, outcome.covariance.clusters, strict=False)),
        flow=replace(drawn.sample.flow, singletons=drawn.linear.singletons),
        tests=outcome.tests or {},
        statistics={**numbers_, **outcome.statistics},
        behind=people_by_term(fitted),
        findings=(*drawn.sample.findings, *own, *outcome.findings),
        seed=seed,
    )


def _estimates(
    fitted: Fitted, outcome: Outcome
) -> tuple[dict[str, Estimate | NotAvailable], Array, tuple[str, ...]]:
    """Return estimates in order, their covariance, and the terms it is of."""
    cov = outcome.covariance
    errors = np.sqrt(np.maximum(np.diagonal(cov.matrix), 0))
    judged = {
        name: judge(
            float(outcome.coefficients[place]),
            float(errors[place]),
            float(cov.df[place]),
            fitted.level,
        )
        for place, name in enumerate(fitted.kept)
    }
    if outcome.ratios:
        judged = {
            name: exponentiated(found) if isinstance(found, Estimate) else found
            for name, found in judged.items()
        }
    dropped = {name: NotAvailable(why) for name, why in list_dropped(fitted).items()}
    both = {**judged, **dropped}
    estimates = {name: both[name] for name in fitted.ordered if name in both}
    order = [fitted.kept.index(name) for name in fitted.terms]
    matrix = cov.matrix[np.ix_(order, order)]
    if outcome.ratios:
        scale = np.exp(outcome.coefficients[order])
        matrix = matrix * np.outer(scale, scale)
    return estimates, matrix, fitted.terms


def count_codes(codes: Codes) -> int:
    """Return how many different codes occur."""
    return int(np.unique(codes).size)


def word_equation(drawn: Drawn, left: str) -> str:
    """Write what was estimated as an equation.

    Parameters
    ----------
    drawn : Drawn
        The design.
    left : str
        What is modelled, such as "log odds(y = 1)".

    Returns
    -------
    str
        Such as "log odds(y = 1) = b1 visited + effects of person and wave".
    """
    design = drawn.design
    kept = {design.terms[place] for place in drawn.linear.kept}
    ordered = dict.fromkeys(
        term
        for role in ("treatment", "main", "control")
        for term, of in zip(design.terms, design.roles, strict=True)
        if of == role and term in kept
    )
    pieces = [] if design.effect_names else ["a"]
    pieces += [f"b{place} {term}" for place, term in enumerate(ordered, start=1)]
    if design.effect_names:
        pieces.append(f"effects of {' and '.join(design.effect_names)}")
    return f"{left} = {' + '.join(pieces)}"
