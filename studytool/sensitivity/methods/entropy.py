"""Entropy balancing: the weights nearest to equal that make moments meet exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.method import Method

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.kernel.absorption import Array

MET = 1e-10
"""Largest difference left, in standard deviations."""

STEPS = 200
"""Newton steps after which no weights are taken to exist."""

HALVINGS = 40

METHODS = (
    Method(
        name="Entropy balancing",
        about="computation",
        does="Weights that give the untreated the baseline means (and variances) of the treated.",
        asked_by='[[sensitivity]] kind = "entropy_balancing"',
        equation="min sum w log(w / q) with sum w c(x) = target, sum w = 1; dual by Newton steps",
        sources=("Hainmueller (2012), https://doi.org/10.1093/pan/mpr025",),
        verified=(
            (
                "moments met to 1e-8; two values by hand; a general optimiser, 1e-6 "
                "(tests/sensitivity/methods/test_entropy.py)"
            ),
        ),
    ),
)
"""What is computed here."""


def entropy_weights(columns: Array, target: Array, start: Array, names: Sequence[str]) -> Array:
    """Return weights under which the means of columns meet a target.

    Parameters
    ----------
    columns : ndarray, shape (n, k)
        Of those who are weighted; independent of each other and of a constant.
    target : ndarray, shape (k,)
        Means to be met.
    start : ndarray, shape (n,)
        Positive weights that those sought lie nearest to.
    names : sequence of str
        Names of the columns, for messages.

    Returns
    -------
    ndarray, shape (n,)
        Positive, sum 1.

    Raises
    ------
    ModelError
        If no positive weights meet the target.

    Notes
    -----
    Minimises log sum_i q_i exp(z_i'l), z the columns less the target in standard deviations;
    w_i is proportional to q_i exp(z_i'l).
    """
    spread = columns.std(axis=0)
    apart = (columns - target) / np.where(spread > 0, spread, 1.0)
    logs = np.log(start / start.sum())
    slopes: Array = np.zeros(apart.shape[1])
    for _ in range(STEPS):
        weights, height = _weights(logs, apart, slopes)
        moments = weights @ apart
        if np.abs(moments).max() < MET:
            return weights
        curve = (apart * weights[:, None]).T @ apart - np.outer(moments, moments)
        try:
            step = -np.linalg.solve(curve, moments)
        except np.linalg.LinAlgError:
            break
        least = height + 1e-14 * abs(height)
        for _ in range(HALVINGS):
            if _weights(logs, apart, slopes + step)[1] <= least + 1e-4 * float(moments @ step):
                break
            step = step / 2
        slopes = slopes + step
    raise _none(columns, target, names)


def _weights(logs: Array, apart: Array, slopes: Array) -> tuple[Array, float]:
    """Return the weights of some slopes and the height of the dual there."""
    lifted = logs + apart @ slopes
    top = float(lifted.max())
    raised = np.exp(lifted - top)
    total = float(raised.sum())
    return raised / total, top + float(np.log(total))


def _none(columns: Array, target: Array, names: Sequence[str]) -> ModelError:
    outside = (target <= columns.min(axis=0)) | (target >= columns.max(axis=0))
    named = ", ".join(name for name, out in zip(names, outside, strict=True) if out)
    return ModelError(
        "No weights make the untreated like the treated"
        + (f" in {named}." if named else " in all variables at once."),
        why="Their values do not reach around the mean of the treated.",
        remedy="Use fewer or coarser variables, or balance means alone.",
    )
