"""Quantiles of the normal distribution between two bounds, far out in its tails too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import chndtrix, log_ndtr, ndtri_exp

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array


def truncated_quantile(share: float, low: Array, high: Array) -> Array:
    """Return the quantile of a standard normal variable known to lie between two bounds.

    Parameters
    ----------
    share : float
        Chance of being below it.
    low, high : ndarray, shape (n,)
        Bounds; may be infinite.

    Returns
    -------
    ndarray, shape (n,)
        Between the bounds.
    """
    # in the upper tail the mirror image is exact where the direct way has lost all digits
    turned = low > 0
    left, right = np.where(turned, -high, low), np.where(turned, -low, high)
    below = np.where(turned, 1 - share, share)
    with np.errstate(divide="ignore"):
        parts = np.log(1 - below) + log_ndtr(left), np.log(below) + log_ndtr(right)
    found = ndtri_exp(np.logaddexp(*parts))
    quantile: Array = np.clip(np.where(turned, -found, found), low, high)
    return quantile


def folded_quantile(share: float, shift: Array) -> Array:
    """Return the quantile of the size of a normal variable with mean `shift` and variance 1.

    Parameters
    ----------
    share : float
        Chance of being below it.
    shift : ndarray, shape (n,)
        Means.

    Returns
    -------
    ndarray, shape (n,)
        The critical value of an interval around an estimate that is biased by at most `shift`.
    """
    size = np.abs(np.asarray(shift, dtype=float))
    near = np.minimum(size, _FAR)
    exact = np.sqrt(chndtrix(share, 1, near**2))
    # further out the other tail holds nothing
    quantile: Array = np.where(size < _FAR, exact, size + ndtri_exp(np.log(share)))
    return quantile


_FAR = 8.0
