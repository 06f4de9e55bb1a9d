"""What a fitted linear model says: estimates in order, other numbers, and what to mind."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.counted import Counted, several
from studytool.core.findings import Finding
from studytool.models.arrays.columns import is_yes_no
from studytool.models.fitting.identification import changers, name_repeated
from studytool.models.inference.power import tell_power
from studytool.models.inference.standard_errors import coefficient_tests
from studytool.models.kernel.conjugate import TOLERANCE
from studytool.models.result import Estimate, NotAvailable

if TYPE_CHECKING:
    import numpy.typing as npt

    from studytool.models.arrays.design import Design
    from studytool.models.inference.standard_errors import Covariance
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.kernel.linear import Fit

NO_SPREAD = 1e-10
"""A standard error of at most this share of its estimate is not one: nothing varies around it."""

NEGATIVE = (
    "its variance by two cluster variables comes out negative, as happens with few clusters or "
    "where one of them explains little"
)
"""Why a term has no standard error though its estimate varies."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted linear model.

    Attributes
    ----------
    design : Design
        Its arrays.
    fit : Fit
        Its coefficients and residuals.
    covariance : Covariance
        Their covariance.
    people : ndarray of int, shape (n,)
        Person of each row.
    level : float
        Level of the intervals.
    """

    design: Design
    fit: Fit
    covariance: Covariance
    people: Codes
    level: float

    @property
    def kept(self) -> tuple[str, ...]:
        """Names of the estimated terms, in the order of the coefficients."""
        return tuple(self.design.names[place] for place in self.fit.kept)

    @property
    def ordered(self) -> tuple[str, ...]:
        """Names of all terms: treatments, main terms, then the constant and controls."""
        design = self.design
        lead = (*design.named("treatment"), *design.named("main"), *design.names)
        return tuple(dict.fromkeys(lead))

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the estimated terms, treatments first."""
        return tuple(name for name in self.ordered if name in self.kept)


def list_estimates(fitted: Fitted) -> dict[str, Estimate | NotAvailable]:
    """Return each term's estimate, or why it has none; treatments first.

    Parameters
    ----------
    fitted : Fitted
        The model.

    Returns
    -------
    dict of str to Estimate or NotAvailable
        Main terms of an interaction that the effects take up are left out.
    """
    tests = coefficient_tests(fitted.fit.coefficients, fitted.covariance, level=fitted.level)
    columns = (tests.estimates, tests.std_errors, tests.df, tests.p, tests.low, tests.high)
    variances = fitted.covariance.matrix.diagonal()
    found = {
        name: _estimate(
            Estimate(*(float(column[place]) for column in columns)),
            variances[place],
            two_ways=len(fitted.covariance.clusters) > 1,
        )
        for place, name in enumerate(fitted.kept)
    }
    dropped = {name: NotAvailable(why) for name, why in list_dropped(fitted).items()}
    both = {**found, **dropped}
    return {name: both[name] for name in fitted.ordered if name in both}


def order_covariance(fitted: Fitted) -> Array:
    """Return the covariance of the estimated terms, in the order of `Fitted.terms`.

    Parameters
    ----------
    fitted : Fitted
        The model.

    Returns
    -------
    ndarray, shape (k, k)
        Covariance.
    """
    order = [fitted.kept.index(name) for name in fitted.terms]
    return fitted.covariance.matrix[np.ix_(order, order)]


def list_statistics(fitted: Fitted) -> dict[str, float]:
    """Return the other numbers of a model.

    Parameters
    ----------
    fitted : Fitted
        The model.

    Returns
    -------
    dict of str to float
        Fit, mean and standard deviation of the outcome (weighted where the model is), people and
        rows with the higher of two values of the first treatment (any but 0 where it has more),
        people in whom it changes, the effect it would take to be found with a chance of 80 %, and
        the effect that is ruled out in either direction (in units of the outcome); of a 0/1
        outcome also the people with a yes and with a no. Without a treatment only the first four.
    """
    design, weights = fitted.design, fitted.design.weights
    mean = float(np.average(design.outcome, weights=weights))
    spread = float(np.average((design.outcome - mean) ** 2, weights=weights))
    rows = design.outcome.size
    numbers = {
        "r_squared": fitted.fit.r_squared,
        "r_squared_within": fitted.fit.r_squared_within,
        "outcome_mean": mean,
        "outcome_sd": math.sqrt(spread * rows / (rows - 1)),
    }
    lead = next(iter(design.named("treatment")), None)
    return numbers if lead is None else numbers | _by_treatment(fitted, lead)


def _by_treatment(fitted: Fitted, lead: str) -> dict[str, float]:
    """Return the numbers that are about those with the treatment and those without."""
    design, weights = fitted.design, fitted.design.weights
    values = design.column(lead)
    untreated = find_untreated(values)
    numbers = {
        "n_treated_people": float(np.unique(fitted.people[~untreated]).size),
        "n_treated_rows": float(np.count_nonzero(~untreated)),
        "n_changers": float(changers(values, fitted.people)),
    }
    if untreated.any():
        share = None if weights is None else weights[untreated]
        average = np.average(design.outcome[untreated], weights=share)
        numbers["outcome_mean_untreated"] = float(average)
    numbers |= yes_and_no(design.outcome, fitted.people, untreated)
    found = list_estimates(fitted)[lead]
    if isinstance(found, Estimate):
        numbers |= tell_power(found, level=fitted.level)
    return numbers


