"""Which columns depend on those before them, and the triangle that tells."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from studytool.models.absorption import Array

DEPENDENT = 1e-9
"""A column is dependent if those before it leave at most this share of its norm."""

WELL_CONDITIONED = 0.03
"""Columns that keep at least this share of their norm, given the others, need no Householder."""


def triangle(columns: Array) -> Array:
    """Return the upper triangle of the QR decomposition of columns.

    By Cholesky from the cross products where no column comes near to depending on the others,
    which costs at most some 1e-12 of the result, by Householder reflections otherwise.

    Parameters
    ----------
    columns : ndarray, shape (c, n)
        One column of the model a row.

    Returns
    -------
    ndarray, shape (min(n, c), c)
        R, which has the lengths and angles of the columns.
    """
    products = columns @ columns.T
    with contextlib.suppress(np.linalg.LinAlgError):
        upper = np.linalg.cholesky(products, upper=True)
        if (np.diagonal(upper) > WELL_CONDITIONED * np.sqrt(np.diagonal(products))).all():
            return cast("Array", upper)
    return cast("Array", np.linalg.qr(columns.T, mode="r"))


def independent(upper: Array, norms: Array) -> list[int]:
    """Return the columns that do not depend on those before them.

    Parameters
    ----------
    upper : ndarray, shape (r, c)
        From `triangle`.
    norms : ndarray, shape (c,)
        Norm of each column before anything was taken out of it.

    Returns
    -------
    list of int
        Kept columns in order. A column is dropped if its norm, once the columns kept before it
        are taken out, is at most `DEPENDENT` times its norm in `norms`: free of units, and the
        first to come is the first to be kept.
    """
    if upper.shape[0] >= upper.shape[1]:
        pivots = np.abs(np.diagonal(upper))
        if (pivots > DEPENDENT * norms).all():
            return list(range(upper.shape[1]))
    basis = np.empty((0, upper.shape[0]))
    kept = []
    for place, column in enumerate(upper.T):
        # twice is enough: the second pass takes out what rounding left in the first
        left = column - basis.T @ (basis @ column)
        left -= basis.T @ (basis @ left)
        norm = np.sqrt(left @ left)
        if norm > DEPENDENT * norms[place]:
            kept.append(place)
            basis = np.vstack([basis, left / norm])
    return kept
