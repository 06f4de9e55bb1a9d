"""The effects beside the largest, taken out exactly while they are few, by iteration otherwise.

Few cells (levels times rows): their dummies are written out and an orthonormal basis of what the
largest effect leaves of them is projected off. Few levels, many rows: the same from sums by level
(the Schur complement), without writing anything out. Many levels: conjugate gradients on the same
equations, until what is left of them in a column is at most `TOLERANCE` of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
from scipy.linalg import lapack

from studytool.core.errors import ModelError
from studytool.models.kernel.absorption import (
    plan_absorption,
    subtract_levels,
    sums_by_code,
    take_out,
)
from studytool.models.kernel.conjugate import TOLERANCE, Schur, crossed, solve
from studytool.models.kernel.dependence import orthonormal
from studytool.models.method import Method

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Absorption, Array, Codes

__all__ = ["TOLERANCE", "Remaining", "plan_remaining", "take_out_remaining", "written_out"]

WRITTEN_CELLS = 1_000_000
"""Most cells (levels times rows) up to which dummies are written out to be taken out: 8 MB."""

SOLVED_LEVELS = 2_000
"""Most levels whose equations are solved at once; more are solved by iteration."""

MOST_CELLS = 50_000_000
"""Most cells (levels times rows) that are written out for a covariance: 400 MB."""

SAME = 1e-10
"""Share of a dummy's squares, the levels before it taken out, up to which it says nothing new."""

