"""Intervals that hold if trends part after treatment at most M times as much as before it.

The bound is a union of polyhedra, one for each step before treatment that could be the largest
and each sign of it. In one polyhedron the moment inequalities after treatment are tested
conditional on which of them bind, after a first test against their least favourable distribution
(Andrews, Roth and Pakes). The linear programme behind the test statistic needs no solver here:
its dual has one vertex for each side of the target and one for each step after treatment, so that
a grid of values is judged in a few matrix products.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.models.method import Method
from studytool.sensitivity.methods.truncated_normal import truncated_quantile

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array
    from studytool.sensitivity.methods.event_terms import EventTerms

    Accepts = Callable[[Array], NDArray[np.bool_]]

FIRST = 0.1
"""Share of the error that the first test may make."""

DRAWS = 10_000
"""Draws of the least favourable distribution."""

LARGEST = 100.0
"""Largest M that is looked at."""

_GRID = 401
_ZOOM = 41
_ZOOMS = 3
_WIDER = 40
_STEPS = 14
_NOTHING = 1e-12

METHODS = (
    Method(
        name="Relative magnitudes (C-LF)",
        about="size of effects",
        does="Intervals that allow trends to part after treatment M times as much as before.",
        asked_by='[[sensitivity]] kind = "honest_did"',
        equation=(
            "|d_{t+1} - d_t| <= M max_{s<0} |d_{s+1} - d_s| after treatment; conditional test "
            "after a least favourable first test of size level/10"
        ),
        sources=(
            "Rambachan and Roth (2023), https://doi.org/10.1093/restud/rdad018",
            "Andrews, Roth and Pakes (2023), https://doi.org/10.1093/restud/rdad009",
        ),
        verified=(
            (
                "published intervals of the Medicaid example, 1e-3; linear programmes solved one "
                "by one, 1e-8 (tests/sensitivity/methods/test_relative_magnitudes.py)"
            ),
        ),
    ),
)
"""What is computed here."""


@dataclass(frozen=True, slots=True)
class _Vertices:
    """Vertices of one dual: v-th value at hypothesis h is (moments[v] + slopes[v] h).

    Attributes
    ----------
    rows : ndarray, shape (v, p + q)
        Each as a functional of the estimates.
    moments, slopes : ndarray, shape (v,)
        Values at 0, and what one more of the hypothesis adds.
    covariance : ndarray, shape (v, v)
        Of the values.
    """

    rows: Array
    moments: Array
    slopes: Array
    covariance: Array


def relative_interval(
    terms: EventTerms, target: Array, m: float, *, level: float, noise: Array
) -> tuple[float, float] | None:
    """Return the interval of the effect that the bound M leaves.

    Parameters
    ----------
    terms : EventTerms
        Estimates before and after treatment.
    target : ndarray, shape (q,)
        Weights on the effects after treatment.
    m : float
        How many times the largest step before treatment a step after it may be.
    level : float
        Level of the interval.
    noise : ndarray, shape (draws, p + q)
        From `draw_noise`.

    Returns
    -------
    tuple of (float, float), or None
        None where no value is left.

    Notes
    -----
    Ends are found on a grid around the estimate, then between its points.
    """
    centre = float(target @ terms.estimates[terms.before :])
    spread = float(np.sqrt(target @ terms.covariance[terms.before :, terms.before :] @ target))
    found = [
        ends
        for vertices in _polyhedra(terms, target, m)
        if (ends := _ends(_test(vertices, level, noise), centre, spread)) is not None
    ]
    if not found:
        return None
    return min(low for low, _ in found), max(high for _, high in found)


def relative_breakdown(terms: EventTerms, target: Array, *, level: float, noise: Array) -> float:
    """Return the largest M at which no effect is still refused; inf beyond `LARGEST`.

    Parameters
    ----------
    terms, target, level, noise
        As in `relative_interval`.
    """

    def holds(m: float) -> bool:
        zero = np.zeros(1)
        polyhedra = _polyhedra(terms, target, m)
        return not any(_test(vertices, level, noise)(zero)[0] for vertices in polyhedra)

    if not holds(0.0):
        return 0.0
    low, high = 0.0, 1.0
    while holds(high):
        low, high = high, 2 * high
        if low >= LARGEST:
            return float("inf")
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def draw_noise(terms: EventTerms, seed: int) -> Array:
    """Return draws of the errors of the estimates, shape (draws, p + q)."""
    values, vectors = np.linalg.eigh(terms.covariance)
    root = vectors * np.sqrt(np.clip(values, 0, None))
    random = np.random.default_rng(seed)
    drawn: Array = random.standard_normal((DRAWS, len(values))) @ root.T
    return drawn


def _polyhedra(terms: EventTerms, target: Array, m: float) -> list[_Vertices]:
    """Return the vertices of each polyhedron: a step before treatment, and its sign."""
    p, q = terms.before, terms.after
    # the waves before, the last of them at 0, as steps from one to the next
    steps = np.zeros((p, p + q))
    steps[np.arange(p), np.arange(p)] = -1.0
    steps[np.arange(p - 1), np.arange(1, p)] = 1.0
    return [_vertices(terms, target, m * sign * step) for step in steps for sign in (1.0, -1.0)]


def _vertices(terms: EventTerms, target: Array, allowed: Array) -> _Vertices:
    """Return the vertices where each step after treatment may be as large as `allowed`."""
    p, q = terms.before, terms.after
    moved = np.zeros((q, p + q))
    moved[np.arange(q), p + np.arange(q)] = 1.0
    moved[np.arange(1, q), p + np.arange(q - 1)] = -1.0
    up, down = moved - allowed, -moved - allowed
    sd_up, sd_down = (
        np.sqrt(np.einsum("qi,ij,qj->q", rows, terms.covariance, rows)) for rows in (up, down)
    )
    later = np.cumsum(target[::-1])[::-1]  # weight on each step: that of the waves it leads to
    plus, minus = np.clip(later, 0, None), np.clip(-later, 0, None)
    rows, slopes = [], []
    for gains, losses, side in ((plus, minus, -1.0), (minus, plus, 1.0)):
        size = gains @ sd_up + losses @ sd_down
        rows.append((gains @ up + losses @ down) / size)
        slopes.append(side / size)
    # a step that the target weighs is a mixture of the two above, unless others are weighed too
    alone = np.count_nonzero(later) == 1
    free = [step for step in range(q) if not (alone and later[step])]
    rows += [(up[step] + down[step]) / (sd_up[step] + sd_down[step]) for step in free]
    slopes += [0.0] * len(free)
    matrix = np.array(rows)
    covariance = matrix @ terms.covariance @ matrix.T
    return _Vertices(matrix, matrix @ terms.estimates, np.array(slopes), covariance)


def _test(vertices: _Vertices, level: float, noise: Array) -> Accepts:
    """Return the test of one polyhedron: which hypotheses it does not refuse."""
    error = 1 - level
    first = FIRST * error
    second = (error - first) / (1 - first)
    largest = (noise @ vertices.rows.T).max(axis=1)
    least_favourable = float(np.quantile(largest, 1 - first))

    def accepts(hypotheses: Array) -> NDArray[np.bool_]:
        values = vertices.moments[:, None] + vertices.slopes[:, None] * hypotheses
        best = values.argmax(axis=0)
        top = values[best, np.arange(hypotheses.size)]
        variance = vertices.covariance.diagonal()[best]
        spread = np.sqrt(np.where(variance > _NOTHING**2, variance, 1.0))
        low, high = _between(vertices, values, best, top, spread)
        high = np.minimum(high, least_favourable)
        critical = np.maximum(
            0.0, spread * truncated_quantile(1 - second, low / spread, high / spread)
        )
        within = (low <= top) & (top <= high)
        refused = (top > least_favourable) | (within & (top > critical))
        return np.asarray(np.where(variance > _NOTHING**2, ~refused, top <= _NOTHING))

    return accepts


def _between(
    vertices: _Vertices, values: Array, best: NDArray[np.intp], top: Array, spread: Array
) -> tuple[Array, Array]:
    """Return between which bounds the largest value lies, given which one it is."""
    pull = vertices.covariance[:, best] / spread**2
    rest = values - pull * top
    lean = 1 - pull
    with np.errstate(divide="ignore", invalid="ignore"):
        bound = rest / lean
    low = np.where(lean > _NOTHING, bound, -np.inf).max(axis=0)
    high = np.where(lean < -_NOTHING, bound, np.inf).min(axis=0)
    # rounding must not put the value itself outside
    return np.minimum(low, top), np.maximum(high, top)


def _ends(accepts: Accepts, centre: float, spread: float) -> tuple[float, float] | None:
    """Return the outermost values that are not refused."""
    reach = 4 * spread
    for _ in range(_WIDER):
        grid = centre + reach * np.linspace(-1, 1, _GRID)
        kept = accepts(grid)
        if not kept[0] and not kept[-1]:
            break
        reach *= 2
    if not kept.any():
        return None
    first, last = np.flatnonzero(kept)[[0, -1]]
    if kept[0] or kept[-1]:
        return (-np.inf if kept[0] else float(grid[first])), (
            np.inf if kept[-1] else float(grid[last])
        )
    low = _edge(accepts, grid[first - 1], grid[first])
    return low, _edge(accepts, grid[last + 1], grid[last])


def _edge(accepts: Accepts, outside: float, inside: float) -> float:
    """Return the last value not refused on the way from `inside` to `outside`."""
    for _ in range(_ZOOMS):
        grid = np.linspace(inside, outside, _ZOOM)
        kept = np.flatnonzero(accepts(grid))
        last = int(kept[-1]) if kept.size else 0
        inside, outside = grid[last], grid[min(last + 1, _ZOOM - 1)]
    return float(inside)
