"""The equations of many effects in sums by level, and conjugate gradients to solve them.

With the largest effect taken out, effects d of the other levels of a column x solve A d = s, where
A = D'WM D, s = D'WM x, D their dummies and M what takes the largest effect out. A is never written
out where it is large: it is applied from the counts of rows that two levels share. Conjugate
gradients on A, scaled by its diagonal, are alternating projections at their fastest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from studytool.models.kernel.pieces import stretches

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Absorption, Array, Codes

TOLERANCE = 1e-10
"""Iteration stops when at most this share of a column's length is still wrong."""

MOST_STEPS = 5_000
"""Steps after which iteration stops, and the fit says how much may still be wrong."""

LOOK_BACK = 4
"""Steps whose gains together estimate what was still wrong before them."""

ROUNDING = 1e-26
"""Share of its first squares at which a column's residual is nothing but rounding."""

NOTHING = 1e-12
"""Share of a level's rows up to which the largest effect explains it alone."""

DENSE_CELLS = 25_000_000
"""Cells (levels times levels) up to which counts are held as a full matrix: 200 MB."""


@dataclass(frozen=True, slots=True)
class Schur:
    """The equations of the effects beside the largest, in sums by level.

    Attributes
    ----------
    parts : tuple of (codes, factor)
        Codes of each effect or trend, shape (n,), and time, or None for an effect.
    weighted_parts : tuple of (codes, factor)
        The same, the factor multiplied by the weights where there are any.
    sizes : tuple of int
        Highest code + 1 of each part.
    shares : tuple of (ndarray, shape (n,), or None)
        What the rows of the largest effect are multiplied by: (weights and) 1, and time.
    totals : tuple of ndarray, shape (L,)
        What the sums of the largest effect's levels are divided by.
    crosses : tuple of matrix, shape (L, m)
        Sums over the rows that a level of the largest effect shares with each other level.
    inner : matrix, shape (m, m)
        D'WD: sums over the rows that two other levels share.
    squares : ndarray, shape (m,)
        Its diagonal.
    """

    parts: tuple[tuple[Codes, Array | None], ...]
    weighted_parts: tuple[tuple[Codes, Array | None], ...]
    sizes: tuple[int, ...]
    shares: tuple[Array | None, ...]
    totals: tuple[Array | Codes, ...]
    crosses: tuple[Any, ...]
    inner: Any
    squares: Array

    @property
    def width(self) -> int:
        """Number of levels of all parts, m."""
        return sum(self.sizes)

    def matrix(self) -> Array:
        """Return A, shape (m, m), written out."""
        total = _full(self.inner)
        for cross, totals in zip(self.crosses, self.totals, strict=True):
            total = total - _explained(cross, totals)
        return total

    def apply(self, values: Array) -> Array:
        """Return A times `values`, shape (m, c)."""
        product = self.inner @ values
        for cross, totals in zip(self.crosses, self.totals, strict=True):
            product -= cross.T @ ((cross @ values) / totals[:, None])
        return cast("Array", product)

    def diagonal(self) -> Array:
        """Return the diagonal of A, shape (m,)."""
        total = self.squares.copy()
        for cross, totals in zip(self.crosses, self.totals, strict=True):
            total -= _column_squares(cross, totals)
        return total


@dataclass(frozen=True, slots=True)
class Solved:
    """A solution, and how good it is.

    Attributes
    ----------
    values : ndarray, shape (m, c)
        Effects of each level for each column.
    worst : float
        Largest share of a column's length that may still be wrong.
    steps : int
        Steps taken.
    """

    values: Array
    worst: float
    steps: int


def crossed(plan: Absorption, *, in_pieces: bool = False) -> Schur:
    """Return the equations of the effects beside the largest.

    Parameters
    ----------
    plan : Absorption
        From `plan_absorption`; with effects.
    in_pieces : bool
        Whether to hold nothing but the matrix, of what levels share (`plan.shared`, which must
        be there); for plans without trends.

    Returns
    -------
    Schur
        The equations.
    """
    weights = plan.weights
    parts = (*((by, None) for by in plan.others), *plan.other_trends)
    heavy = tuple((by, _times(factor, weights)) for by, factor in parts)
    sizes = tuple(plan.counted(by).size for by, _ in parts)
    shares = (weights,) if plan.time is None else (weights, _times(plan.time, weights))
    shared = plan.shared if in_pieces else None
    squares = _squares(plan, parts, heavy) if shared is None else shared.split()
    inner, diagonal = _inner(parts, heavy, squares), np.concatenate(squares).astype(float)
    if shared is not None:
        whole = _full(inner) - shared.explained
        return Schur(parts, heavy, sizes, (), (), (), whole, diagonal)
    return Schur(
        parts=parts,
        weighted_parts=heavy,
        sizes=sizes,
        shares=shares,
        totals=(plan.level_weights, plan.time_weights)[: len(shares)],
        crosses=tuple(_cross(plan, parts, sizes, share) for share in shares),
        inner=inner,
        squares=diagonal,
    )


