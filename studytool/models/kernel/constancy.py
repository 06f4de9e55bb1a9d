"""Outcomes that do not vary, or not as far as can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.kernel.dependence import DEPENDENT

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array

FAR = 1e-7
"""Values that differ by at most this share of their distance from 0 are said to lie far from it."""

ROUNDED = 1e-13
"""What is at most this share of the distance from 0 is rounding, not a difference that is lost."""


def refuse_constant(within: Array, about_mean: Array, norms: Array) -> None:
    """Refuse outcomes that do not vary, and say where it is their origin that hides it.

    Parameters
    ----------
    within, about_mean : ndarray, shape (q,)
        Sums of squares of each outcome once the effects are taken out, and about its mean.
    norms : ndarray, shape (q,)
        Root of the sum of squares of each, before anything was taken out.

    Raises
    ------
    ModelError
        If the effects leave at most `DEPENDENT` of the norm of an outcome.
    """
    left = np.minimum(within, about_mean)
    constant = left <= (DEPENDENT * norms) ** 2
    if not constant.any():
        return
    far, more_than_rounding = about_mean <= (FAR * norms) ** 2, left > (ROUNDED * norms) ** 2
    if (constant & far & more_than_rounding).any():
        raise ModelError(
            "The values of the outcome are so far from zero that their differences are lost.",
            why="They differ by less than a ten-millionth of their size, and sums of squares keep "
            "no more digits than that.",
            remedy="Subtract a constant, such as the smallest value or the first year, from the "
            "outcome in [[derived]]; the effects stay the same.",
        )
    raise ModelError(
        "The outcome does not vary once the effects are taken out.",
        why="There is nothing left for the regressors to explain.",
        remedy="Choose another outcome, or drop an effect.",
    )
