"""One index of several outcomes: what they have in common counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.method import Method

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array

LEAST = 2
"""Rows without treatment, and outcomes, that an index needs."""

METHODS = (
    Method(
        name="Summary index",
        about="several tests",
        does="One test of several outcomes: what they have in common counts once.",
        asked_by="[[families]], always",
        equation=(
            "s_i = sum_j w_j z_ij / sum_j w_j, w the row sums of the inverse covariance of z; z "
            "by mean and spread of the untreated"
        ),
        sources=("Anderson (2008), https://doi.org/10.1198/016214508000000841",),
        verified=(
            (
                "by hand; outcomes that repeat each other count once, by simulation "
                "(tests/models/families/test_summary_index.py)"
            ),
        ),
        edge_cases=("An outcome that does not vary among the untreated is refused.",),
    ),
)
"""What is computed here, as `studytool list methods` tells it."""


def summary_index(outcomes: Array, untreated: Array, signs: Array) -> Array:
    """Return the inverse-covariance weighted index of several outcomes.

    Parameters
    ----------
    outcomes : ndarray, shape (n, m)
        Outcomes; nan where missing.
    untreated : ndarray of bool, shape (n,)
        Rows whose mean and standard deviation the outcomes are set to 0 and 1 by.
    signs : ndarray, shape (m,)
        1 where higher is better, -1 where it is worse.

    Returns
    -------
    ndarray, shape (n,)
        In standard deviations of the untreated; nan where every outcome is missing. Higher is
        better.

    Raises
    ------
    ModelError
        If an outcome does not vary among the untreated, or outcomes repeat each other.

    Notes
    -----
    s_i = sum_j w_j z_ij / sum_j w_j over the outcomes that row i has, with w the row sums of the
    inverse of the covariance of z, from pairs of outcomes that a row has both of.

    References
    ----------
    Anderson (2008), https://doi.org/10.1198/016214508000000841
    """
    rows = outcomes[untreated.astype(bool)]
    seen = np.count_nonzero(~np.isnan(rows), axis=0)
    if (seen < LEAST).any():
        raise ModelError("An outcome has fewer than two values among the untreated.")
    spread = np.nanstd(rows, axis=0, ddof=1)
    if not (spread > 0).all():
        raise ModelError("An outcome of the family does not vary among the untreated.")
    scores = signs * (outcomes - np.nanmean(rows, axis=0)) / spread
    known = ~np.isnan(scores)
    weights = _weights(np.where(known, scores, 0.0), known)
    total = known @ weights
    filled = np.where(known, scores, 0.0) @ weights
    return np.asarray(np.where(known.any(axis=1), filled / np.where(total == 0, 1, total), np.nan))


def _weights(scores: Array, known: Array) -> Array:
    """Return the row sums of the inverse covariance."""
    counts = known.T.astype(float) @ known
    if (counts < LEAST).any():
        raise ModelError("Two outcomes of the family are never seen together.")
    means = (scores.T @ known) / counts
    covariance = (scores.T @ scores) / counts - means * means.T
    if np.linalg.matrix_rank(covariance) < len(covariance):
        raise ModelError("Outcomes of the family repeat each other.")
    return np.asarray(np.linalg.solve(covariance, np.ones(len(covariance))))
