"""Fits that leave nothing: no error is left to judge the estimates by."""

from __future__ import annotations

from studytool.core.errors import ModelError

EXACT = 1e-14
"""Share of the outcome's variation that, left unexplained, is only rounding."""


def refuse_exact(left: float, of: float = 1.0, *, by: str = "The regressors") -> None:
    """Refuse a fit that leaves no error.

    Parameters
    ----------
    left : float
        Variation that is not explained.
    of : float
        All of it, in the same unit.
    by : str
        What fits the outcome, to begin the message with.

    Raises
    ------
    ModelError
        If what is left is rounding.
    """
    if left <= EXACT * of:
        raise ModelError(
            f"{by} fit the outcome exactly.",
            why="No error is left to judge the estimates by.",
            remedy="Check whether the outcome was computed from a regressor.",
        )
