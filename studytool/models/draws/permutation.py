"""Permutation inference: the treatment dealt out anew, the outcome adjusted once.

Arrays in, numbers out. The outcome is adjusted for controls and effects once (Frisch, Waugh and
Lovell); rows are summed to units and waves; then every draw is a row of two matrix products.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.draws.cluster_sums import find_basis
from studytool.models.draws.dealing import Dealing, deal
from studytool.models.draws.inversion import invert
from studytool.models.draws.p_of_draws import TIE, p_of_draws
from studytool.models.kernel.nesting import is_nested
from studytool.models.kernel.remaining import MOST_CELLS
from studytool.models.method import Method

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.kernel.linear import Fit

NOTHING = 1e-9
"""A dealt treatment that keeps at most this share of its squares is explained by the model."""

METHODS = (
    Method(
        name="Permutation inference",
        about="resampling",
        does=(
            "The treatment dealt out anew among those who could have had it; randomisation "
            "inference where it was given by chance."
        ),
        asked_by='resampling = { kind = "permutation" }',
        equation=(
            "p = share of deals with |b*| at least as large, b* = x*'M(y - h D) / x*'M x*, M "
            "taking out controls and effects"
        ),
        sources=(
            "Fisher (1935), The Design of Experiments, ISBN 9780028446905",
            "Young (2019), https://doi.org/10.1093/qje/qjy029",
            "Winkler et al. (2014), https://doi.org/10.1016/j.neuroimage.2014.01.060",
        ),
        verified=(
            (
                "by hand; fitting again for every deal, weighted and unbalanced, 1e-10; size "
                "where chance decided, and its failure where a score decided, by simulation "
                "(tests/models/draws/test_permutation.py)"
            ),
        ),
        edge_cases=(
            "Within the strata, by the unit and along the paths of the recorded assignment.",
            "Where treatment was not random it is named permutation, and never the headline.",
        ),
    ),
)
"""What is computed here, as `studytool list methods` tells it."""


@dataclass(frozen=True, slots=True)
class Dealt:
    """Estimates of every draw as functions of d, the estimate less the hypothesised effect.

    Attributes
    ----------
    estimate : float
        The estimate.
    change : ndarray, shape (2, B)
        The estimate of draw b, once the hypothesised effect is taken out of the outcome, is
        (change[0, b] + d change[1, b]) / squares[b].
    squares : ndarray, shape (B,)
        Squares of the dealt treatment, controls and effects taken out; 0 where nothing is left.
    plan : Dealing
        How the treatment was dealt.
    """

    estimate: float
    change: Array
    squares: Array
    plan: Dealing

    def p_of(self, hypothesis: float) -> float:
        """Return the p-value of an effect that is the same for all."""
        d = self.estimate - hypothesis
        moved = np.abs(self.change[0] + d * self.change[1])
        # a dealt treatment that the model explains cannot be estimated: it counts as far
        far = int(np.count_nonzero(moved >= TIE * abs(d) * self.squares))
        return p_of_draws(far, len(moved), every=self.plan.every)


@dataclass(frozen=True, slots=True)
class Units:
    """Who changes places, and where their rows are.

    Attributes
    ----------
    codes : ndarray of int, shape (n,)
        Unit of each row, coded 0 ... U-1.
    waves : ndarray of int, shape (n,)
        Wave of each row, coded 0 ... W-1.
    paths : ndarray, shape (U, W)
        Treatment of each unit at each wave; 0 at waves at which nobody needs it.
    """

    codes: Codes
    waves: Codes
    paths: Array


def permute(fit: Fit, place: int, units: Units, plan: Dealing, *, seed: int) -> Dealt:
    """Deal the treatment out anew, and estimate its coefficient each time.

    Parameters
    ----------
    fit : Fit
        The fit.
    place : int
        The treatment's coefficient.
    units : Units
        Who changes places.
    plan : Dealing
        From `plan_dealing`.
    seed : int
        Seed of what is drawn.

    Returns
    -------
    Dealt
        From which p-values of any effect that is the same for all follow.

    Raises
    ------
    ModelError
        If there are too many units and levels to hold their sums.

    Notes
    -----
    With M taking controls and effects out, x the dealt treatment and u(d) = M(y - h D): the
    estimate is x'u(d) / x'Mx, for every draw from sums of u, of the controls' orthonormal columns
    and of the levels of the effects over the rows of each unit and wave.

    References
    ----------
    Fisher (1935), The Design of Experiments. Young (2019), https://doi.org/10.1093/qje/qjy029
    Winkler et al. (2014), https://doi.org/10.1016/j.neuroimage.2014.01.060 (with controls)
    """
    basis = find_basis(fit, [place])
    contrast = basis.contrasts[0]
    regressor = basis.columns @ contrast / (contrast @ contrast)
    others = basis.columns @ np.linalg.svd(contrast[None, :])[2][1:].T
    root = np.ones(fit.rows) if fit.weights is None else np.sqrt(fit.weights)
    cells = units.codes * units.paths.shape[1] + units.waves
    columns = [basis.residuals, regressor, *others.T]
    sums = _by_cell([root * column for column in columns], cells, units.paths.size)
    taken = _level_squares(fit, units, cells, root**2)
    weights = np.bincount(cells, root**2, units.paths.size)
    changes, squares = [], []
    for donors in deal(plan, seed):
        dealt = units.paths[donors].reshape(len(donors), -1)
        moved = dealt @ sums
        whole = (dealt**2) @ weights
        left = whole - taken(dealt) - np.einsum("bk,bk->b", moved[:, 2:], moved[:, 2:])
        changes.append(moved[:, :2].T)
        squares.append(np.where(left > NOTHING * whole, left, 0.0))
    return Dealt(float(fit.coefficients[place]), np.hstack(changes), np.concatenate(squares), plan)


def permutation_interval(
    dealt: Dealt, reach: float, *, level: float
) -> tuple[float | None, float | None]:
    """Return the effects, the same for all, that the permutations do not refuse.

    Parameters
    ----------
    dealt : Dealt
        From `permute`.
    reach : float
        About how far an end may lie from the estimate.
    level : float
        Level of the interval, such as 0.95.

    Returns
    -------
    tuple of (float or None, float or None)
        Low and high; None where no value is refused on that side.
    """
    return invert(dealt.p_of, dealt.estimate, reach, level=level)


def _by_cell(columns: list[Array], cells: Codes, count: int) -> Array:
    if count * len(columns) > MOST_CELLS:
        _refuse_many()
    return np.stack([np.bincount(cells, column, count) for column in columns], axis=1)


def _level_squares(
    fit: Fit, units: Units, cells: Codes, weights: Array
) -> Callable[[Array], Array]:
    """Return what the means of the grouping effect take from the squares of a dealt treatment."""
    if fit.grouping is None:
        return lambda dealt: np.zeros(len(dealt))
    found, levels = np.unique(fit.grouping, return_inverse=True)
    total = np.bincount(levels, weights)
    waves = units.paths.shape[1]
    if is_nested(levels, units.codes):
        owner = np.empty(found.size, dtype=np.intp)
        owner[levels] = units.codes
        shares = np.bincount(levels * waves + units.waves, weights, found.size * waves)
        shares = shares.reshape(found.size, waves)

        def inside(dealt: Array) -> Array:
            paths = dealt.reshape(len(dealt), -1, waves)
            means = sum(paths[:, owner, wave] * shares[:, wave] for wave in range(waves))
            return np.asarray(np.square(means) @ (1 / total))

        return inside
    if units.paths.size * found.size > MOST_CELLS:
        _refuse_many()
    table = np.bincount(cells * found.size + levels, weights, units.paths.size * found.size)
    table = table.reshape(units.paths.size, found.size)
    return lambda dealt: np.asarray(np.square(dealt @ table) @ (1 / total))


def _refuse_many() -> None:
    raise ModelError(
        "There are too many units for permutations of this model.",
        remedy="With this many units the clustered standard error needs no permutations.",
    )
