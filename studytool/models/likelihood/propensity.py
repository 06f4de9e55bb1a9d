"""How likely each row was to be treated, given its covariates: a logit for weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from studytool.core.errors import ModelError
from studytool.models.likelihood.separation import find_separation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array

STEPS = 60
"""Newton steps after which the estimates are taken not to exist."""

STEP_DONE = 1e-10
"""Largest change of a coefficient, its column's mean square 1, that ends the steps."""

HALVINGS = 30
"""Times a step that makes the answers less likely is halved: to a billionth of it."""

ROUNDING = 1e-12
"""Share of the likelihood by which it may seem to fall without falling."""


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
    Newton steps on scaled columns, halved while the likelihood falls.
    """
    scale = np.sqrt(np.einsum("nk,nk->k", covariates, covariates) / len(covariates))
    columns = covariates / scale
    answer = treated.astype(float)
    slopes = np.zeros(columns.shape[1])
    for _ in range(STEPS):
        chance = expit(columns @ slopes)
        spread = columns.T @ (columns * (weights * chance * (1 - chance))[:, None])
        score = columns.T @ (weights * (answer - chance))
        try:
            step = np.linalg.solve(spread, score)
        except np.linalg.LinAlgError:
            break
        slopes = slopes + _shortened(columns, answer, weights, slopes, step)
        if np.abs(step).max() < STEP_DONE:
            return _concluded(covariates, answer, weights, slopes / scale)
    raise _refusal(columns, treated, names)


def _likelihood(columns: Array, answer: Array, weights: Array, slopes: Array) -> float:
    fitted = columns @ slopes
    return float(weights @ (answer * fitted - np.logaddexp(0, fitted)))


def _shortened(columns: Array, answer: Array, weights: Array, slopes: Array, step: Array) -> Array:
    """Return the step, halved while it makes the answers less likely."""
    start = _likelihood(columns, answer, weights, slopes)
    for _ in range(HALVINGS):
        if _likelihood(columns, answer, weights, slopes + step) >= start - ROUNDING * abs(start):
            break
        step = step / 2
    return step


def _concluded(columns: Array, answer: Array, weights: Array, slopes: Array) -> Propensity:
    chance = expit(columns @ slopes)
    spread = columns.T @ (columns * (weights * chance * (1 - chance))[:, None]) / len(columns)
    scores = columns * (weights * (answer - chance))[:, None]
    return Propensity(chance, np.linalg.solve(spread, scores.T).T)


def _refusal(columns: Array, treated: NDArray[np.bool_], names: Sequence[str]) -> ModelError:
    found = find_separation(np.where(treated, 1.0, -1.0)[:, None] * columns)
    named = ", ".join(names[place] for place in found if names[place] != "const")
    return ModelError(
        "Who was treated can be told without exception from the controls"
        + (f" ({named})." if named else "."),
        why="There are no untreated like the treated, so weights cannot make them alike.",
        remedy='Use fewer or coarser controls, or method = "outcome_regression".',
    )
