"""The slow way to what resampling does: a panel, and every draw fitted again from its rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studytool.models.inference.covariance import clustered
from studytool.models.kernel.linear import least_squares


@dataclass(frozen=True)
class Rows:
    """Arrays of an unbalanced panel of five schools."""

    y: np.ndarray
    d: np.ndarray
    x: np.ndarray
    child: np.ndarray
    wave: np.ndarray
    school: np.ndarray
    weights: np.ndarray

    @property
    def effects(self):
        return (self.child, self.wave)

    @property
    def regressors(self):
        return np.column_stack([self.x, self.d])


def rows(seed, *, children=60, schools=5, waves=3, seen=0.8, moves=0.0):
    """Return a panel in which some children may change school."""
    random = np.random.default_rng(seed)
    child, wave = np.divmod(np.arange(children * waves), waves)
    school = child % schools
    school = np.where(random.random(child.size) < moves, (school + 1) % schools, school)
    d = ((random.random(children) < 0.5)[child] & (wave > 0)).astype(float)
    x = random.normal(size=child.size)
    y = 0.3 * d + 0.5 * x + random.normal(size=children)[child] + random.normal(size=child.size)
    y += random.normal(size=schools)[school] * wave
    kept = random.random(child.size) < seen
    weights = random.uniform(0.5, 2, child.size)
    return Rows(*(a[kept] for a in (y, d, x, child, wave, school, weights)))


def restricted(y, regressors, dropped, effects, weights, *, trends=()):
    """Return the residuals of a fit without some regressors, by dummies of every effect.

    Of each trend, levels and times, a column that is the time in a level stands beside them.
    """
    others = np.delete(regressors, dropped, axis=1)
    dummies = [(codes[:, None] == np.unique(codes)).astype(float) for codes in effects]
    lines = [(codes[:, None] == np.unique(codes)) * time[:, None] for codes, time in trends]
    design = np.hstack([*dummies, *lines, others])
    root = np.ones(y.size) if weights is None else np.sqrt(weights)
    slopes = np.linalg.lstsq(design * root[:, None], y * root, rcond=None)[0]
    return y - design @ slopes


def refitted_t(  # ways to draw
    data, draws, *, hypothesis=0.0, weights=None, clusters=None, drawn=None, trends=()
):
    """Return the t statistic of `d` in each draw, each fitted again from its rows."""
    x, codes = data.regressors, data.school if clusters is None else clusters
    errors = restricted(data.y - hypothesis * data.d, x, [1], data.effects, weights, trends=trends)
    found = []
    for v in draws:
        y = data.y - errors + v[codes if drawn is None else drawn] * errors
        fit = least_squares(y, x, effects=data.effects, weights=weights, trends=trends)
        found.append((fit.coefficients[1] - hypothesis) / clustered(fit, codes)[1, 1] ** 0.5)
    return np.array(found)
