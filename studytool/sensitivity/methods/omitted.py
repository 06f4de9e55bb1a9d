"""How strong an unobserved confounder must be: partial R2 (Cinelli and Hazlett)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from studytool.models.method import Method
from studytool.sensitivity.methods.taken_out import residuals

if TYPE_CHECKING:
    from studytool.sensitivity.methods.taken_out import TakenOut

METHODS = (
    Method(
        name="Robustness value",
        about="size of effects",
        does="The least share of what is left of treatment and outcome that would undo an effect.",
        asked_by='[[sensitivity]] kind = "partial_r2"',
        equation="RV = (sqrt(f^4 + 4 f^2) - f^2) / 2, f = q |t| / sqrt(df)",
        sources=("Cinelli and Hazlett (2020), https://doi.org/10.1111/rssb.12348",),
        verified=(
            (
                "the Darfur example in print: 13.9 %, 7.6 %, 2.2 %, three benchmarks, to the "
                "digits printed; a confounder of that strength made and added "
                "(tests/sensitivity/methods/test_omitted.py)"
            ),
        ),
    ),
)
"""What is computed here."""


@dataclass(frozen=True, slots=True)
class Strength:
    """An estimate with its classical t and degrees of freedom.

    Attributes
    ----------
    estimate, std_error : float
        Least squares, equal variances.
    df : int
        Degrees of freedom of the residual.
    """

    estimate: float
    std_error: float
    df: int

    @property
    def partial_r2(self) -> float:
        """Share of the outcome, all else taken out, that treatment fits."""
        t2 = (self.estimate / self.std_error) ** 2
        return t2 / (t2 + self.df)


@dataclass(frozen=True, slots=True)
class Bound:
    """A confounder some times as strong as a covariate.

    Attributes
    ----------
    with_treatment, with_outcome : float
        Its partial R2 with treatment, and with the outcome given treatment.
    estimate, std_error : float
        What it would leave.
    """

    with_treatment: float
    with_outcome: float
    estimate: float
    std_error: float


def strength_of(columns: TakenOut) -> Strength:
    """Return estimate, classical error and degrees of freedom of the treatment."""
    left = residuals(columns.treatment, columns.others)
    square = float(left @ left)
    estimate = float(left @ columns.outcome) / square
    rest = residuals(columns.outcome, columns.others) - estimate * left
    return Strength(estimate, float(np.sqrt(rest @ rest / columns.df / square)), columns.df)


def robustness_value(found: Strength, *, share: float = 1.0, error: float | None = None) -> float:
    """Return the robustness value.

    Parameters
    ----------
    found : Strength
        The estimate.
    share : float
        Share of the estimate that is to be undone: 1 brings it to 0.
    error : float, optional
        Error level of the test that is to be undone instead, such as 0.05.

    Returns
    -------
    float
        Partial R2 of a confounder with both treatment and outcome, between 0 and 1.
    """
    f = share * abs(found.estimate / found.std_error) / np.sqrt(found.df)
    if error is not None:
        critical = abs(stdtrit(found.df - 1, error / 2)) / np.sqrt(found.df - 1)
        if f <= critical:
            return 0.0
        if f >= 1 / critical:  # a confounder may explain all of the outcome before f is undone
            return float((f**2 - critical**2) / (1 + f**2))
        f -= critical
    return float((np.sqrt(f**4 + 4 * f**2) - f**2) / 2)


def bound_by(found: Strength, with_treatment: float, with_outcome: float, times: float) -> Bound:
    """Return what a confounder `times` as strong as a covariate would leave.

    Parameters
    ----------
    found : Strength
        The estimate.
    with_treatment : float
        Partial R2 of the covariate with treatment, given the other covariates.
    with_outcome : float
        Partial R2 of the covariate with the outcome, given treatment and the others.
    times : float
        How many times as strong.

    Returns
    -------
    Bound
        Shares above 1 are taken as 1: then nothing of the estimate is sure.
    """
    treated = min(times * with_treatment / (1 - with_treatment), 1.0)
    scale = (1 - times * with_treatment) * (1 - with_treatment)
    if treated >= 1 or scale <= 0:
        return Bound(1.0, 1.0, float("-inf"), float("inf"))
    across = times * with_treatment**2 / scale
    eta = (np.sqrt(times) + np.sqrt(across)) / np.sqrt(1 - across)
    outcome = min(float(eta**2 * with_outcome / (1 - with_outcome)), 1.0)
    bias = found.std_error * np.sqrt(outcome * treated / (1 - treated) * found.df)
    adjusted = np.sign(found.estimate) * (abs(found.estimate) - bias)
    spread = found.std_error * np.sqrt((1 - outcome) / (1 - treated) * found.df / (found.df - 1))
    return Bound(float(treated), outcome, float(adjusted), float(spread))


def strength_of_covariate(columns: TakenOut, term: str) -> tuple[float, float]:
    """Return the partial R2 of a covariate with treatment and with the outcome.

    Parameters
    ----------
    columns : TakenOut
        The model.
    term : str
        One of its controls; all columns of a factor together.

    Returns
    -------
    tuple of (float, float)
        With treatment given the others; with the outcome given treatment and the others.
    """
    mine = columns.of_terms([term])
    rest = np.delete(columns.others, mine, axis=1)
    full = columns.others
    treated = columns.treatment[:, None]
    shares = []
    for response, small, large in (
        (columns.treatment, rest, full),
        (columns.outcome, np.hstack([rest, treated]), np.hstack([full, treated])),
    ):
        before, after = residuals(response, small), residuals(response, large)
        shares.append(float(1 - (after @ after) / (before @ before)))
    return shares[0], shares[1]