METHODS = (
    Method(
        name="Effects taken out",
        about="computation",
        does=(
            "Any mix of person, wave, school by wave and other effects, on unbalanced panels, "
            "with weights."
        ),
        asked_by="effects = [...], trends = [...]",
        equation=(
            "residuals of every column on all dummies: directly where one side is small, by "
            "conjugate gradients otherwise, until what is left of the effects in a column is at "
            "most 1e-10 of it"
        ),
        sources=(
            "Guimaraes and Portugal (2010), https://doi.org/10.1177/1536867X1101000406",
            "Hestenes and Stiefel (1952), https://doi.org/10.6028/jres.049.044",
        ),
        verified=(
            (
                "every dummy written out, weighted or not, coefficients 1e-9, residuals 1e-8; "
                "trends too (tests/models/kernel/test_remaining.py)"
            ),
            "pyfixest with three large effects, 1e-8 (tests/models/kernel/test_linear.py)",
        ),
        edge_cases=(
            (
                "Redundant levels are not counted; a regressor that the effects explain is left "
                "out and named."
            ),
            "Rows alone in an effect stay, are counted and move nothing.",
        ),
    ),
)
"""What is computed here, as `studytool list methods` tells it."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """How the effects beside the largest are taken out.

    Attributes
    ----------
    basis : ndarray, shape (r, n), or None
        Independent dummies, the largest effect taken out, orthonormal (under the weights); None
        where there are too many to write out.
    equations : Schur or None
        Their equations in sums by level, where `basis` is None; None as well where rows are taken
        a piece at a time (`studytool.models.kernel.ordered`), for which `inverse` is enough.
    inverse : ndarray, shape (m, m), or None
        Inverse of the equations, 0 for levels that say nothing new; None where `basis` is not
        and where they are solved by iteration.
    rank : int or None
        Degrees of freedom they take beside the largest effect; None where they are not known
        from here.
    """

    basis: Array | None
    equations: Schur | None
    inverse: Array | None
    rank: int | None


def plan_remaining(plan: Absorption) -> Remaining:
    """Choose how the effects beside the largest are taken out.

    Parameters
    ----------
    plan : Absorption
        From `plan_absorption`.

    Returns
    -------
    Remaining
        To be used by `take_out_remaining`.
    """
    width = _width(plan)
    if width * plan.rows <= WRITTEN_CELLS:
        basis = _basis(plan)
        return Remaining(basis, None, None, len(basis))
    in_pieces = plan.shared is not None and not plan.trends
    equations = crossed(plan, in_pieces=in_pieces)
    if equations.width > SOLVED_LEVELS:
        return Remaining(None, equations, None, None)
    matrix = equations.matrix()
    places = _new_levels(plan, equations, matrix)
    inverse = np.zeros_like(matrix)
    inverse[np.ix_(places, places)] = np.linalg.inv(matrix[np.ix_(places, places)])
    return Remaining(None, None if in_pieces else equations, inverse, places.size)


def take_out_remaining(columns: Array, plan: Absorption, remaining: Remaining) -> float:
    """Take all effects out of columns, in place.

    Parameters
    ----------
    columns : ndarray, shape (c, n)
        One column of the model a row; overwritten.
    plan : Absorption
        From `plan_absorption`.
    remaining : Remaining
        From `plan_remaining`.

    Returns
    -------
    float
        Largest share of a column that may still be wrong; 0 where they are taken out exactly.
    """
    basis = remaining.basis
    if basis is not None:
        take_out(columns, plan)
        if len(basis):
            weighted = columns if plan.weights is None else columns * plan.weights
            columns -= (weighted @ basis.T) @ basis
        return 0.0
    if remaining.inverse is None:
        return _take_out_by_sums(columns, plan, remaining)
    # one at a time: what is held beside the columns stays small
    for place in range(len(columns)):
        _take_out_by_sums(columns[place : place + 1], plan, remaining)
    return 0.0


def _take_out_by_sums(columns: Array, plan: Absorption, remaining: Remaining) -> float:
    """Take all effects out in place by the equations; return the share that may be wrong."""
    equations, codes = cast("Schur", remaining.equations), cast("Codes", plan.absorbed)
    blocks = [
        sums_by_code(columns, codes, share, block=plan.block, ordered=plan.ordered)
        for share in equations.shares
    ]
    sums = np.hstack(
        [sums_by_code(columns, by, values, block=0) for by, values in equations.weighted_parts]
    )
    for block, totals, cross in zip(blocks, equations.totals, equations.crosses, strict=True):
        sums -= (cross.T @ (block / totals).T).T
    if remaining.inverse is not None:
        values, worst = sums @ remaining.inverse, 0.0
    else:
        solved = solve(equations, sums.T, _squares(columns, plan))
        values, worst = np.ascontiguousarray(solved.values.T), solved.worst
    own: list[tuple[Codes, Array, Array | None]] = []
    for block, totals, cross, factor in zip(
        blocks, equations.totals, equations.crosses, (None, plan.time), strict=False
    ):
        block -= (cross @ values.T).T  # noqa: PLW2901 - its own sums, no longer needed
        block /= totals  # noqa: PLW2901 - as above
        own.append((codes, block, factor))
    split = np.split(values, np.cumsum(equations.sizes)[:-1], axis=1)
    others = [(by, part, factor) for (by, factor), part in zip(equations.parts, split, strict=True)]
    subtract_levels(columns, [*own, *others])
    return worst


def written_out(plan: Absorption, remaining: Remaining) -> Array:
    """Return an orthonormal basis of all that the means of the largest effect leave.

    Parameters
    ----------
    plan : Absorption
        From `plan_absorption`.
    remaining : Remaining
        From `plan_remaining`.

    Returns
    -------
    ndarray, shape (r, n)
        Of the other effects and of all trends, under the weights: the basis times its rows'
        weights times its transpose is the identity.

    Raises
    ------
    ModelError
        If there are too many levels to write out.
    """
    own = 0 if plan.time is None else plan.levels - max(plan.present)
    width = _width(plan)
    if width > SOLVED_LEVELS or (width + own) * plan.rows > MOST_CELLS:
        raise ModelError(
            f"The effects beside the largest have {width + own:,} levels, too many for this "
            "standard error.",
            why="HC2, HC3, CR2 and CR3 write each level out as a column: at most "
            f"{SOLVED_LEVELS:,} levels and {MOST_CELLS:,} cells (rows times levels).",
            remedy='Use covariance = "cr1" or "hc1", or coarser effects.',
        )
    basis = _basis(plan) if remaining.basis is None else remaining.basis
    if plan.time is None or plan.absorbed is None:
        return basis
    codes, share = plan.absorbed, plan.time / np.sqrt(plan.time_weights)[plan.absorbed]
    sloped = np.flatnonzero(np.bincount(codes, share**2) > 0)
    return np.concatenate([basis, np.where(codes == sloped[:, None], share, 0.0)])


def _width(plan: Absorption) -> int:
    """Return how many dummies and slopes stand beside the absorbed effect."""
    parts = (*plan.others, *(codes for codes, _ in plan.other_trends))
    return sum(plan.counted(codes).size for codes in parts)


def _basis(plan: Absorption) -> Array:
    """Write the dummies and slopes out and make what is independent of them orthonormal."""
    blocks = []
    for codes in plan.others:
        levels = np.flatnonzero(plan.counted(codes))[1:]
        blocks.append((codes == levels[:, None]).astype(float))
    for codes, time in plan.other_trends:
        levels = np.flatnonzero(plan.counted(codes))
        blocks.append((codes == levels[:, None]) * time)
    if not blocks:
        return np.empty((0, plan.rows))
    columns = blocks[0] if len(blocks) == 1 else np.concatenate(blocks)
    if not len(columns):
        return columns
    root = None if plan.weights is None else np.sqrt(plan.weights)
    norms = _norms(columns, root)
    take_out(columns, plan)
    scaled = columns if root is None else columns * root
    basis = orthonormal(scaled, norms)
    return basis if root is None else basis / root


def _norms(columns: Array, root: Array | None) -> Array:
    scaled = columns if root is None else columns * root
    return cast("Array", np.sqrt(np.vecdot(scaled, scaled)))


def _squares(columns: Array, plan: Absorption) -> Array:
    """Return the (weighted) sum of squares of each column about 0."""
    if plan.weights is None:
        return np.array([column @ column for column in columns])
    return np.array([(column * plan.weights) @ column for column in columns])


def _new_levels(plan: Absorption, equations: Schur, matrix: Array) -> NDArray[np.intp]:
    """Return the levels that say something that the largest effect and the others do not.

    Weights do not enter, so that small ones cannot make a level look redundant.
    """
    bare = equations
    if plan.weights is not None:
        alone = plan_absorption(plan.rows, plan.effects, None, plan.trends)
        bare = crossed(alone, in_pieces=not equations.crosses)
        matrix = bare.matrix()
    scale = np.sqrt(np.where(bare.squares > 0, bare.squares, 1.0))
    scaled = matrix / np.outer(scale, scale)
    first = np.cumsum([0, *bare.sizes])[:-1][: len(plan.others)]
    usual = np.setdiff1d(np.flatnonzero(bare.squares > 0), first)
    upper, fault = lapack.dpotrf(scaled[np.ix_(usual, usual)])
    if fault == 0 and (np.diagonal(upper) ** 2 > SAME).all():
        return usual
    _, order, rank, _ = lapack.dpstrf(scaled, tol=SAME)
    return np.sort(order[:rank] - 1).astype(np.intp)
