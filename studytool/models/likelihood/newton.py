"""The maximum of a likelihood by Newton's method, for likelihoods with a single peak."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.models.kernel.absorption import Array

MOST_STEPS = 60
"""Newton steps after which the estimates are taken not to exist."""

CLOSE = 1e-13
"""Newton decrement, as a share of 1 + |log-likelihood|, at which one more step is the last."""


class Point(Protocol):
    """A likelihood at some coefficients."""

    @property
    def coefficients(self) -> Array:
        """The coefficients, shape (k,)."""
        ...

    @property
    def log_likelihood(self) -> float:
        """Logarithm of the likelihood there."""
        ...

    def derivatives(self) -> tuple[Array, Array]:
        """Return the gradient, shape (k,), and less the second derivatives, shape (k, k)."""
        ...


Found = TypeVar("Found", bound=Point)


def climb(evaluate: Callable[[Array], Found], start: Found) -> Found | None:
    """Return the maximum of a likelihood by Newton steps, halved where they go down.

    Parameters
    ----------
    evaluate : callable
        From coefficients, shape (k,), to the likelihood there.
    start : Point
        Where to begin.

    Returns
    -------
    Point or None
        None where there is no maximum, or it is not reached. A likelihood that only rises towards
        a bound, as under separation, ends far out: it is for the caller to look there.
    """
    here = start
    for _ in range(MOST_STEPS):
        gradient, information = here.derivatives()
        try:
            step = np.linalg.solve(information, gradient)
        except np.linalg.LinAlgError:
            return None
        last = abs(float(gradient @ step)) <= CLOSE * (1 + abs(here.log_likelihood))
        there = evaluate(here.coefficients + step)
        while not last and not there.log_likelihood >= here.log_likelihood:
            step = step / 2
            if np.abs(step).max() < CLOSE:
                return None
            there = evaluate(here.coefficients + step)
        here = there
        if last:
            return here
    return None
