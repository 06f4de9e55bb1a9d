"""Poisson with one effect taken out: rates within groups, given each group's total.

Arrays in, arrays out. The group effects have a closed form given the slopes, so that each Newton
step is a weighted regression on deviations from weighted group means, whatever their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.separation import (
    contrasts_within,
    find_separation,
    refuse_exact,
    refuse_separation,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.absorption import Array, Codes

MOST_STEPS = 60
"""Newton steps after which the estimates are taken not to exist."""

CLOSE = 1e-13
"""Newton decrement, as a share of 1 + |log-likelihood|, at which one more step is the last."""

RARE = 1e-6
"""Expected share of a group's total in a row from which separation is looked for."""


@dataclass(frozen=True, slots=True)
class ConditionalPoisson:
    """A fitted Poisson model with group effects.

    Attributes
    ----------
    coefficients : ndarray, shape (k,)
        Logarithms of rate ratios.
    means : ndarray, shape (n,)
        Fitted outcomes; they add up to the outcome in each group (with the weights).
    log_likelihood, log_likelihood_null : float
        Of the rows' shares in their groups' totals, at the estimates and with coefficients 0.
    """

    coefficients: Array
    means: Array
    log_likelihood: float
    log_likelihood_null: float


@dataclass(frozen=True, slots=True)
class _Data:
    """Outcome, regressors (scaled), groups, offset and weights, with each group's total."""

    outcome: Array
    regressors: Array
    groups: Codes
    offset: Array
    weights: Array
    totals: Array


def fit_conditional_poisson(
    outcome: Array,
    regressors: Array,
    groups: Codes,
    names: Sequence[str],
    *,
    offset: Array | None = None,
    weights: Array | None = None,
) -> ConditionalPoisson:
    """Fit a Poisson model with group effects by Newton's method.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Not negative, above 0 somewhere in each group; need not be whole.
    regressors : ndarray, shape (n, k)
        Regressors that are independent once group means are taken out.
    groups : ndarray of int, shape (n,)
        Group of each row, coded 0, 1, 2, ... without gaps.
    names : sequence of str
        Names of the regressors, for messages.
    offset : ndarray, shape (n,), optional
        Added to the linear predictor: the logarithm of what the outcome is counted over.
    weights : ndarray, shape (n,), optional
        Positive weights.

    Returns
    -------
    ConditionalPoisson
        The fit.

    Raises
    ------
    ModelError
        If a term predicts outcomes of 0 perfectly, the outcome is fitted exactly, or the
        estimates do not converge.

    Notes
    -----
    E(y_gt) = exp(a_g + x_gt'b + offset_gt) with exp(a_g) = sum w y / sum w exp(x'b + offset);
    b maximises sum w y log(exp(x_gt'b + offset_gt) / sum_s w exp(x_gs'b + offset_gs)).

    References
    ----------
    Hausman, Hall and Griliches (1984), https://doi.org/10.2307/1911191
    Santos Silva and Tenreyro (2006), https://doi.org/10.1162/rest.88.4.641
    """
    weight = np.ones_like(outcome) if weights is None else weights / weights.mean()
    spread = regressors - _group_means(regressors, weight, groups)
    scale = np.sqrt((spread**2).mean(axis=0))
    data = _Data(
        outcome,
        spread / scale,
        groups,
        np.zeros_like(outcome) if offset is None else offset,
        weight,
        np.asarray(np.bincount(groups, weight * outcome), dtype=float),
    )
    fit = _climb(data)
    if fit is None or (fit.means < RARE * data.totals[groups]).any():
        everyone = np.ones(outcome.size, dtype=bool)
        contrasts = contrasts_within(data.regressors, groups, outcome > 0, everyone)
        if fit is None or find_separation(contrasts):
            refuse_separation(contrasts, names)
    refuse_exact(outcome, fit.means)
    return ConditionalPoisson(
        fit.coefficients / scale, fit.means, fit.log_likelihood, fit.log_likelihood_null
    )


def _group_means(columns: Array, weights: Array, groups: Codes) -> Array:
    """Return the weighted mean of each column over the row's group, shape (n, k)."""
    sums = np.stack([np.bincount(groups, weights * column) for column in columns.T], axis=1)
    return np.asarray((sums / np.bincount(groups, weights)[:, None])[groups])


def _evaluate(data: _Data, coefficients: Array) -> tuple[float, Array]:
    """Return the log-likelihood and the fitted outcomes at some coefficients."""
    linear = data.regressors @ coefficients + data.offset
    highest = np.full(data.totals.size, -np.inf)
    np.maximum.at(highest, data.groups, linear)
    linear = linear - highest[data.groups]
    rates = np.exp(linear)
    sums = np.bincount(data.groups, data.weights * rates)
    shares = linear - np.log(sums)[data.groups]
    total = float((data.weights * data.outcome) @ shares)
    return total, np.asarray((data.totals / sums)[data.groups] * rates)


def _climb(data: _Data) -> ConditionalPoisson | None:
    """Return the maximum by Newton steps, halved where they go down; None where there is none."""
    here = np.zeros(data.regressors.shape[1])
    height, means = _evaluate(data, here)
    null = height
    for _ in range(MOST_STEPS):
        gradient = (data.weights * (data.outcome - means)) @ data.regressors
        expected = data.weights * means
        spread = data.regressors - _group_means(data.regressors, expected, data.groups)
        try:
            step = np.linalg.solve((spread.T * expected) @ spread, gradient)
        except np.linalg.LinAlgError:
            return None
        last = abs(float(gradient @ step)) <= CLOSE * (1 + abs(height))
        there, fitted = _evaluate(data, here + step)
        while not last and not there >= height:
            step = step / 2
            if np.abs(step).max() < CLOSE:
                return None
            there, fitted = _evaluate(data, here + step)
        here, height, means = here + step, there, fitted
        if last:
            return ConditionalPoisson(here, means, height, null)
    return None
