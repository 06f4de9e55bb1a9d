"""Difference-in-differences given covariates, with the influence of each row on the estimate.

Every estimate is a sum of weighted means. The influence of a row on such a mean has a part of its
own and a part by way of each regression the mean rests on; variances follow from the sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array
    from studytool.models.likelihood.propensity import Propensity

DidMethod = Literal["outcome_regression", "ipw", "doubly_robust"]


@dataclass(frozen=True, slots=True)
class Effect:
    """The average effect on the treated.

    Attributes
    ----------
    estimate : float
        In units of the outcome.
    influence : ndarray, shape (n,)
        Influence of each row; the variance is the sum of its squares over n^2.
    """

    estimate: float
    influence: Array

    def __add__(self, other: Effect) -> Effect:
        """Return the sum of two."""
        return Effect(self.estimate + other.estimate, self.influence + other.influence)

    def __sub__(self, other: Effect) -> Effect:
        """Return the difference of two."""
        return Effect(self.estimate - other.estimate, self.influence - other.influence)


@dataclass(frozen=True, slots=True)
class Arms:
    """What all methods read.

    Attributes
    ----------
    treated : ndarray of bool, shape (n,)
        Who belongs to the treated group.
    covariates : ndarray, shape (n, k)
        Independent columns, the constant among them.
    weights : ndarray, shape (n,)
        Positive weights with mean 1.
    propensity : Propensity or None
        Chance of treatment; not needed for outcome regression.
    """

    treated: NDArray[np.bool_]
    covariates: Array
    weights: Array
    propensity: Propensity | None


@dataclass(frozen=True, slots=True)
class _Regression:
    """Least squares among some rows, fitted for all: values, and how each row moves the slopes."""

    fitted: Array
    representation: Array


def effect_in_panel(change: Array, arms: Arms, method: DidMethod) -> Effect:
    """Return the effect on the treated from the change of each person.

    Parameters
    ----------
    change : ndarray, shape (n,)
        Outcome after less outcome before, one row a person.
    arms : Arms
        Groups, covariates, weights.
    method : {"outcome_regression", "ipw", "doubly_robust"}
        Untreated changes predicted from covariates; untreated people weighted to be like the
        treated; both.

    Returns
    -------
    Effect
        Right if the prediction or, with "ipw", the chance of treatment is; "doubly_robust" if
        either is.

    References
    ----------
    Sant'Anna and Zhao (2020), https://doi.org/10.1016/j.jeconom.2020.06.003
    """
    treated = arms.weights * arms.treated
    if method == "ipw":
        return _mean(arms, treated, change) - _mean(arms, _alike(arms), change, weighted=True)
    others = _regress(change, arms, ~arms.treated)
    left = change - others.fitted
    own = _mean(arms, treated, left, minus=others)
    if method == "outcome_regression":
        return own
    return own - _mean(arms, _alike(arms), left, minus=others, weighted=True)


def effect_in_sections(
    outcome: Array, after: NDArray[np.bool_], arms: Arms, method: DidMethod
) -> Effect:
    """Return the effect on the treated from different people before and after.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Outcome of each row.
    after : ndarray of bool, shape (n,)
        Rows after treatment.
    arms : Arms
        Groups, covariates, weights.
    method : {"outcome_regression", "ipw", "doubly_robust"}
        As in `effect_in_panel`; "doubly_robust" is the locally efficient one.

    Returns
    -------
    Effect
        On the treated of both periods together, whose covariates must not change in between.

    References
    ----------
    Sant'Anna and Zhao (2020), https://doi.org/10.1016/j.jeconom.2020.06.003
    """
    d, w = arms.treated, arms.weights
    if method == "ipw":
        own = _mean(arms, w * (d & after), outcome) - _mean(arms, w * (d & ~after), outcome)
        like = _alike(arms)
        return own - (
            _mean(arms, like * after, outcome, weighted=True)
            - _mean(arms, like * ~after, outcome, weighted=True)
        )
    late, early = (_regress(outcome, arms, ~d & when) for when in (after, ~after))
    if method == "outcome_regression":
        own = _mean(arms, w * (d & after), outcome) - _mean(arms, w * (d & ~after), outcome)
        others = _mean(arms, w * d, late.fitted, plus=late) - _mean(
            arms, w * d, early.fitted, plus=early
        )
        return own - others
    return _robust_sections(outcome, after, arms, late, early)


def _robust_sections(
    outcome: Array,
    after: NDArray[np.bool_],
    arms: Arms,
    late: _Regression,
    early: _Regression,
) -> Effect:
    d, w, like = arms.treated, arms.weights, _alike(arms)
    gaps = []
    for when, others in ((after, late), (~after, early)):
        own = _regress(outcome, arms, d & when)
        left, apart = outcome - others.fitted, own.fitted - others.fitted
        gap = _mean(arms, w * (d & when), left, minus=others)
        gap = gap - _mean(arms, like * when, left, minus=others, weighted=True)
        gap = gap + _mean(arms, w * d, apart, plus=own, minus=others)
        gaps.append(gap - _mean(arms, w * (d & when), apart, plus=own, minus=others))
    return gaps[0] - gaps[1]


def _alike(arms: Arms) -> Array:
    """Return weights that make the untreated like the treated: the odds of treatment."""
    assert arms.propensity is not None  # noqa: S101  # asked for with every method that weights
    return np.asarray(arms.weights * ~arms.treated * arms.propensity.odds)


def _regress(outcome: Array, arms: Arms, rows: NDArray[np.bool_]) -> _Regression:
    weights = arms.weights * rows
    columns = arms.covariates
    weighted = columns * weights[:, None]
    spread = weighted.T @ columns / len(columns)
    slopes = np.linalg.solve(spread, weighted.T @ outcome / len(columns))
    fitted: Array = np.asarray(columns @ slopes, dtype=float)
    scores = weighted * (outcome - fitted)[:, None]
    return _Regression(fitted, np.asarray(np.linalg.solve(spread, scores.T).T, dtype=float))


def _mean(
    arms: Arms,
    weights: Array,
    values: Array,
    *,
    plus: _Regression | None = None,
    minus: _Regression | None = None,
    weighted: bool = False,
) -> Effect:
    """Return a weighted mean with its influence.

    `plus` and `minus` are the regressions whose fitted values are in `values`, with their sign;
    `weighted` says that the weights are odds of the estimated chance of treatment.
    """
    total = float(weights.mean())
    mean = float((weights * values).mean()) / total
    influence = weights * (values - mean)
    slope = (weights[:, None] * arms.covariates).mean(axis=0)
    for sign, fit in ((1, plus), (-1, minus)):
        if fit is not None:
            influence = influence + sign * (fit.representation @ slope)
    if weighted and arms.propensity is not None:
        moved = ((weights * (values - mean))[:, None] * arms.covariates).mean(axis=0)
        influence = influence + arms.propensity.representation @ moved
    return Effect(mean, influence / total)
