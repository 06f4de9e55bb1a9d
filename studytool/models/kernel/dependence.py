"""Which columns depend on those before them, and the triangle that tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from scipy.linalg import lapack

from studytool.models.kernel.pieces import stretches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array

DEPENDENT = 1e-9
"""A column is dependent if those before it leave at most this share of its norm."""

WELL_CONDITIONED = 0.03
"""Columns that keep at least this share of their norm, given the others, need no Householder."""


def side_by_side(places: NDArray[np.intp]) -> slice | NDArray[np.intp]:
    """Return places as a slice, which needs no copy, where they follow each other.

    Parameters
    ----------
    places : ndarray of int, shape (k,)
        Places of columns.

    Returns
    -------
    slice or ndarray of int
        What picks them.
    """
    wanted = places.tolist()
    if wanted and wanted == list(range(wanted[0], wanted[0] + len(wanted))):
        return slice(wanted[0], wanted[0] + len(wanted))
    return places


def cross_products(columns: Array, weights: Array | None = None) -> Array:
    """Return the (weighted) cross products of columns.

    Parameters
    ----------
    columns : ndarray, shape (c, n)
        One column of the model a row.
    weights : ndarray, shape (n,), optional
        Weight of each row.

    Returns
    -------
    ndarray, shape (c, c)
        Sums of products.
    """
    products = np.zeros((len(columns), len(columns)))
    for rows in stretches(columns.shape[1]):
        here = columns[:, rows]
        # a copy, because few columns times themselves take twice as long
        products += here @ (here.copy() if weights is None else here * weights[rows]).T
    return products


def triangle_of(products: Array) -> Array | None:
    """Return the Cholesky triangle of cross products, None where a column nearly depends.

    Parameters
    ----------
    products : ndarray, shape (c, c)
        From `cross_products`.

    Returns
    -------
    ndarray, shape (c, c), or None
        R, which has the lengths and angles of the columns; None where one keeps less than
        `WELL_CONDITIONED` of its length, so that R would lose digits.
    """
    if not len(products):
        return None
    upper, fault = lapack.dpotrf(products)
    lengths = np.sqrt(products.diagonal())
    if fault == 0 and (upper.diagonal() > WELL_CONDITIONED * lengths).all():
        return cast("Array", upper)
    return None


def reflected(columns: Array) -> Array:
    """Return the upper triangle of columns by Householder reflections.

    Parameters
    ----------
    columns : ndarray, shape (c, n)
        One column of the model a row.

    Returns
    -------
    ndarray, shape (min(n, c), c)
        R, which has the lengths and angles of the columns.
    """
    return cast("Array", np.linalg.qr(columns.T, mode="r"))


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
    upper = triangle_of(cross_products(columns))
    return reflected(columns) if upper is None else upper


def inverted(upper: Array) -> Array:
    """Return the inverse of an upper triangle.

    Parameters
    ----------
    upper : ndarray, shape (c, c)
        Upper triangle without a 0 on its diagonal.

    Returns
    -------
    ndarray, shape (c, c)
        Its inverse.
    """
    return cast("Array", lapack.dtrtri(upper)[0])


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
    basis = np.empty((min(upper.shape), upper.shape[0]))
    kept: list[int] = []
    for place, column in enumerate(upper.T):
        if len(kept) == len(basis):
            break
        found = basis[: len(kept)]
        # twice is enough: the second pass takes out what rounding left in the first
        left = column - (found @ column) @ found
        left -= (found @ left) @ found
        norm = np.sqrt(left @ left)
        if norm > DEPENDENT * norms[place]:
            basis[len(kept)] = left / norm
            kept.append(place)
    return kept


def orthonormal(columns: Array, norms: Array) -> Array:
    """Return columns of unit length at right angles that span the same space.

    Parameters
    ----------
    columns : ndarray, shape (c, n)
        One column a row.
    norms : ndarray, shape (c,)
        Norm of each before anything was taken out of it; see `independent`.

    Returns
    -------
    ndarray, shape (r, n)
        An orthonormal basis of the independent ones.
    """
    upper = triangle_of(cross_products(columns))
    if upper is not None and (upper.diagonal() > WELL_CONDITIONED * norms).all():
        return inverted(upper).T @ columns
    kept = independent(reflected(columns), norms)
    if not kept:
        return columns[:0]
    return np.linalg.qr(columns[kept].T)[0].T
