"""Intervals that hold if the slope of the difference in trends changes by at most M a wave.

The estimator is a weighted sum of the terms of the event study that no straight line can bias.
Written in the bends that it gives weight to, its worst bias is M times a sum of absolute values
and its variance a quadratic, so that the best compromises between both are a lasso path.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.method import Method
from studytool.sensitivity.methods.truncated_normal import folded_quantile

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array
    from studytool.sensitivity.methods.event_terms import EventTerms

METHODS = (
    Method(
        name="Smoothness (fixed-length interval)",
        about="size of effects",
        does="The shortest interval that allows the difference in trends to bend by M a wave.",
        asked_by='[[sensitivity]] kind = "honest_did", restriction = "smoothness"',
        equation="min over w of cv(M sum|bends of w| / s(w)) s(w), no straight line biasing w",
        sources=(
            "Rambachan and Roth (2023), https://doi.org/10.1093/restud/rdad018",
            "Armstrong and Kolesar (2018), https://doi.org/10.3982/ECTA14434",
        ),
        verified=(
            (
                "published intervals of the Medicaid example, 1e-3; any other weights give a "
                "longer interval (tests/sensitivity/methods/test_smoothness.py)"
            ),
        ),
    ),
)
"""What is computed here."""

_STEPS = 60
_SECTION = 200
_LARGEST = 60
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class _Problem:
    """Estimator v = fixed + basis c, c the weights on bends before treatment.

    Attributes
    ----------
    fixed : ndarray, shape (p + q,)
        Weights on the terms with no bend before treatment weighed.
    basis : ndarray, shape (p + q, p - 1)
        What a weight on each bend adds.
    always : float
        Sum of the absolute weights on bends from the start on, which nothing changes.
    """

    fixed: Array
    basis: Array
    always: float


def smooth_interval(
    terms: EventTerms, target: Array, m: float, *, level: float
) -> tuple[float, float]:
    """Return the shortest interval of fixed length that the bound M leaves.

    Parameters
    ----------
    terms : EventTerms
        Estimates before and after treatment.
    target : ndarray, shape (q,)
        Weights on the effects after treatment.
    m : float
        Most that the slope may change from one wave to the next, in units of the outcome.
    level : float
        Level of the interval.

    Returns
    -------
    tuple of (float, float)
        Its ends; M = 0 allows a straight line.
    """
    problem = _problem(terms, target)
    chosen = _best(problem, terms.covariance, m, level)
    weights = problem.fixed + problem.basis @ chosen
    half = float(_half(problem, terms.covariance, chosen[:, None], m, level)[0])
    middle = float(weights @ terms.estimates)
    return middle - half, middle + half


def smooth_breakdown(terms: EventTerms, target: Array, *, level: float) -> float:
    """Return the largest M at which no effect is still refused; inf if there is none.

    Parameters
    ----------
    terms, target, level
        As in `smooth_interval`.
    """

    def holds(m: float) -> bool:
        low, high = smooth_interval(terms, target, m, level=level)
        return low > 0 or high < 0

    if not holds(0.0):
        return 0.0
    high = float(np.sqrt(terms.covariance.diagonal().max()))
    low = 0.0
    for _ in range(_LARGEST):
        if not holds(high):
            break
        low, high = high, 2 * high
    else:
        return float("inf")
    for _ in range(_STEPS // 2):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def largest_bend(terms: EventTerms) -> float:
    """Return the largest change of slope among the estimates before treatment; 0 if there is none.

    Parameters
    ----------
    terms : EventTerms
        Estimates before and after treatment.
    """
    path = np.append(terms.estimates[: terms.before], 0.0)
    bends = np.diff(path, 2)
    return float(np.abs(bends).max()) if bends.size else 0.0


def _problem(terms: EventTerms, target: Array) -> _Problem:
    p, q = terms.before, terms.after
    before, after = np.arange(p, 0, -1.0), np.arange(1, q + 1.0)
    # a bend at wave j before: (t - j) further out; the slope of a straight line: t itself
    bends = np.clip(before[None, :] - np.arange(1, p)[:, None], 0, None)
    fixed = np.zeros(p + q)
    fixed[p:] = target
    fixed[p - 1] = target @ after  # undoes the straight line by the wave next to the last
    basis = np.zeros((p + q, p - 1))
    if p > 1:
        loads = np.vstack([bends, before])  # (p, p): what the weights before load on
        basis[:p] = np.linalg.inv(loads)[:, : p - 1]
    later = np.clip(after[None, :] - np.arange(q)[:, None], 0, None)
    return _Problem(fixed, basis, float(np.abs(later @ target).sum()))


def _half(problem: _Problem, covariance: Array, weights: Array, m: float, level: float) -> Array:
    """Return half the length of the interval for each column of weights on bends."""
    whole = problem.fixed[:, None] + problem.basis @ weights
    spread = np.sqrt(np.einsum("in,ij,jn->n", whole, covariance, whole))
    bias = m * (problem.always + np.abs(weights).sum(axis=0))
    return np.asarray(spread * folded_quantile(level, bias / spread))


def _best(problem: _Problem, covariance: Array, m: float, level: float) -> Array:
    """Return the weights on bends, shape (p - 1,), of the shortest interval."""
    corners = _path(problem, covariance)
    share = np.linspace(0, 1, _SECTION + 1)
    ways = [
        start[:, None] + (end - start)[:, None] * share for start, end in pairwise(corners)
    ] or [corners[0][:, None]]
    points = np.hstack(ways)
    place = int(_half(problem, covariance, points, m, level).argmin())
    low, high = points[:, max(place - 1, 0)], points[:, min(place + 1, points.shape[1] - 1)]
    fine = low[:, None] + (high - low)[:, None] * share
    # a corner may lie between both neighbours, off their line
    near = np.hstack([points[:, [place]], fine])
    return np.asarray(near[:, int(_half(problem, covariance, near, m, level).argmin())])


def _path(problem: _Problem, covariance: Array) -> list[Array]:
    """Return the corners of the path from no weight on bends to the least variance.

    Between them the weights that minimise variance / 2 + penalty x sum of absolute weights run
    straight, as the penalty falls.
    """
    curve = problem.basis.T @ covariance @ problem.basis
    pull = -problem.basis.T @ covariance @ problem.fixed
    size = pull.size
    weights = np.zeros(size)
    if not size or np.abs(pull).max() <= _NOTHING * np.abs(curve).max():
        return [weights]
    penalty, active = float(np.abs(pull).max()), [int(np.abs(pull).argmax())]
    corners = [weights]
    for _ in range(20 * size):
        left = pull - curve @ weights
        signs = np.sign(left[active])
        step = np.zeros(size)
        step[active] = np.linalg.solve(curve[np.ix_(active, active)], signs)
        at = _Corner(left, curve @ step, weights, step, penalty)
        fall, joining, leaving = _next(at, active)
        weights = weights + fall * step
        penalty -= fall
        if leaving is not None:
            weights[leaving] = 0.0
            active.remove(leaving)
        elif joining is not None:
            active.append(joining)
        corners.append(weights)
        if penalty <= _NOTHING * np.abs(pull).max():
            break
    return corners


@dataclass(frozen=True, slots=True)
class _Corner:
    """Where the path stands: slopes left and how they drop, weights and how they move."""

    left: Array
    drop: Array
    weights: Array
    step: Array
    penalty: float


def _next(at: _Corner, active: list[int]) -> tuple[float, int | None, int | None]:
    """Return how far the penalty falls until a weight joins, leaves, or nothing is left."""
    fall, joining, leaving = at.penalty, None, None
    least = _NOTHING * at.penalty
    for place in range(at.left.size):
        if place in active:
            gone = -at.weights[place] / at.step[place] if at.step[place] else np.inf
            if least < gone < fall:
                fall, joining, leaving = float(gone), None, place
            continue
        for sign in (1.0, -1.0):
            slope = 1 - sign * at.drop[place]
            met = (at.penalty - sign * at.left[place]) / slope if slope > 0 else np.inf
            if least < met < fall:
                fall, joining, leaving = float(met), place, None
    return fall, joining, leaving
