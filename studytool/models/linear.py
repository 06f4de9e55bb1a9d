"""Least squares with any number of effects taken out: the kernel of every linear model here.

Arrays in, arrays out. One effect (the child) is taken out by its means in one pass, the levels of
the others (waves, school by wave cells) are carried as columns in the same triangular solve, so
that the result equals least squares with every dummy written out, on unbalanced panels too.
Pooled least squares is the same function without effects and with a column of ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.absorption import (
    carried_columns,
    plan_absorption,
    refuse_codes,
    singletons,
    take_out,
)
from studytool.models.dependence import DEPENDENT, independent, triangle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from studytool.models.absorption import Absorption, Array, Codes


@dataclass(frozen=True, slots=True)
class Fit:
    """A least-squares fit, with what its covariances need.

    Attributes
    ----------
    coefficients : ndarray, shape (k,)
        Slopes of the kept regressors.
    residuals : ndarray, shape (n,)
        Outcome less everything fitted, effects included; in units of the outcome, not weighted.
    regressors : ndarray, shape (n, k)
        Kept regressors with all effects taken out; not weighted.
    bread : ndarray, shape (k, k)
        Inverse of X'WX, where X is `regressors` and W holds the weights.
    kept : ndarray of int, shape (k,)
        Places of the kept regressors in the design.
    absorbed : ndarray of int
        Places of the regressors the effects explain entirely; dropped.
    collinear : ndarray of int
        Places of the regressors that depend on the effects and regressors before them; dropped.
    effects : tuple of ndarray of int, shape (n,)
        Codes of the effects, as given.
    carried : ndarray, shape (n, r)
        Independent dummies of all effects but the largest, the largest taken out; not weighted.
    grouping : ndarray of int, shape (n,), or None
        Codes of the largest effect; None without effects.
    weights : ndarray, shape (n,), or None
        Weights as given.
    rank_effects : int
        Degrees of freedom the effects take, redundant levels not counted; the constant is one of
        them. 0 without effects.
    singletons : int
        Rows that some effect fits alone: kept, and without information on the slopes.
    r_squared : float
        Share of the outcome's (weighted) variance about its mean that is fitted, effects included.
    r_squared_within : float
        Share fitted of what the effects leave; equal to `r_squared` without effects.
    """

    coefficients: Array
    residuals: Array
    regressors: Array
    bread: Array
    kept: NDArray[np.intp]
    absorbed: NDArray[np.intp]
    collinear: NDArray[np.intp]
    effects: tuple[Codes, ...]
    carried: Array
    grouping: Codes | None
    weights: Array | None
    rank_effects: int
    singletons: int
    r_squared: float
    r_squared_within: float

    @property
    def rows(self) -> int:
        """Number of rows, n."""
        return self.residuals.size

    @property
    def rank(self) -> int:
        """Parameters estimated: slopes and effects, redundant ones not counted."""
        return self.coefficients.size + self.rank_effects


def least_squares(
    outcome: Array,
    regressors: Array,
    *,
    effects: Sequence[Codes] = (),
    weights: Array | None = None,
) -> Fit:
    """Fit an outcome on regressors with effects taken out.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Outcome.
    regressors : ndarray, shape (n, p)
        Regressors. Without effects the constant must be among them, as a column of ones.
    effects : sequence of ndarray of int, shape (n,)
        Level of each row in each effect, coded 0, 1, 2, ... ; codes may be absent.
    weights : ndarray, shape (n,), optional
        Positive analytic or probability weights; only their ratios matter.

    Returns
    -------
    Fit
        Coefficients of the regressors kept, and what is needed for their covariance.

    Raises
    ------
    ModelError
        If an array does not fit the others or holds a value that is not finite, if the outcome
        does not vary once the effects are taken out, if no regressor is left, or if the effects
        have too many levels.

    Notes
    -----
    Minimises sum_i w_i (y_i - x_i'b - effects_i)^2. With D all dummies and M_D the (weighted)
    projection off them, b = (X'M_D'W M_D X)^-1 X'M_D'W M_D y. The carried dummies, regressors and
    outcome are one matrix, triangularised once. A regressor is dropped if its norm, once effects
    and the regressors kept before it are taken out, is at most 1e-9 of its norm in the design:
    free of units, first come, first kept. It is called absorbed if the effects alone do that.
    """
    _check(outcome, regressors, effects, weights)
    plan = plan_absorption(outcome.size, effects, weights)
    dummies = carried_columns(plan)
    stacked = np.concatenate([dummies, regressors.T, outcome[None, :]])
    if plan.root_weights is not None:
        stacked[len(dummies) :] *= plan.root_weights
    norms = np.sqrt(np.einsum("cn,cn->c", stacked, stacked))
    about_mean = _about_mean(stacked[-1], plan)
    take_out(stacked, plan)
    chosen = _choose(stacked, norms, len(dummies))
    return _solve(chosen, plan, tuple(effects), about_mean=about_mean, norm=norms[-1])


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Which columns of the stacked matrix stay, and the triangle of those that do."""

    stacked: Array
    upper: Array
    carried: int
    kept: NDArray[np.intp]
    absorbed: NDArray[np.intp]
    collinear: NDArray[np.intp]


def _choose(stacked: Array, norms: Array, dummies: int) -> _Chosen:
    """Drop dependent rows of `stacked`: carried dummies, then regressors, then the outcome."""
    upper = triangle(stacked)
    inside = np.array(independent(upper[:, :-1], norms[:-1]), dtype=np.intp)
    kept = inside[inside >= dummies] - dummies
    if not kept.size:
        raise ModelError(
            "No regressor is left to estimate.",
            why="Each one is constant within the effects or repeats those before it.",
            remedy="Check that the treatment changes within the effects, or drop an effect.",
        )
    carried = inside.size - kept.size
    none = np.empty(0, dtype=np.intp)
    if inside.size == norms.size - 1:
        return _Chosen(stacked, upper, carried, kept, none, none)
    dropped = np.setdiff1d(np.arange(norms.size - 1 - dummies), kept)
    basis = np.linalg.qr(stacked[inside[:carried]].T)[0]
    left = stacked[dropped + dummies].T
    left = left - basis @ (basis.T @ left)
    explained = np.sqrt(np.einsum("nc,nc->c", left, left)) <= DEPENDENT * norms[dropped + dummies]
    stacked = stacked[np.append(inside, norms.size - 1)]
    upper = triangle(stacked)
    return _Chosen(stacked, upper, carried, kept, dropped[explained], dropped[~explained])


def _solve(
    chosen: _Chosen, plan: Absorption, effects: tuple[Codes, ...], *, about_mean: float, norm: float
) -> Fit:
    """Return the fit by back substitution in the triangle."""
    upper, r = chosen.upper, chosen.carried
    end = r + chosen.kept.size
    within = float(upper[r:, -1] @ upper[r:, -1])
    _refuse_constant(min(within, about_mean), norm)
    whole = np.linalg.inv(upper[:end, :end])
    inverse = whole[r:, r:]
    slopes = inverse @ upper[r:end, -1]
    carried, partial = chosen.stacked[:r], chosen.stacked[r:]
    if r:
        partial -= (whole[:r, :r] @ upper[:r, r:]).T @ carried
    residuals = partial[-1] - slopes @ partial[:-1]
    unexplained = float(residuals @ residuals)
    if plan.root_weights is not None:
        carried, partial = carried / plan.root_weights, partial / plan.root_weights
        residuals /= plan.root_weights
    return Fit(
        coefficients=slopes,
        residuals=residuals,
        regressors=partial[:-1].T,
        bread=inverse @ inverse.T,
        kept=chosen.kept,
        absorbed=chosen.absorbed,
        collinear=chosen.collinear,
        effects=effects,
        carried=carried.T,
        grouping=plan.absorbed,
        weights=plan.weights,
        rank_effects=plan.levels + r,
        singletons=int(singletons(effects).sum()) if plan.alone else 0,
        r_squared=1 - unexplained / about_mean,
        r_squared_within=1 - unexplained / (within if effects else about_mean),
    )


def _refuse_constant(left: float, norm: float) -> None:
    if left <= (DEPENDENT * norm) ** 2:
        raise ModelError(
            "The outcome does not vary once the effects are taken out.",
            why="There is nothing left for the regressors to explain.",
            remedy="Choose another outcome, or drop an effect.",
        )


def _about_mean(outcome: Array, plan: Absorption) -> float:
    """Return the (weighted) sum of squares of the outcome about its mean."""
    if plan.root_weights is None:
        about = outcome - outcome.mean()
    else:
        root = plan.root_weights
        about = outcome - root * ((root @ outcome) / (root @ root))
    return float(about @ about)


def _check(
    outcome: Array, regressors: Array, effects: Sequence[Codes], weights: Array | None
) -> None:
    """Refuse arrays that do not belong together or hold what cannot be computed with."""
    rows = outcome.shape[0] if outcome.ndim == 1 else -1
    if regressors.ndim != 2 or regressors.shape[0] != rows or rows == 0:  # noqa: PLR2004 - a matrix
        raise ModelError("The outcome and the regressors do not have the same rows.")
    for codes in effects:
        refuse_codes(codes, rows, "An effect")
    # a sum is finite only if every term is, and is far cheaper than testing each
    if not (np.isfinite(outcome.sum()) and np.isfinite(regressors.sum())):
        raise ModelError(
            "The outcome or a regressor holds a missing or infinite value.",
            remedy="Leave those rows out of the sample before fitting.",
        )
    if weights is None:
        return
    if weights.shape != (rows,) or not (np.isfinite(weights).all() and (weights > 0).all()):
        raise ModelError(
            "The weights are not all positive numbers.",
            remedy="Leave rows without a weight out of the sample before fitting.",
        )
