"""Poisson with one effect taken out: rates within groups, given each group's total.

Arrays in, arrays out. The group effects have a closed form given the slopes, so that each Newton
step is a weighted regression on deviations from weighted group means, whatever their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.arrays.columns import means_by_code
from studytool.models.likelihood.newton import climb
from studytool.models.likelihood.separation import (
    contrasts_within,
    find_separation,
    refuse_fitted,
    refuse_separation,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.kernel.absorption import Array, Codes

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


@dataclass(frozen=True, slots=True)
class _Point:
    """The likelihood at some coefficients, with the outcomes fitted there."""

    data: _Data
    coefficients: Array
    means: Array
    log_likelihood: float

    def derivatives(self) -> tuple[Array, Array]:
        """Return the gradient, shape (k,), and the information, shape (k, k)."""
        data = self.data
        gradient = (data.weights * (data.outcome - self.means)) @ data.regressors
        expected = data.weights * self.means
        spread = (
            data.regressors - means_by_code(data.regressors, data.groups, expected)[data.groups]
        )
        return gradient, (spread.T * expected) @ spread


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
    spread = regressors - means_by_code(regressors, groups, weight)[groups]
    scale = np.sqrt((spread**2).mean(axis=0))
    data = _Data(
        outcome,
        spread / scale,
        groups,
        np.zeros_like(outcome) if offset is None else offset,
        weight,
        np.asarray(np.bincount(groups, weight * outcome), dtype=float),
    )
    null = _evaluate(data, np.zeros(regressors.shape[1]))
    fit = climb(partial(_evaluate, data), null)
    if fit is None or (fit.means < RARE * data.totals[groups]).any():
        everyone = np.ones(outcome.size, dtype=bool)
        contrasts = contrasts_within(data.regressors, groups, outcome > 0, everyone)
        if fit is None or find_separation(contrasts):
            refuse_separation(contrasts, names)
    refuse_fitted(outcome, fit.means)
    return ConditionalPoisson(
        fit.coefficients / scale, fit.means, fit.log_likelihood, null.log_likelihood
    )


def _evaluate(data: _Data, coefficients: Array) -> _Point:
    """Return the log-likelihood and the fitted outcomes at some coefficients."""
    linear = data.regressors @ coefficients + data.offset
    highest = np.full(data.totals.size, -np.inf)
    np.maximum.at(highest, data.groups, linear)
    linear = linear - highest[data.groups]
    rates = np.exp(linear)
    sums = np.bincount(data.groups, data.weights * rates)
    shares = linear - np.log(sums)[data.groups]
    total = float((data.weights * data.outcome) @ shares)
    means = np.asarray((data.totals / sums)[data.groups] * rates)
    return _Point(data, coefficients, means, total)
