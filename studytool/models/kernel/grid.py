"""Grids of models: outcomes by specifications that share sample and effects.

The effects are taken out of each distinct column once for all models of a sample; each model then
picks its columns. Models whose outcome or regressors are missing in other rows are other samples,
with levels and means of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.kernel.linear import fit_outcomes
from studytool.models.kernel.projection import project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array, Codes, Trend
    from studytool.models.kernel.linear import Fit


@dataclass(frozen=True, slots=True)
class Model:
    """One model of a grid.

    Attributes
    ----------
    outcome : int
        Place of its outcome among the outcomes.
    regressors : tuple of int
        Places of its regressors among the regressors, in their order in the model.
    """

    outcome: int
    regressors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GridFit:
    """One fit of a grid.

    Attributes
    ----------
    fit : Fit
        As `studytool.models.kernel.linear.least_squares` gives it for this model alone.
    rows : ndarray of int, or None
        Positions of the rows it used; None where it used every row.
    """

    fit: Fit
    rows: NDArray[np.intp] | None


def fit_grid(
    outcomes: Array,
    regressors: Array,
    models: Sequence[Model],
    *,
    effects: Sequence[Codes] = (),
    weights: Array | None = None,
    trends: Sequence[Trend] = (),
) -> list[GridFit]:
    """Fit many models on the same rows, taking the effects out of each column once.

    Parameters
    ----------
    outcomes : ndarray, shape (n, q)
        Outcomes; NaN where missing.
    regressors : ndarray, shape (n, p)
        Regressors of all models; NaN where missing.
    models : sequence of Model
        Which outcome on which regressors.
    effects, weights, trends
        As in `studytool.models.kernel.linear.least_squares`, the same for all models.

    Returns
    -------
    list of GridFit
        In the order of the models, each equal to its fit alone on the rows that have its values.

    Raises
    ------
    ModelError
        If one of them cannot be fitted, or a row is complete for none of its columns.
    """
    found: list[GridFit | None] = [None] * len(models)
    for rows, places in _samples(outcomes, regressors, models):
        group = [models[place] for place in places]
        fits = _fit_sample(outcomes, regressors, group, rows, (effects, weights, trends))
        for place, fit in zip(places, fits, strict=True):
            found[place] = GridFit(fit, rows)
    return [fit for fit in found if fit is not None]


def _samples(
    outcomes: Array, regressors: Array, models: Sequence[Model]
) -> list[tuple[NDArray[np.intp] | None, list[int]]]:
    """Return the samples in the order they come up, each with the places of its models."""
    gone = [np.isnan(columns.sum(axis=0)) for columns in (outcomes, regressors)]
    missing: dict[tuple[int, int], NDArray[np.bool_]] = {
        (side, int(place)): np.isnan(columns[:, place])
        for side, columns in enumerate((outcomes, regressors))
        for place in np.flatnonzero(gone[side])
    }
    samples: dict[bytes, tuple[NDArray[np.intp] | None, list[int]]] = {}
    for place, model in enumerate(models):
        columns = ((0, model.outcome), *((1, column) for column in model.regressors))
        holes = [missing[column] for column in columns if column in missing]
        empty = np.logical_or.reduce(holes) if holes else None
        key = b"" if empty is None else np.packbits(empty).tobytes()
        if key not in samples:
            samples[key] = (None if empty is None else np.flatnonzero(~empty), [])
        samples[key][1].append(place)
    return list(samples.values())


def _fit_sample(
    outcomes: Array,
    regressors: Array,
    models: Sequence[Model],
    rows: NDArray[np.intp] | None,
    shared: tuple[Sequence[Codes], Array | None, Sequence[Trend]],
) -> list[Fit]:
    """Fit the models of one sample."""
    effects, weights, trends = shared
    wanted = sorted({column for model in models for column in model.regressors})
    asked = sorted({model.outcome for model in models})
    left, right = outcomes[:, asked], regressors[:, wanted]
    if rows is not None:
        if not rows.size:
            raise ModelError("No row has a value in every column of a model.")
        left, right = left[rows], right[rows]
        taken = {id(codes): codes[rows] for codes in (*effects, *(by for by, _ in trends))}
        effects = [taken[id(codes)] for codes in effects]
        trends = [(taken[id(by)], time[rows]) for by, time in trends]
        weights = None if weights is None else weights[rows]
    projected = project(right, left, effects=effects, weights=weights, trends=trends)
    where = {column: place for place, column in enumerate(wanted)}
    alike: dict[tuple[int, ...], list[int]] = {}
    for place, model in enumerate(models):
        alike.setdefault(model.regressors, []).append(place)
    fits: dict[int, Fit] = {}
    for some, places in alike.items():
        responses = [asked.index(models[place].outcome) for place in places]
        found = fit_outcomes(projected, responses, [where[column] for column in some])
        fits |= zip(places, found, strict=True)
    return [fits[place] for place in range(len(models))]
