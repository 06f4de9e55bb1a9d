"""Least squares with any number of effects taken out: the kernel of every linear model here.

Arrays in, arrays out. All effects are taken out of outcome and regressors first (`project`), each
column by itself, so that models that share sample and effects share that work; then regressors
that say nothing new are dropped and the slopes follow from one triangle (`fit_projected`). The
result equals least squares with every dummy written out, on unbalanced panels too. Pooled least
squares is the same function without effects and with a column of ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.kernel.constancy import refuse_constant
from studytool.models.kernel.dependence import (
    DEPENDENT,
    independent,
    inverted,
    reflected,
    side_by_side,
    triangle_of,
)
from studytool.models.kernel.ordered import KEPT, OrderedColumns
from studytool.models.kernel.pieces import STRETCH, stretches
from studytool.models.kernel.projection import project
from studytool.models.kernel.remaining import written_out
from studytool.models.kernel.singletons import singletons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array, Codes, Trend
    from studytool.models.kernel.projection import Projected


@dataclass(frozen=True)  # no slots: what is made when it is asked for is kept
class Fit:
    """A least-squares fit, with what its covariances need.

    Attributes
    ----------
    coefficients : ndarray, shape (k,)
        Slopes of the kept regressors.
    bread : ndarray, shape (k, k)
        Inverse of X'WX, where X is `regressors` and W holds the weights.
    kept : ndarray of int, shape (k,)
        Places of the kept regressors in the design.
    absorbed : ndarray of int
        Places of the regressors the effects explain entirely; dropped.
    collinear : ndarray of int
        Places of the regressors that depend on the effects and regressors before them; dropped.
    r_squared : float
        Share of the outcome's (weighted) variance about its mean that is fitted, effects included.
    r_squared_within : float
        Share fitted of what the effects leave; equal to `r_squared` without effects.
    unexplained : float
        (Weighted) sum of squares of the residuals.
    projected : Projected
        What it was made of.
    places : ndarray of int, shape (k,)
        Places of its regressors among the columns of `projected`.
    response : int
        Place of its outcome among them.
    errors : ndarray, shape (n,), or None
        Its residuals where they are held.
    """

    coefficients: Array
    bread: Array
    kept: NDArray[np.intp]
    absorbed: NDArray[np.intp]
    collinear: NDArray[np.intp]
    r_squared: float
    r_squared_within: float
    unexplained: float
    projected: Projected
    places: NDArray[np.intp]
    response: int
    errors: Array | None

    @cached_property
    def residuals(self) -> Array:
        """Outcome less everything fitted, effects included, shape (n,); not weighted."""
        if self.errors is not None:
            return self.errors
        responses, slopes = np.array([self.response]), self.coefficients[:, None]
        residuals: Array = _residuals(self.projected.columns, responses, self.places, slopes)[0]
        return residuals

    @cached_property
    def regressors(self) -> Array:
        """Kept regressors with all effects taken out, shape (n, k); not weighted."""
        return self.projected.columns[side_by_side(self.places)].T

    @property
    def rows(self) -> int:
        """Number of rows, n."""
        return self.projected.plan.rows

    @property
    def rank(self) -> int:
        """Parameters estimated: slopes and effects, redundant ones not counted."""
        return self.coefficients.size + self.rank_effects

    @property
    def rank_effects(self) -> int:
        """Degrees of freedom the effects take, redundant levels not counted; 0 without effects.

        The constant is one of them. `rank_exact` says whether it is exact.
        """
        return self.projected.rank.count

    @property
    def rank_exact(self) -> bool:
        """Whether `rank_effects` is exact; if not, it may be too large, never too small."""
        return self.projected.rank.exact

    @property
    def unfinished(self) -> float:
        """Largest share of a column that may still hold effects, from iteration; 0 if exact."""
        return self.projected.unfinished

    @property
    def effects(self) -> tuple[Codes, ...]:
        """Codes of the effects, as given."""
        return self.projected.plan.effects

    @property
    def grouping(self) -> Codes | None:
        """Codes of the largest effect; None without effects."""
        return self.projected.plan.absorbed

    @property
    def weights(self) -> Array | None:
        """Weights as given."""
        return self.projected.plan.weights

    @property
    def carried(self) -> Array:
        """Basis of all but the largest effect, which is taken out of it, shape (n, r).

        Trends are in it. Raises a ModelError where there are too many levels to write out.
        """
        return written_out(self.projected.plan, self.projected.remaining).T

    @property
    def singletons(self) -> int:
        """Rows that some effect fits alone: kept, and without information on the slopes."""
        return int(singletons(self.effects).sum()) if self.effects else 0


def least_squares(
    outcome: Array,
    regressors: Array,
    *,
    effects: Sequence[Codes] = (),
    weights: Array | None = None,
    trends: Sequence[Trend] = (),
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
    trends : sequence of (ndarray of int, ndarray), shape (n,)
        Levels that have a slope each next to the effects, and time.

    Returns
    -------
    Fit
        Coefficients of the regressors kept, and what is needed for their covariance.

    Raises
    ------
    ModelError
        If an array does not fit the others or holds a value that is not finite, if the outcome
        does not vary once the effects are taken out, or if no regressor is left.

    Notes
    -----
    Minimises sum_i w_i (y_i - x_i'b - effects_i)^2. With D all dummies and M_D the (weighted)
    projection off them, b = (X'M_D'W M_D X)^-1 X'M_D'W M_D y. A regressor is dropped if its norm,
    once effects and the regressors kept before it are taken out, is at most 1e-9 of its norm in
    the design: free of units, first come, first kept. It is called absorbed if the effects alone
    do that.
    """
    rows = outcome.shape[0] if outcome.ndim == 1 else -1
    if regressors.ndim != 2 or regressors.shape[0] != rows or rows == 0:  # noqa: PLR2004 - a matrix
        raise ModelError("The outcome and the regressors do not have the same rows.")
    projected = project(
        regressors, outcome[:, None], effects=effects, weights=weights, trends=trends
    )
    return fit_projected(projected)


