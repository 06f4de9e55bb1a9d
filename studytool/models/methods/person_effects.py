"""What random effects and correlated random effects share: design, Hausman tests, numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import chdtrc

from studytool.core.errors import ModelError
from studytool.core.findings import Finding
from studytool.models.arrays.columns import find_columns, means_by_code
from studytool.models.arrays.design import Formula
from studytool.models.fitting.joint import joint_test
from studytool.models.fitting.regression import Request
from studytool.models.fitting.reshaping import fit_design
from studytool.models.inference.covariance import classical
from studytool.models.kernel.linear import least_squares
from studytool.models.methods.quasi_demeaning import quasi_demean, varies_within
from studytool.models.result import TestResult
from studytool.survey.conditions import is_id

if TYPE_CHECKING:
    from studytool.models.arrays.design import Design
    from studytool.models.fitting.estimates import Fitted
    from studytool.models.fitting.reshaping import Drawn
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.methods.quasi_demeaning import Components
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

_UNFIT = (
    "The two covariances do not differ as the test needs: take the test with clusters, which has "
    "no such trouble."
)


def request_of(spec: ModelSpec, panel: Panel) -> Request:
    """Return what a random-effects model asks for: effects but the person's as factors.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    panel : Panel
        The linked panel.

    Returns
    -------
    Request
        With every level of an effect as a term of its own.

    Raises
    ------
    ModelError
        If an effect does not exist, or has people or families as levels.
    """
    mains = [term for text in spec.effects or () if text != "person" for term in _full(text, panel)]
    formula = Formula(
        outcome=spec.outcome,
        treatments=spec.treatments,
        mains=tuple(dict.fromkeys(mains)),
        controls=spec.controls,
        clusters=spec.cluster,
        weights=spec.weights,
    )
    return Request(formula)


def _full(text: str, panel: Panel) -> list[str]:
    """Return the factors of an effect such as ``school*wave``, and their product."""
    columns = find_columns(text, panel)
    for name in columns:
        if is_id(name, panel):
            raise ModelError(
                f'"{text}" cannot be taken out beside random effects of people.',
                why="It has people or families as levels.",
                remedy='Use kind = "fixed_effects", or cluster by it.',
            )
    factors = [f"C({name})" for name in columns]
    return [*factors, ":".join(factors)] if len(factors) > 1 else factors


def code_people(people: Codes | Array) -> Codes:
    """Return the people of a sample coded 0, 1, ... without gaps, in the same order."""
    return np.asarray(np.unique(people, return_inverse=True)[1], dtype=np.intp)


def refuse_changing_weights(design: Design, people: Codes) -> None:
    """Refuse weights that change within a person.

    Parameters
    ----------
    design : Design
        Arrays of n rows.
    people : ndarray of int, shape (n,)
        Person of each row, coded 0, 1, ... without gaps.

    Raises
    ------
    ModelError
        If somebody has two weights.
    """
    weights = design.weights
    if weights is not None and varies_within(weights[:, None], people)[0]:
        raise ModelError(
            "The weights change within a person.",
            why="A person has one mean, which a model of people's means weighs once.",
            remedy="Use a weight that is the same at every wave of a person, such as that of the "
            'first, or kind = "fixed_effects".',
        )


def quasi_demeaned(design: Design, people: Codes, theta: Array) -> Design:
    """Return the design with a share of each person's means taken out.

    Parameters
    ----------
    design : Design
        Arrays of n rows.
    people : ndarray of int, shape (n,)
        Person of each row, coded 0, 1, ... without gaps.
    theta : ndarray, shape (n,)
        Share taken out of each row.

    Returns
    -------
    Design
        With the same names.
    """
    return replace(
        design,
        outcome=quasi_demean(design.outcome[:, None], people, theta)[:, 0],
        regressors=quasi_demean(design.regressors, people, theta),
    )


def with_means(design: Design, people: Codes) -> tuple[Design, tuple[str, ...]]:
    """Return the design with the person means of what changes within people.

    Parameters
    ----------
    design : Design
        Arrays of n rows.
    people : ndarray of int, shape (n,)
        Person of each row, coded 0, 1, ... without gaps.

    Returns
    -------
    Design
        With main terms ``mean(x)`` at the end, so that a mean which repeats a treatment or a
        control is the one to be left out.
    tuple of str
        Names of the means; of those that repeat others too.
    """
    changing = np.flatnonzero(varies_within(design.regressors, people))
    if not changing.size:
        return design, ()
    means = means_by_code(design.regressors[:, changing], people)[people]
    names = tuple(f"mean({design.names[place]})" for place in changing)
    wider = replace(
        design,
        regressors=np.hstack([design.regressors, means]),
        names=(*design.names, *names),
        roles=(*design.roles, *("main" for _ in names)),
        terms=(*design.terms, *names),
    )
    return wider, names


def hausman(fitted: Fitted, design: Design, people: Codes) -> TestResult:
    """Test by Hausman's contrast whether random and fixed effects estimate the same.

    Parameters
    ----------
    fitted : Fitted
        Random effects.
    design : Design
        Arrays of n rows, nothing taken out.
    people : ndarray of int, shape (n,)
        Person of each row.

    Returns
    -------
    TestResult
        Chi-squared (b_fe - b_re)'(V_fe - V_re)^-1 (b_fe - b_re) over the treatments and controls
        that change within people, classical covariances each with its own error variance; or why
        there is none.

    References
    ----------
    Hausman (1978), https://doi.org/10.2307/1913827
    """
    own_terms = np.array([role != "main" for role in design.roles])
    inside = varies_within(design.regressors, people)
    changing = np.flatnonzero(inside)
    compared = np.flatnonzero(inside & own_terms)
    if not compared.size:
        return TestResult(reason="Nothing in the model changes within people.")
    try:
        within = least_squares(
            design.outcome,
            design.regressors[:, changing],
            effects=(people,),
            weights=design.weights,
        )
        between = classical(fitted.fit)
        own = classical(within)
    except ModelError as error:
        return TestResult(reason=error.what)
    places = list(fitted.fit.kept)
    both = np.intersect1d(compared, places)
    common = [n for n, place in enumerate(changing[within.kept]) if place in both]
    other = [places.index(changing[within.kept][n]) for n in common]
    apart = within.coefficients[common] - fitted.fit.coefficients[other]
    spread = own[np.ix_(common, common)] - between[np.ix_(other, other)]
    if not common:
        return TestResult(reason="Nothing is left to compare once people are taken out.")
    scale = np.sqrt(np.abs(np.diagonal(spread)))
    if not (scale > 0).all():
        return TestResult(reason=_UNFIT)
    least = np.linalg.eigvalsh(spread / np.outer(scale, scale))[0]
    statistic = float(apart @ np.linalg.solve(spread, apart)) if least else 0.0
    if least <= 0:
        # others print it all the same, so it is there to be compared; it is judged by nothing
        return TestResult(statistic=statistic if statistic > 0 else None, reason=_UNFIT)
    return TestResult(
        statistic=statistic,
        df=float(len(common)),
        p=float(chdtrc(len(common), statistic)),
        method="Hausman's contrast of fixed and random effects, chi-squared",
        restrictions=len(common),
    )


def regression_hausman(
    spec: ModelSpec, design: Design, people: Codes, parts: Components
) -> TestResult:
    """Test whether fixed and random effects estimate the same, with the model's own covariance.

    Parameters
    ----------
    spec : ModelSpec
        Its covariance is used.
    design : Design
        Arrays of n rows, nothing taken out.
    people : ndarray of int, shape (n,)
        Person of each row, coded 0, 1, ... without gaps.
    parts : Components
        Variances of the model.

    Returns
    -------
    TestResult
        F test that the person means add nothing; or why there is none.

    References
    ----------
    Mundlak (1978), https://doi.org/10.2307/1913646. Wooldridge (2010), Econometric Analysis of
    Cross Section and Panel Data, section 10.7.3, ISBN 9780262232586
    """
    wider, names = with_means(design, people)
    try:
        fitted = fit_design(spec, quasi_demeaned(wider, people, parts.theta), people)
    except ModelError as error:
        return TestResult(reason=error.what)
    return judge_means(fitted, names)


def judge_means(fitted: Fitted, names: tuple[str, ...]) -> TestResult:
    """Test that person means add nothing.

    Parameters
    ----------
    fitted : Fitted
        A model with them.
    names : tuple of str
        Their names; those that were left out are not tested.

    Returns
    -------
    TestResult
        F test; or why there is none.
    """
    places = [fitted.kept.index(name) for name in names if name in fitted.kept]
    found = joint_test(fitted.fit.coefficients, fitted.covariance, places)
    if found.p is None:
        return found
    return replace(found, method=f"regression-based Hausman: {found.method}")


def numbers_of(parts: Components) -> dict[str, float]:
    """Return the variances of a random-effects model as statistics.

    Parameters
    ----------
    parts : Components
        Variances.

    Returns
    -------
    dict of str to float
        Variances in squared units of the outcome, their share rho, and theta, the least and most.
    """
    total = parts.person + parts.error
    return {
        "variance_person": parts.person,
        "variance_error": parts.error,
        "rho": parts.person / total,
        "theta": float(np.median(parts.theta)),
        "theta_min": float(parts.theta.min()),
        "theta_max": float(parts.theta.max()),
    }


def taken_out(parts: Components) -> str:
    """Say what was taken out, to stand behind an equation."""
    low, high = float(parts.theta.min()), float(parts.theta.max())
    share = f"{low:.4f}" if high - low < 1e-9 else f"{low:.4f} to {high:.4f}"  # noqa: PLR2004 # same
    return f"each column less theta times its person's mean, theta = {share}"


def warn_of_waves(spec: ModelSpec, drawn: Drawn) -> tuple[Finding, ...]:
    """Return a finding where what changed for everyone is taken for the treatment's effect.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    drawn : Drawn
        Its rows.

    Returns
    -------
    tuple of Finding
        One, where the treatment changes within people and no wave effects are taken out.
    """
    named = (*(spec.effects or ()), *spec.controls)
    if any("wave" in text or _is_wave(drawn, text) for text in named):
        return ()
    if np.unique(drawn.waves).size == 1:
        return ()
    leads = [drawn.design.column(name)[:, None] for name in drawn.design.named("treatment")]
    if not varies_within(np.hstack(leads), code_people(drawn.people)).any():
        return ()
    return (
        Finding(
            "warning",
            "no_wave_effects",
            "No wave effects are in the model, so what changed for everyone from wave to wave is "
            "part of the estimate.",
            remedy='Say effects = ["wave"].',
        ),
    )


def _is_wave(drawn: Drawn, text: str) -> bool:
    """Tell whether a term gives each wave a level of its own."""
    columns = [n for n, term in enumerate(drawn.design.terms) if term == text]
    if len(columns) < np.unique(drawn.waves).size - 1:
        return False
    block = drawn.design.regressors[:, columns]
    return not varies_within(block, code_people(drawn.waves)).any()
