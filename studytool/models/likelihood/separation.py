"""Outcomes that regressors predict perfectly, so that their coefficients have no finite value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.inference.exact import refuse_exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array, Codes

TOLERANCE = 1e-7
"""Largest gain of the linear programme, columns scaled to at most 1, that is only rounding."""


def find_separation(contrasts: Array) -> tuple[int, ...]:
    """Return which columns together order the outcome without a single exception.

    Parameters
    ----------
    contrasts : ndarray, shape (m, k)
        Differences of the regressors whose fitted difference grows the likelihood: in a
        conditional logit each row with a yes less each with a no of the same group, in a Poisson
        model each row with a count less any other of the group, in a logit the row itself, its
        sign turned where the answer is no.

    Returns
    -------
    tuple of int
        Columns that do so alone; where there is none, those of a direction d with
        ``contrasts @ d >= 0`` and somewhere above; empty where there is none either, so that the
        maximum of the likelihood is finite.

    Notes
    -----
    Maximises the sum of ``contrasts @ d`` under ``contrasts @ d >= 0`` and -1 <= d <= 1, a linear
    programme; its value is 0 exactly if the estimates exist.

    References
    ----------
    Albert and Anderson (1984), https://doi.org/10.1093/biomet/71.1.1
    Correia, Guimaraes and Zylkin (2019), https://arxiv.org/abs/1903.01633
    """
    from scipy.optimize import linprog

    scale = np.abs(contrasts).max(axis=0, initial=0.0)
    one_way = (contrasts >= 0).all(axis=0) | (contrasts <= 0).all(axis=0)
    alone = np.flatnonzero(one_way & (scale > 0))
    if alone.size:
        return tuple(int(place) for place in alone)
    rows = np.unique(contrasts / np.where(scale > 0, scale, 1.0), axis=0)
    if not rows.size:
        return ()
    found = linprog(-rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1))
    if found.status != 0 or -found.fun <= TOLERANCE * len(rows):
        return ()
    return tuple(int(place) for place in np.flatnonzero(np.abs(found.x) > TOLERANCE))


def contrasts_within(
    regressors: Array, groups: Codes, higher: NDArray[np.bool_], lower: NDArray[np.bool_]
) -> Array:
    """Return the differences of rows of one kind less rows of another, group by group.

    Parameters
    ----------
    regressors : ndarray, shape (n, k)
        Regressors.
    groups : ndarray of int, shape (n,)
        Group of each row.
    higher, lower : ndarray of bool, shape (n,)
        Rows to subtract from, and rows to subtract.

    Returns
    -------
    ndarray, shape (m, k)
        One row for each pair in the same group.
    """
    order = np.argsort(groups, kind="stable")
    edges = np.flatnonzero(np.diff(groups[order])) + 1
    pieces = []
    for rows in np.split(order, edges):
        high, low = regressors[rows[higher[rows]]], regressors[rows[lower[rows]]]
        pieces.append((high[:, None, :] - low[None, :, :]).reshape(-1, regressors.shape[1]))
    return np.unique(np.concatenate(pieces), axis=0)


def refuse_separation(contrasts: Array, names: Sequence[str]) -> NoReturn:
    """Refuse a model whose outcome is predicted perfectly, or that did not converge otherwise.

    Parameters
    ----------
    contrasts : ndarray, shape (m, k)
        As in `find_separation`.
    names : sequence of str
        Names of the k columns.

    Raises
    ------
    ModelError
        Always; it names the terms at fault where it is separation.
    """
    found = [names[place] for place in find_separation(contrasts)]
    if found:
        raise ModelError(
            f"The outcome is predicted perfectly by {', '.join(found)}.",
            why="No change goes against the prediction, so the likelihood grows without end and "
            "the coefficient has no finite value (separation).",
            remedy='Leave it out, join categories, or use kind = "fixed_effects" (differences in '
            "shares) or the exact test of a table of counts.",
        )
    raise ModelError(
        "The estimates did not converge.",
        why="The likelihood is all but flat in some direction.",
        remedy="Use fewer controls, or controls in other units.",
    )


def refuse_fitted(outcome: Array, means: Array) -> None:
    """Refuse fitted means that leave no error.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Outcome.
    means : ndarray, shape (n,)
        Fitted means.

    Raises
    ------
    ModelError
        If they are the outcome, up to rounding.
    """
    left, spread = outcome - means, outcome - outcome.mean()
    refuse_exact(float(left @ left), float(spread @ spread))
