"""Values that cannot be reckoned with: missing, infinite, or too large to be squared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array


def lengths(squares: Array) -> Array:
    """Return the lengths of columns, and refuse those that have none.

    Parameters
    ----------
    squares : ndarray, shape (c,)
        (Weighted) sum of squares of each column.

    Returns
    -------
    ndarray, shape (c,)
        Their roots.

    Raises
    ------
    ModelError
        If one is not finite: a sum is finite only if every term is, and is far cheaper than
        testing each.
    """
    if not np.isfinite(squares).all():
        raise ModelError(
            "The outcome or a regressor holds a missing or infinite value, or one too large to "
            "be squared.",
            remedy="Leave those rows out of the sample before fitting.",
        )
    return np.sqrt(squares)