def solve(equations: Schur, sums: Array, squares: Array) -> Solved:
    """Solve the equations by conjugate gradients, all columns at once.

    Parameters
    ----------
    equations : Schur
        From `crossed`.
    sums : ndarray, shape (m, c)
        Right-hand sides: sums by level of what the largest effect leaves of each column.
    squares : ndarray, shape (c,)
        Sum of squares of each column, against which the tolerance is measured.

    Returns
    -------
    Solved
        Values, 0 in directions that change nothing.

    Notes
    -----
    What is still wrong in a column after a step is, in its length, the root of the sum of all
    gains of the steps to come (Hestenes and Stiefel 1952); the last few gains stand for them.
    Levels that the largest effect explains alone (a diagonal of 0) are left at 0.

    References
    ----------
    Hestenes and Stiefel (1952), https://doi.org/10.6028/jres.049.044
    Strakos and Tichy (2002), Electronic Transactions on Numerical Analysis 13, 56-80.
    """
    diagonal = equations.diagonal()
    scale = np.where(diagonal > NOTHING * equations.squares, diagonal, np.inf)[:, None]
    values, left = np.zeros_like(sums), sums.copy()
    direction = left / scale
    product = np.einsum("mc,mc->c", left, direction)
    floor, bound = ROUNDING * product, np.where(squares > 0, squares, 1.0)
    gains = np.full((LOOK_BACK, sums.shape[1]), np.inf)
    for step in range(1, MOST_STEPS + 1):
        moved = equations.apply(direction)
        length = _ratio(product, np.einsum("mc,mc->c", direction, moved))
        values += length * direction
        left -= length * moved
        gains[step % LOOK_BACK] = length * product
        scaled = left / scale
        before, product = product, np.einsum("mc,mc->c", left, scaled)
        # a column that is done takes no further step: there is nothing but rounding left in it
        done = (gains.sum(axis=0) <= TOLERANCE**2 * bound) | (product <= floor)
        gains[:, product <= floor] = 0.0
        if done.all():
            break
        product = np.where(done, 0.0, product)
        direction = scaled + _ratio(product, before) * direction
    return Solved(values, float(np.sqrt((gains.sum(axis=0) / bound).max())), step)


def _ratio(first: Array, second: Array) -> Array:
    """Return first / second, 0 where the second is not positive."""
    return np.divide(first, second, out=np.zeros_like(first), where=second > 0)


def _squares(
    plan: Absorption,
    parts: tuple[tuple[Codes, Array | None], ...],
    heavy: tuple[tuple[Codes, Array | None], ...],
) -> list[Any]:
    """Return the diagonal of D'WD, part by part."""
    return [
        plan.counted(by)
        if weight is None
        else np.bincount(by, weight if factor is None else factor * weight)
        for (by, factor), (_, weight) in zip(parts, heavy, strict=True)
    ]


def _times(first: Array | None, second: Array | None) -> Array | None:
    if first is None or second is None:
        return second if first is None else first
    return first * second


def _cross(
    plan: Absorption,
    parts: tuple[tuple[Codes, Array | None], ...],
    sizes: tuple[int, ...],
    share: Array | None,
) -> Any:  # noqa: ANN401 - a full or a sparse matrix, alike in what is done with it
    """Return the sums over the rows shared by levels of the largest effect and of the others."""
    codes, levels = cast("Codes", plan.absorbed), plan.level_weights.size
    if levels * sum(sizes) > DENSE_CELLS:
        from scipy import sparse

        return sparse.hstack(
            [
                _sparse(codes, by, _times(factor, share), (levels, size))
                for (by, factor), size in zip(parts, sizes, strict=True)
            ],
            format="csr",
        )
    full = np.zeros((levels, sum(sizes)))
    pieces = list(stretches(plan.rows)) if plan.ordered else [slice(0, plan.rows)]
    for rows in pieces:
        here = codes[rows]
        low, high = (int(here[0]), int(here[-1]) + 1) if plan.ordered else (0, levels)
        start = 0
        for (by, factor), size in zip(parts, sizes, strict=True):
            filled = _times(factor, share)
            counted = np.bincount(
                (here - low) * size + by[rows],
                None if filled is None else filled[rows],
                (high - low) * size,
            )
            full[low:high, start : start + size] += counted.reshape(-1, size)
            start += size
    return full


def _inner(
    parts: tuple[tuple[Codes, Array | None], ...],
    heavy: tuple[tuple[Codes, Array | None], ...],
    squares: list[Any],
) -> Any:  # noqa: ANN401 - as above
    """Return the sums over the rows that two of the other levels share."""
    from scipy import sparse

    cells: list[list[Any]] = [[None] * len(parts) for _ in parts]
    for row, (by, factor) in enumerate(parts):
        for column, (other, weight) in enumerate(heavy):
            if by is other and row == column:
                cells[row][column] = sparse.diags_array(squares[row].astype(float))
            else:
                shape = (squares[row].size, squares[column].size)
                cells[row][column] = _sparse(by, other, _times(factor, weight), shape)
    return sparse.block_array(cells, format="csr")


def _sparse(rows: Codes, columns: Codes, values: Array | None, shape: tuple[int, int]) -> Any:  # noqa: ANN401
    from scipy import sparse

    filled = np.ones(rows.size) if values is None else values
    return sparse.csr_array((filled, (rows, columns)), shape=shape)


def _full(matrix: Any) -> Array:  # noqa: ANN401 - as above
    return cast("Array", matrix if isinstance(matrix, np.ndarray) else matrix.toarray())


def _explained(matrix: Any, totals: Array | Codes) -> Array:  # noqa: ANN401 - as above
    """Return what the largest effect explains of the other levels' cross products."""
    if not isinstance(matrix, np.ndarray):
        from scipy import sparse

        return _full(matrix.T @ (sparse.diags_array(1 / totals) @ matrix))
    total = np.zeros((matrix.shape[1], matrix.shape[1]))
    for levels in stretches(len(matrix)):
        here = matrix[levels]
        total += here.T @ (here / totals[levels, None])
    return total


def _column_squares(matrix: Any, totals: Array | Codes) -> Array:  # noqa: ANN401 - as above
    """Return the sum over rows of each column's squares divided by the row's total."""
    if isinstance(matrix, np.ndarray):
        return cast("Array", np.einsum("lm,lm,l->m", matrix, matrix, 1 / totals))
    return np.asarray(matrix.multiply(matrix).T @ (1 / totals))