def fit_projected(
    projected: Projected, outcome: int = 0, regressors: Sequence[int] | None = None
) -> Fit:
    """Fit one model of the columns whose effects have been taken out.

    Parameters
    ----------
    projected : Projected
        From `studytool.models.kernel.projection.project`.
    outcome : int
        Place of its outcome among the outcomes.
    regressors : sequence of int, optional
        Places of its regressors among the regressors; all where absent.

    Returns
    -------
    Fit
        As `least_squares` gives it; places in `kept` and the like are those in `regressors`.

    Raises
    ------
    ModelError
        If the outcome does not vary once the effects are taken out, or no regressor is left.
    """
    return fit_outcomes(projected, (outcome,), regressors)[0]


def fit_outcomes(
    projected: Projected, outcomes: Sequence[int], regressors: Sequence[int] | None = None
) -> list[Fit]:
    """Fit several outcomes on the same regressors, whose triangle is made once.

    Parameters
    ----------
    projected : Projected
        From `studytool.models.kernel.projection.project`.
    outcomes : sequence of int
        Places of the outcomes.
    regressors : sequence of int, optional
        Places of the regressors of each; all where absent.

    Returns
    -------
    list of Fit
        As `fit_projected` gives each; they share `bread` and the places.

    Raises
    ------
    ModelError
        If an outcome does not vary once the effects are taken out, or no regressor is left.
    """
    count = len(projected.norms) - len(projected.about_mean)
    places = np.arange(count) if regressors is None else np.array(regressors, dtype=np.intp)
    responses = np.array(outcomes) + count
    chosen = _choose(projected, places, responses)
    return _solve(chosen, projected, responses)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The triangle of the regressors that stay, what it makes of the outcomes, and the places."""

    upper: Array
    moments: Array
    places: NDArray[np.intp]
    kept: NDArray[np.intp]
    absorbed: NDArray[np.intp]
    collinear: NDArray[np.intp]


def _choose(projected: Projected, places: NDArray[np.intp], responses: NDArray[np.intp]) -> _Chosen:
    """Choose the regressors that depend on nothing before them."""
    upper, moments = _triangle(projected, places, responses)
    norms = projected.norms[places]
    none = places[:0]
    if len(upper) == places.size > 0 and (np.abs(upper.diagonal()) > DEPENDENT * norms).all():
        return _Chosen(upper, moments, places, np.arange(places.size), none, none)
    kept = np.array(independent(upper, norms), dtype=np.intp)
    if not kept.size:
        raise ModelError(
            "No regressor is left to estimate.",
            why="Each one is constant within the effects or repeats those before it.",
            remedy="Check that the treatment changes within the effects, or drop an effect.",
        )
    stay, dropped = places[kept], np.setdiff1d(np.arange(places.size), kept)
    gone = places[dropped]
    explained = np.sqrt(projected.products.diagonal()[gone]) <= DEPENDENT * projected.norms[gone]
    upper, moments = _triangle(projected, stay, responses)
    return _Chosen(upper, moments, stay, kept, dropped[explained], dropped[~explained])


def _triangle(
    projected: Projected, places: NDArray[np.intp], responses: NDArray[np.intp]
) -> tuple[Array, Array]:
    """Return the triangle R of regressors X, and its inverse's transpose times X'(outcomes)."""
    products = projected.products[side_by_side(places)]
    upper = triangle_of(products[:, side_by_side(places)])
    if upper is not None:
        return upper, inverted(upper).T @ products[:, side_by_side(responses)]
    columns, weights = projected.columns[np.append(places, responses)], projected.plan.weights
    whole = reflected(columns if weights is None else columns * np.sqrt(weights))
    return whole[: places.size, : places.size], whole[: places.size, places.size :]


def _solve(chosen: _Chosen, projected: Projected, responses: NDArray[np.intp]) -> list[Fit]:
    """Return the fits by back substitution in the triangle."""
    outcomes = responses - (len(projected.norms) - len(projected.about_mean))
    about_mean = projected.about_mean[outcomes]
    within = projected.products.diagonal()[responses]
    refuse_constant(within, about_mean, projected.norms[responses])
    inverse = inverted(chosen.upper)
    slopes = inverse @ chosen.moments
    residuals, unexplained = _left(chosen, projected, responses, slopes)
    whole = 1 - unexplained / about_mean
    part = 1 - unexplained / within if projected.plan.effects else whole
    bread = inverse @ inverse.T
    return [
        Fit(
            coefficients=slopes[:, place],
            bread=bread,
            kept=chosen.kept,
            absorbed=chosen.absorbed,
            collinear=chosen.collinear,
            r_squared=r_squared,
            r_squared_within=r_squared_within,
            unexplained=left,
            projected=projected,
            places=chosen.places,
            response=response,
            errors=None if residuals is None else residuals[place],
        )
        for place, (r_squared, r_squared_within, left, response) in enumerate(
            zip(
                *(each.tolist() for each in (whole, part, unexplained, responses)),
                strict=True,
            )
        )
    ]


def _left(
    chosen: _Chosen, projected: Projected, responses: NDArray[np.intp], slopes: Array
) -> tuple[Array | None, Array]:
    """Return the residuals, unless the rows are too many to hold them, and their squares' sum."""
    if isinstance(projected.held, OrderedColumns):
        within = projected.products.diagonal()[responses]
        unexplained = within - np.vecdot(chosen.moments.T, chosen.moments.T)
        if (unexplained > KEPT * within).all():
            return None, unexplained
    residuals = _residuals(projected.columns, responses, chosen.places, slopes)
    weights = projected.plan.weights
    squares = residuals if weights is None else residuals * weights
    return residuals, np.vecdot(squares, residuals)


def _residuals(
    columns: Array, responses: NDArray[np.intp], places: NDArray[np.intp], slopes: Array
) -> Array:
    """Return the outcomes less what the regressors say of them, shape (q, n)."""
    outcomes, regressors = columns[side_by_side(responses)], columns[side_by_side(places)]
    turned = slopes.T
    if columns.shape[1] <= STRETCH:
        return outcomes - turned @ regressors
    residuals = np.empty_like(outcomes)
    for rows in stretches(columns.shape[1]):
        np.subtract(outcomes[:, rows], turned @ regressors[:, rows], out=residuals[:, rows])
    return residuals
