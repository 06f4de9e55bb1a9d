"""How likely each row was to be treated, given its covariates: a logit for weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from studytool.core.errors import ModelError
from studytool.models.likelihood.newton import climb
from studytool.models.likelihood.separation import find_separation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array

CERTAIN = 1e-6
"""Variance of an answer below which separation is looked for."""


@dataclass(frozen=True, slots=True)
class _Point:
    """The likelihood at some coefficients, with the chances fitted there."""

    columns: Array
    answer: Array
    weights: Array
    coefficients: Array
    chance: Array
    log_likelihood: float

    @property
    def slopes(self) -> Array:
        """Variance of each answer, by which chances follow the coefficients."""
        return self.chance * (1 - self.chance)

    def derivatives(self) -> tuple[Array, Array]:
        """Return the gradient, shape (k,), and the information, shape (k, k)."""
        information = self.columns.T @ (self.columns * (self.weights * self.slopes)[:, None])
        return self.columns.T @ (self.weights * (self.answer - self.chance)), information


@dataclass(frozen=True, slots=True)
class Propensity:
    """A logit of treatment.

    Attributes
    ----------
    chance : ndarray, shape (n,)
        Fitted chance of treatment, between 0 and 1.
    representation : ndarray, shape (n, k)
        How each row moves the coefficients, times n.
    """

    chance: Array
    representation: Array

    @property
    def odds(self) -> Array:
        """Odds of treatment, shape (n,)."""
        return self.chance / (1 - self.chance)


def fit_propensity(
    treated: NDArray[np.bool_], covariates: Array, weights: Array, names: Sequence[str]
) -> Propensity:
    """Fit a logit of treatment by maximum likelihood.

    Parameters
    ----------
    treated : ndarray of bool, shape (n,)
        Who is treated.
    covariates : ndarray, shape (n, k)
        Independent columns, the constant among them.
    weights : ndarray, shape (n,)
        Positive weights.
    names : sequence of str
        Names of the columns, for messages.

    Returns
    -------
    Propensity
        Chances, and how each row moves the coefficients.

    Raises
    ------
    ModelError
        If covariates tell treated and untreated apart without exception.

    Notes
    -----
    Newton steps on scaled columns, halved while the likelihood falls (`newton.climb`).
    """
    scale = np.sqrt(np.einsum("nk,nk->k", covariates, covariates) / len(covariates))
    columns, answer = covariates / scale, treated.astype(float)

    def evaluate(coefficients: Array) -> _Point:
        fitted = columns @ coefficients
        likelihood = float(weights @ (answer * fitted - np.logaddexp(0, fitted)))
        return _Point(columns, answer, weights, coefficients, expit(fitted), likelihood)

    found = climb(evaluate, evaluate(np.zeros(columns.shape[1])))
    if found is None or (found.slopes < CERTAIN).any():
        apart = find_separation(np.where(treated, 1.0, -1.0)[:, None] * columns)
        if found is None or apart:
            raise _refusal([names[place] for place in apart])
    return _concluded(covariates, found)


def _concluded(covariates: Array, found: _Point) -> Propensity:
    weights, n = found.weights, len(covariates)
    spread = covariates.T @ (covariates * (weights * found.slopes)[:, None]) / n
    scores = covariates * (weights * (found.answer - found.chance))[:, None]
    moves = np.asarray(np.linalg.solve(spread, scores.T).T, dtype=float)
    return Propensity(found.chance, moves)


def _refusal(names: Sequence[str]) -> ModelError:
    named = ", ".join(name for name in names if name != "const")
    return ModelError(
        "Who was treated can be told without exception from the controls"
        + (f" ({named})." if named else "."),
        why="There are no untreated like the treated, so weights cannot make them alike.",
        remedy='Use fewer or coarser controls, or method = "outcome_regression".',
    )
