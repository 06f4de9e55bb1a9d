"""Linear models with random intercepts of nested levels, by the (restricted) likelihood.

Arrays in, arrays out. The covariance of a school's rows is built up level by level, from the row to
the child, the household and the school, and so is its inverse: a group needs no more than the sum
of its rows' weights, their weighted sum of regressors and outcome, and the weighted products. One
evaluation of the likelihood costs a pass over groups, whatever the number of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.inference.exact import refuse_exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array, Codes

BOUNDARY = 1e-8
"""Ratio of a level's variance to the residual's at or below which it is 0."""

HIGHEST_RATIO = 1e6
"""Ratio of a level's variance to the residual's that is not looked beyond."""

STEP = 1e-4
"""Step of the logarithms of the variances for the curvature of the likelihood."""

POLISHING = 3
"""Newton steps after the search, each of which doubles the digits that are right."""

RESTARTS = 20
"""Most searches: another starts wherever a variance left at 0 would better be above it."""

HALVINGS = 25
"""How often a first value above 0 is halved to find one that is better than 0."""


@dataclass(frozen=True, slots=True)
class Components:
    """A fitted model with random intercepts.

    Attributes
    ----------
    coefficients : ndarray, shape (k,)
        Of the regressors.
    covariance : ndarray, shape (k, k)
        Residual variance times (X'V^-1 X)^-1, V of residual variance 1.
    variances : ndarray, shape (levels + 1,)
        Of each level's intercepts, from the outermost, and of the residual, last.
    errors : ndarray, shape (levels + 1,)
        Standard errors of the variances, from the curvature of the likelihood; nan at 0.
    log_likelihood : float
        Restricted where it was asked for.
    without : ndarray, shape (levels,)
        Log-likelihood without each level in turn.
    """

    coefficients: Array
    covariance: Array
    variances: Array
    errors: Array
    log_likelihood: float
    without: Array


@dataclass(frozen=True, slots=True)
class _Level:
    """Groups of one level: how many, and to which group of the next wider one each belongs."""

    groups: int
    parents: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What the likelihood needs: sums of the innermost groups, products of all rows, levels.

    `levels` runs from the innermost to the outermost.
    """

    counts: Array
    sums: Array
    products: Array
    levels: tuple[_Level, ...]
    rows: int
    restricted: bool


def fit_components(
    outcome: Array, regressors: Array, levels: Sequence[Codes], *, restricted: bool = True
) -> Components:
    """Fit a linear model with random intercepts of nested levels.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Outcome.
    regressors : ndarray, shape (n, k)
        Independent regressors, the constant among them.
    levels : sequence of ndarray of int, shape (n,)
        Codes of each level, from the outermost to the innermost, each nested in the one before.
    restricted : bool
        Restricted likelihood (REML), or the full one (ML).

    Returns
    -------
    Components
        The fit.

    Raises
    ------
    ModelError
        If the likelihood has no maximum that can be found.

    Notes
    -----
    y = X b + sum_l Z_l u_l + e, Var(u_l) = t_l s^2 I, Var(e) = s^2 I. The likelihood is profiled
    over b and s^2 and maximised over the ratios t_l >= 0, with exact derivatives. For a group with
    inverse W so far, an intercept of ratio t changes 1'W1 to a / (1 + t a), 1'WX to the same share
    of itself, and takes t / (1 + t a) (1'WX)'(1'WX) from X'WX; log|V| grows by log(1 + t a).

    References
    ----------
    Patterson and Thompson (1971), https://doi.org/10.1093/biomet/58.3.545
    Bates, Maechler, Bolker and Walker (2015), https://doi.org/10.18637/jss.v067.i01
    """
    columns = np.column_stack([regressors, outcome])
    scale = np.sqrt((columns**2).mean(axis=0))
    pieces = _pieces(columns / scale, levels, restricted=restricted)
    ratios = _search(pieces, [True] * len(levels))
    fit = _profile(pieces, ratios)
    if fit is None:
        raise ModelError(
            "The likelihood of the variances has no maximum that can be found.",
            remedy="Use fewer levels or controls, or cluster at the outer level instead.",
        )
    # of an outcome whose mean square is 1
    refuse_exact(fit.residual, by="The regressors and the levels")
    slopes, inverse, residual = fit.slopes, fit.inverse, fit.residual
    unit = scale[:-1] / scale[-1]
    variances = np.append(ratios, 1.0) * residual
    lone = [
        _height(pieces, _search(pieces, [place != at for place in range(len(levels))]))
        for at in range(len(levels))
    ]
    # the likelihood of the outcome itself, and, restricted, of regressors in their own units
    shift = -(pieces.rows - restricted * slopes.size) * np.log(scale[-1])
    if restricted:
        shift -= float(np.log(scale[:-1]).sum())
    return Components(
        coefficients=slopes / unit,
        covariance=residual * inverse / np.outer(unit, unit),
        variances=variances * scale[-1] ** 2,
        errors=_errors(pieces, variances) * scale[-1] ** 2,
        log_likelihood=fit.height + shift,
        without=np.array(lone) + shift,
    )


def _pieces(columns: Array, levels: Sequence[Codes], *, restricted: bool) -> _Pieces:
    """Return sums by the innermost level, and the tree of the levels above it."""
    inner = levels[-1]
    count = int(inner.max()) + 1
    totals = [np.bincount(inner, column, minlength=count) for column in columns.T]
    sums = np.asarray(np.stack(totals, axis=1), dtype=float)
    tree = []
    for place in range(len(levels) - 1, -1, -1):
        parents = np.zeros(int(levels[place].max()) + 1, dtype=np.intp)
        if place:
            parents[levels[place]] = levels[place - 1]
        tree.append(_Level(parents.size, parents))
    return _Pieces(
        np.asarray(np.bincount(inner, minlength=count), dtype=float),
        sums,
        columns.T @ columns,
        tuple(tree),
        columns.shape[0],
        restricted,
    )


@dataclass(frozen=True, slots=True)
class _Crossed:
    """[X y]'V^-1 [X y] and log|V|, residual variance 1, with derivatives by each ratio first."""

    products: Array
    log_size: float
    products_by: Array
    log_size_by: Array


def _crossed(pieces: _Pieces, ratios: Array) -> _Crossed:
    """Take the levels into the inverse one by one; `ratios` from the outermost."""
    weights, sums = pieces.counts, pieces.sums
    products, log_size, many = pieces.products.copy(), 0.0, ratios.size
    weights_by, sums_by = np.zeros((many, weights.size)), np.zeros((many, *sums.shape))
    products_by, log_size_by = np.zeros((many, *products.shape)), np.zeros(many)
    for place, level in enumerate(pieces.levels):
        ratio, own = ratios[many - 1 - place], np.arange(many) == many - 1 - place
        grown = 1 + ratio * weights
        grown_by = own[:, None] * weights + ratio * weights_by
        share, share_by = ratio / grown, own[:, None] / grown - ratio * grown_by / grown**2
        products -= (sums * share[:, None]).T @ sums
        log_size += float(np.log(grown).sum())
        log_size_by += (grown_by / grown).sum(axis=1)
        for at in range(many):
            half = (sums_by[at] * share[:, None]).T @ sums
            products_by[at] -= (sums * share_by[at][:, None]).T @ sums + half + half.T
        sums_by = sums_by / grown[:, None] - sums * (grown_by / grown**2)[..., None]
        weights_by = weights_by / grown - weights * grown_by / grown**2
        weights, sums = _gather(level, (weights / grown)[:, None])[:, 0], sums / grown[:, None]
        weights_by = _gather(level, weights_by.T).T
        sums = _gather(level, sums)
        sums_by = np.stack([_gather(level, each) for each in sums_by])
    return _Crossed(products, log_size, products_by, log_size_by)


def _gather(level: _Level, columns: Array) -> Array:
    """Return sums over the groups of each wider group, shape (wider groups, columns)."""
    wider = int(level.parents.max()) + 1
    return np.stack([np.bincount(level.parents, column, wider) for column in columns.T], axis=1)


@dataclass(frozen=True, slots=True)
class _Profile:
    """Slopes, (X'V^-1X)^-1, residual variance, log-likelihood and its derivatives by ratios."""

    slopes: Array
    inverse: Array
    residual: float
    height: float
    gradient: Array


def _profile(pieces: _Pieces, ratios: Array) -> _Profile | None:
    """Return the likelihood at some ratios, slopes and residual variance at their best."""
    found = _crossed(pieces, ratios)
    products = found.products
    inside, cross = products[:-1, :-1], products[:-1, -1]
    sign, log_inside = np.linalg.slogdet(inside)
    if not sign > 0:
        return None
    inverse = np.asarray(np.linalg.inv(inside), dtype=float)
    slopes = inverse @ cross
    left = float(products[-1, -1] - cross @ slopes)
    free = pieces.rows - pieces.restricted * slopes.size
    if not left > 0 or free < 1:
        return None
    residual = left / free
    height = -0.5 * (free * (np.log(2 * np.pi * residual) + 1) + found.log_size)
    contrast = np.append(-slopes, 1.0)
    gradient = -0.5 * (contrast @ found.products_by @ contrast / residual + found.log_size_by)
    if pieces.restricted:
        height -= 0.5 * log_inside
        gradient -= 0.5 * np.einsum("ij,rji->r", inverse, found.products_by[:, :-1, :-1])
    return _Profile(slopes, inverse, residual, float(height), gradient)


def _height(pieces: _Pieces, ratios: Array) -> float:
    found = _profile(pieces, ratios)
    return -np.inf if found is None else found.height


def _search(pieces: _Pieces, free: Sequence[bool]) -> Array:
    """Return the ratios at the maximum; those not free are 0."""
    from scipy.optimize import minimize

    places = np.flatnonzero(free)

    def spread(some: Array) -> Array:
        ratios = np.zeros(len(free))
        ratios[places] = some
        return ratios

    def depth(roots: Array) -> tuple[float, Array]:
        found = _profile(pieces, spread(roots**2))
        if found is None:
            return 1e300, np.zeros_like(roots)
        return -found.height, -2 * roots * found.gradient[places]

    if not places.size:
        return np.zeros(len(free))
    bounds = [(0.0, HIGHEST_RATIO**0.5)] * places.size
    options = {"ftol": 1e-14, "gtol": 1e-7, "maxiter": 500}
    ratios = spread(np.full(places.size, 0.49))
    for _ in range(RESTARTS):
        start = np.sqrt(ratios[places])
        found = minimize(depth, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
        ratios = spread(found.x**2)
        for place in places:
            zero = ratios.copy()
            zero[place] = 0
            if ratios[place] <= BOUNDARY or _height(pieces, zero) >= _height(pieces, ratios):
                ratios = zero
        stuck = ratios
        ratios = _lifted(pieces, stuck, places)
        if ratios is stuck:
            break
    return _polished(pieces, ratios)


def _lifted(pieces: _Pieces, ratios: Array, places: NDArray[np.intp]) -> Array:
    """Return the ratios with one at 0 raised where that is better, or the ratios themselves.

    In terms of the root a ratio of 0 is flat whether or not it is the best, so that a search
    that has stepped there stays.
    """
    here = _profile(pieces, ratios)
    if here is None:
        return ratios
    for place in places:
        if ratios[place] == 0 and here.gradient[place] > 0:
            for halved in range(HALVINGS):
                moved = ratios.copy()
                moved[place] = 0.5**halved
                if _height(pieces, moved) > here.height:
                    return moved
    return ratios


def _polished(pieces: _Pieces, ratios: Array) -> Array:
    """Return the ratios above 0 after Newton steps on the derivatives, which are exact."""
    places = np.flatnonzero(ratios > 0)
    for _ in range(POLISHING):
        here = _profile(pieces, ratios)
        if here is None or not places.size:
            break
        columns = []
        for place in places:
            sides = []
            for sign in (1, -1):
                moved = ratios.copy()
                moved[place] *= 1 + sign * STEP
                side = _profile(pieces, moved)
                sides.append(here.gradient if side is None else side.gradient)
            columns.append((sides[0] - sides[1])[places] / (2 * STEP * ratios[place]))
        curvature = np.column_stack(columns)
        if not (np.linalg.eigvalsh((curvature + curvature.T) / 2) < 0).all():
            break
        moved = ratios.copy()
        moved[places] -= np.linalg.solve(curvature, here.gradient[places])
        if not (moved[places] > 0).all() or _height(pieces, moved) < here.height - 1e-9:
            break
        ratios = moved
    return ratios


def _errors(pieces: _Pieces, variances: Array) -> Array:
    """Return standard errors of the variances above 0, by the curvature over their logarithms."""
    places = np.flatnonzero(variances > 0)
    logs = np.log(variances[places])

    def height(moved: Array) -> float:
        now = np.zeros_like(variances)
        now[places] = np.exp(moved)
        return _full(pieces, now)

    size = places.size
    steps = STEP * np.eye(size)
    curvature = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            corners = [
                a * b * height(logs + a * steps[i] + b * steps[j]) for a in (1, -1) for b in (1, -1)
            ]
            curvature[i, j] = -sum(corners) / (4 * STEP**2)
    errors = np.full(variances.size, np.nan)
    spread = np.diagonal(np.linalg.inv(curvature))
    errors[places] = variances[places] * np.sqrt(np.where(spread > 0, spread, np.nan))
    return errors


def _full(pieces: _Pieces, variances: Array) -> float:
    """Return the log-likelihood profiled over the slopes only."""
    residual = variances[-1]
    found = _crossed(pieces, variances[:-1] / residual)
    products = found.products
    inside, cross = products[:-1, :-1], products[:-1, -1]
    left = products[-1, -1] - cross @ np.linalg.solve(inside, cross)
    free = pieces.rows - pieces.restricted * inside.shape[0]
    height = -0.5 * (free * np.log(2 * np.pi * residual) + found.log_size + left / residual)
    if pieces.restricted:
        height -= 0.5 * np.linalg.slogdet(inside)[1]
    return float(height)
