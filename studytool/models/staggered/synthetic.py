"""Weights on people and waves that make untreated people run alongside the treated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.staggered.paths import Paths

LEAST = 1e-5
"""Share of the noise below which a step of the search no longer counts."""
FIRST_STEPS, MOST_STEPS = 100, 10_000
TIME_RIDGE = 1e-6
SMALL = 0.25
"""Share of the largest weight up to which a weight is set to 0 between both searches."""


@dataclass(frozen=True, slots=True)
class Table:
    """Outcomes of people at waves, untreated people first.

    Attributes
    ----------
    outcomes : ndarray, shape (n, w)
        In units of the outcome; untreated people sorted by their outcomes, so that names of people
        reach nothing.
    people : ndarray of int, shape (n,)
        Code of each row.
    untreated : int
        How many are never treated.
    before : int
        Waves before treatment.
    """

    outcomes: Array
    people: Codes
    untreated: int
    before: int

    @property
    def treated(self) -> int:
        """How many are treated."""
        return len(self.outcomes) - self.untreated

    @property
    def noise(self) -> float:
        """Standard deviation of untreated people's changes before treatment; 0 with one wave."""
        changes = np.diff(self.outcomes[: self.untreated, : self.before], axis=1)
        return float(changes.std(ddof=1)) if changes.size > 1 else 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """Effects with the weights behind them, for d sets of people.

    Attributes
    ----------
    effects : ndarray, shape (d,)
        In units of the outcome.
    units : ndarray, shape (d, n0)
        Weights of untreated people; each row sums to 1.
    times : ndarray, shape (d, before)
        Weights of waves before treatment; each row sums to 1.
    """

    effects: Array
    units: Array
    times: Array


def set_table(paths: Paths) -> Table:
    """Return the outcomes by person and wave.

    Parameters
    ----------
    paths : Paths
        n rows.

    Raises
    ------
    ModelError
        If treatment begins at several waves, or somebody misses a wave.
    """
    if len(paths.cohorts) > 1:
        raise ModelError(
            "Treatment begins at several waves, and synthetic comparisons need one start.",
            remedy="Keep one cohort and people never treated by `where`, or use "
            'kind = "callaway_santanna".',
        )
    codes, rows = np.unique(paths.people, return_inverse=True)
    waves, columns = np.unique(paths.at, return_inverse=True)
    if paths.at.size != codes.size * waves.size:
        raise ModelError(
            "Somebody misses a wave, and weights need everybody at each.",
            remedy='Write unbalanced = "drop" to leave these people out, and mind who they are.',
        )
    outcomes = np.empty((codes.size, waves.size))
    outcomes[rows, columns] = paths.design.outcome
    late = np.zeros(codes.size, dtype=bool)
    late[rows] = np.isfinite(paths.start)
    order = np.lexsort((*outcomes.T[::-1], late))
    return Table(
        outcomes[order],
        np.asarray(codes[order], dtype=np.intp),
        int((~late).sum()),
        int(np.searchsorted(waves, paths.cohorts[0])),
    )


def weigh_all(
    outcomes: Array, untreated: int, before: int, *, noise: float, start: Array | None = None
) -> Weighed:
    """Return the effect for each of d sets of people, by weights on people and waves.

    Parameters
    ----------
    outcomes : ndarray, shape (d, n, w)
        Outcomes of the people of each set, untreated people first.
    untreated, before : int
        Untreated people of each set, and waves before treatment.
    noise : float
        Scale of the penalty and of what counts as a step, in units of the outcome.
    start : ndarray, shape (d, n0), optional
        Weights of people from which the search starts; equal ones if left out.

    Returns
    -------
    Weighed
        As Arkhangelsky et al. (2021), https://doi.org/10.1257/aer.20190159, algorithm 1, and by
        the search of their R package synthdid.
    """
    _, n, w = outcomes.shape
    beside, after = outcomes[:, :untreated], outcomes[:, untreated:]
    ridge = (max(n - untreated, 1) * (w - before)) ** 0.25 * noise
    early, late = beside[:, :, :before], beside[:, :, before:].mean(axis=2)
    times = _search(early, late, TIME_RIDGE * noise, noise)
    target = after[:, :, :before].mean(axis=1)
    units = _search(early.transpose(0, 2, 1), target, ridge, noise, start)
    gaps = after.mean(axis=1) - np.einsum("dn,dnw->dw", units, beside)
    effects = gaps[:, before:].mean(axis=1) - (gaps[:, :before] * times).sum(axis=1)
    return Weighed(effects, units, times)


def _search(
    columns: Array, target: Array, ridge: float, noise: float, start: Array | None = None
) -> Array:
    """Search twice: roughly, then again from the weights that are not small."""
    columns = columns - columns.mean(axis=1, keepdims=True)
    target = target - target.mean(axis=1, keepdims=True)
    shape = (len(columns), columns.shape[2])
    equal = np.full(shape, 1 / shape[1]) if start is None else start
    rough = _descend(columns, target, equal, ridge=ridge, least=LEAST * noise, most=FIRST_STEPS)
    kept = np.where(rough <= SMALL * rough.max(axis=1, keepdims=True), 0.0, rough)
    kept /= kept.sum(axis=1, keepdims=True)
    return _descend(columns, target, kept, ridge=ridge, least=LEAST * noise, most=MOST_STEPS)


def _descend(
    columns: Array, target: Array, weights: Array, *, ridge: float, least: float, most: int
) -> Array:
    """Minimise squared distance plus ridge on the simplex, by steps to one corner at a time."""
    found, live = weights.copy(), np.arange(len(weights))
    last = np.full(len(weights), np.inf)
    rows, eta = columns.shape[1], columns.shape[1] * ridge**2
    for count in range(most):
        found[live] = _step(columns, target, found[live], eta)
        missed = np.einsum("drk,dk->dr", columns, found[live]) - target
        now = ridge**2 * (found[live] ** 2).sum(axis=1) + (missed**2).sum(axis=1) / rows
        going = (last - now > least**2) if count > 1 else np.ones(live.size, dtype=bool)
        last = now[going]
        if not going.all():
            columns, target, live = columns[going], target[going], live[going]
        if not live.size:
            break
    return found


def _step(columns: Array, target: Array, weights: Array, eta: float) -> Array:
    """Move each set of weights towards the corner where the criterion falls fastest."""
    fitted = np.einsum("drk,dk->dr", columns, weights)
    slope = np.einsum("dr,drk->dk", fitted - target, columns) + eta * weights
    corner, sets = slope.argmin(axis=1), np.arange(len(weights))
    move = -weights
    move[sets, corner] += 1.0
    shift = columns[sets, :, corner] - fitted
    steep = (shift**2).sum(axis=1) + eta * (move**2).sum(axis=1)
    fall = -(slope * move).sum(axis=1)
    far = np.divide(fall, steep, out=np.zeros_like(fall), where=steep > 0)
    return np.asarray(weights + np.clip(far, 0.0, 1.0)[:, None] * move)