def people_by_term(fitted: Fitted) -> dict[str, int]:
    """Return the people behind each term that has two values, on the side that has fewer.

    Parameters
    ----------
    fitted : Fitted
        The model.

    Returns
    -------
    dict of str to int
        Terms with one value or more than two are left out: no few people are their estimate.
    """
    found, most = {}, int(fitted.people.max()) + 1
    for name in fitted.kept:
        values = fitted.design.column(name)
        low = values == values.min()
        if low.all() or not (low | (values == values.max())).all():
            continue
        sides = (np.bincount(fitted.people[rows], minlength=most) for rows in (low, ~low))
        found[name] = min(int(np.count_nonzero(side)) for side in sides)
    return found


def find_untreated(values: Array) -> npt.NDArray[np.bool_]:
    """Return which rows are untreated: the lower of two values, whatever they are called.

    Parameters
    ----------
    values : ndarray, shape (n,)
        The treatment.

    Returns
    -------
    ndarray of bool, shape (n,)
        Where it has more values than two, the rows at 0.
    """
    two = np.unique(values).size == 2  # noqa: PLR2004  # two groups
    return np.asarray(values == (values.min() if two else 0))


def yes_and_no(outcome: Array, people: Codes, untreated: npt.NDArray[np.bool_]) -> dict[str, float]:
    """Return the people behind the means of a 0/1 outcome: those with a yes, those with a no.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Outcome of each row.
    people : ndarray of int, shape (n,)
        Person of each row.
    untreated : ndarray of bool, shape (n,)
        Rows without treatment.

    Returns
    -------
    dict of str to float
        Empty where the outcome has other values than 0 and 1.
    """
    if not is_yes_no(outcome):
        return {}
    return {
        f"n_{word}_people{where}": float(np.unique(people[rows & (outcome == value)]).size)
        for where, rows in (("", np.ones_like(untreated)), ("_untreated", untreated))
        for word, value in (("yes", 1), ("no", 0))
    }


def list_findings(fitted: Fitted) -> tuple[Finding, ...]:
    """Return what the fit itself gives reason to mind.

    Parameters
    ----------
    fitted : Fitted
        The model.

    Returns
    -------
    tuple of Finding
        Controls left out, and errors of one person taken as independent.
    """
    findings = [
        Finding(
            "warning",
            "collinear",
            f'"{name}" was left out of the model: it is {why}. The other estimates are the same '
            "with and without it.",
            remedy="Leave it out of the controls, or leave out the terms it repeats.",
        )
        for name, why in list_dropped(fitted).items()
    ]
    findings += _of_effects(fitted.fit)
    repeated = fitted.people.size - np.unique(fitted.people).size
    rows = several(repeated, "row is", "rows are")
    if repeated and not fitted.design.clusters:
        findings.append(
            Finding(
                "warning",
                "unclustered",
                f"{rows} about people already in the sample, and the standard error takes all "
                "rows as independent, so it is probably too small.",
                remedy='Say cluster = ["person"], or the level at which treatment was allocated.',
                counts=(Counted(rows, (repeated,), "{few} rows are"),),
            )
        )
    return tuple(findings)


def _of_effects(fit: Fit) -> list[Finding]:
    """Return what effects with very many levels leave to mind."""
    findings = []
    if fit.unfinished > TOLERANCE:
        findings.append(
            Finding(
                "warning",
                "effects_unfinished",
                "The effects could not be taken out to the last digit: up to "
                f"{fit.unfinished:.1g} of the length of a column may be left, where "
                f"{TOLERANCE:g} is the aim.",
                remedy="Make one of the effects coarser, or leave one out.",
            )
        )
    if not fit.rank_exact:
        findings.append(
            Finding(
                "note",
                "effects_counted_high",
                f"The effects are counted as {fit.rank_effects:,} parameters; three or more "
                "effects with thousands of levels may repeat each other in ways that are not "
                "counted, so the standard errors may be a little too large, never too small.",
            )
        )
    return findings


def _estimate(found: Estimate, variance: float, *, two_ways: bool) -> Estimate | NotAvailable:
    if math.isfinite(found.p) and found.std_error > NO_SPREAD * abs(found.estimate):
        return found
    if not two_ways and variance < 0:
        return NotAvailable(
            "its variance is lost in rounding, because regressors repeat each other but for their "
            "last digits; leave out one that nearly repeats another"
        )
    if variance < -((NO_SPREAD * found.estimate) ** 2):
        return NotAvailable(
            f"{NEGATIVE}; the estimate is {found.estimate:.6g}. Cluster by one variable: the one "
            "with fewer, larger clusters"
        )
    return NotAvailable(
        f"its standard error is zero: nothing varies around the estimate of {found.estimate:.6g}"
    )


def list_dropped(fitted: Fitted) -> dict[str, str]:
    """Return the controls that were left out, and what each repeats.

    Parameters
    ----------
    fitted : Fitted
        The model.

    Returns
    -------
    dict of str to str
        Why, by name.
    """
    design, fit = fitted.design, fitted.fit
    effects = f"collinear with the effects ({', '.join(design.effect_names)})"
    why = {int(place): effects for place in fit.absorbed}
    for place in fit.collinear:
        why[int(place)] = f"collinear with {name_repeated(design, fit, int(place))}"
    return {
        design.names[place]: why[place] for place in sorted(why) if design.roles[place] != "main"
    }
