"""How large an effect must be to be found, and how large a one is ruled out, given the design."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scipy.special import ndtri, stdtrit

from studytool.models.method import Method

if TYPE_CHECKING:
    from studytool.models.result import Estimate

POWER = 0.8
"""Chance of finding an effect that is there, by convention."""

METHODS = (
    Method(
        name="Minimum detectable effect",
        about="size of effects",
        does="The smallest effect that the design finds 80 times in 100.",
        asked_by="always beside a null",
        equation="(t_{(1+level)/2} + t_{0.8}) x standard error",
        sources=("Bloom (1995), https://doi.org/10.1177/0193841X9501900504",),
        verified=(
            (
                "closed forms, 1e-6; 80 of 100 studies by simulation; changes and ANCOVA of 45 "
                "against 78 children, two decimals (tests/models/inference/test_power.py)"
            ),
        ),
    ),
    Method(
        name="Equivalence bound",
        about="size of effects",
        does="The smallest effect, in either direction, that the data rule out.",
        asked_by="always beside a null",
        equation="|b| + t_{level} x standard error: two one-sided tests",
        sources=("Schuirmann (1987), https://doi.org/10.1007/BF01068419",),
        verified=(
            (
                "closed forms, 1e-6; an effect that is there is ruled out in 5 of 100 studies, by "
                "simulation (tests/models/inference/test_power.py)"
            ),
        ),
    ),
)
"""What is computed here, as `studytool list methods` tells it."""


def minimum_detectable_effect(
    std_error: float, df: float, *, level: float = 0.95, power: float = POWER
) -> float:
    """Return the smallest effect that a design finds with the given chance.

    Parameters
    ----------
    std_error : float
        Standard error of the estimate, in units of the outcome.
    df : float
        Degrees of freedom of its t distribution; inf for normal.
    level : float
        Level of the interval, such as 0.95.
    power : float
        Chance of an interval that leaves out 0 if the effect is that large.

    Returns
    -------
    float
        In units of the outcome.

    Notes
    -----
    (t_{(1+level)/2} + t_{power}) x standard error, with `df` degrees of freedom.

    References
    ----------
    Bloom (1995), https://doi.org/10.1177/0193841X9501900504
    """
    return (_quantile((1 + level) / 2, df) + _quantile(power, df)) * std_error


def equivalence_bound(
    estimate: float, std_error: float, df: float, *, level: float = 0.95
) -> float:
    """Return the smallest effect, in either direction, that the data rule out.

    Parameters
    ----------
    estimate : float
        The estimate.
    std_error : float
        Its standard error, in units of the outcome.
    df : float
        Degrees of freedom of its t distribution; inf for normal.
    level : float
        One less the chance, 5 % by convention, of ruling out an effect that is there.

    Returns
    -------
    float
        In units of the outcome: two one-sided tests refuse effects of that size and more.

    Notes
    -----
    |estimate| + t_{level} x standard error: the farther end of the interval at 2 level - 1.

    References
    ----------
    Schuirmann (1987), https://doi.org/10.1007/BF01068419
    """
    return abs(estimate) + _quantile(level, df) * std_error


def tell_power(found: Estimate, *, level: float) -> dict[str, float]:
    """Return what an estimate could have found and what it rules out, as a result tells it.

    Parameters
    ----------
    found : Estimate
        An estimate.
    level : float
        Level of its interval.

    Returns
    -------
    dict of str to float
        ``minimum_detectable_effect`` and ``equivalence_bound``, in units of the outcome.
    """
    return {
        "minimum_detectable_effect": minimum_detectable_effect(
            found.std_error, found.df, level=level
        ),
        "equivalence_bound": equivalence_bound(
            found.estimate, found.std_error, found.df, level=level
        ),
    }


def _quantile(share: float, df: float) -> float:
    return float(ndtri(share)) if df == float("inf") else float(stdtrit(df, share))
