"""Intervals by inversion: the values of an effect that a test does not refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.models.method import Method

if TYPE_CHECKING:
    from collections.abc import Callable

    Judge = Callable[[float], float]

DOUBLINGS = 14
"""Times the distance from the estimate is doubled before an end is taken not to exist.

That is at 30,000 standard errors. Far beyond, rounding alone breaks the ties of the sample with
the draws that repeat it, so that an end would be found that is not there.
"""

HALVINGS = 45
"""Times the end is halved in: to 3e-14 of the last distance, where a double ends."""

NARROWED = (3, 9)
"""Halvings before which the draws that no value in between can move are put aside."""

METHODS = (
    Method(
        name="Interval by inversion",
        about="resampling",
        does="The effects that a test does not refuse, for draws as for permutations.",
        asked_by="always with resampling",
        equation="{d : p(d) >= 1 - level}, the ends found by halving",
        sources=(
            "Roodman, MacKinnon, Nielsen and Webb (2019), https://doi.org/10.1177/1536867X19830877",
        ),
        verified=("the interval of a t test, 1e-8 (tests/models/draws/test_inversion.py)",),
        edge_cases=("An end that no value reaches is given as absent.",),
    ),
)
"""What is computed here, as `studytool list methods` tells it."""


def invert(
    p_of: Judge,
    estimate: float,
    reach: float,
    *,
    level: float,
    between: Callable[[float, float], Judge] | None = None,
) -> tuple[float | None, float | None]:
    """Return the ends of the interval of values that a test does not refuse.

    Parameters
    ----------
    p_of : callable
        p-value of the hypothesis that the effect is a given value; about 1 at the estimate.
    estimate : float
        The estimate.
    reach : float
        About how far an end may lie from it, above 0.
    level : float
        Level of the interval, such as 0.95.
    between : callable, optional
        From two values to a function that gives the same p-values as `p_of` between them, sooner.

    Returns
    -------
    tuple of (float or None, float or None)
        Low and high; None for an end that does not exist, where the test refuses no value
        however far on that side.
    """
    alpha = 1 - level
    low, high = (_end(p_of, between, estimate, step, alpha) for step in (-reach, reach))
    return low, high


def _end(
    p_of: Judge,
    between: Callable[[float, float], Judge] | None,
    estimate: float,
    step: float,
    alpha: float,
) -> float | None:
    """Go outwards until a value is refused, then halve between the last kept and that one."""
    kept, refused = 0.0, step
    for _ in range(DOUBLINGS):
        if p_of(estimate + refused) <= alpha:
            break
        kept, refused = refused, 2 * refused
    else:
        return None
    for turn in range(HALVINGS):
        if between is not None and turn in NARROWED:
            p_of = between(estimate + kept, estimate + refused)
        middle = (kept + refused) / 2
        if p_of(estimate + middle) <= alpha:
            refused = middle
        else:
            kept = middle
    return estimate + kept
