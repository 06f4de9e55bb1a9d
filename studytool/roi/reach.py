"""Whom the money reached: the treated people and families of a model's sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from studytool.models.result import ModelResult
    from studytool.report.material import Material

_FAMILY_LEVELS = ("household", "hh", "family")


def treated_people(effect: str, result: ModelResult, material: Material) -> float | None:
    """Return how many people of the model's sample were treated.

    Parameters
    ----------
    effect : str
        Model and term, such as ``visits_ancova.offered``.
    result : ModelResult
        The model.
    material : Material
        Its panel holds the treatment.

    Returns
    -------
    float or None
        From the model's own count for its leading term, else from the sample; None where
        neither is there.
    """
    term = effect.partition(".")[2]
    if result.shown[:1] == (term,) and "n_treated_people" in result.statistics:
        return result.statistics["n_treated_people"]
    treated = _treated_rows(term, result, material)
    person = material.panel.design.person
    if treated is None:
        return None
    return float(len(treated) if person is None else treated[person].nunique())


def treated_families(effect: str, result: ModelResult, material: Material) -> float | None:
    """Return how many families the treated people of the model's sample belong to.

    Parameters
    ----------
    effect, result, material
        As in `treated_people`.

    Returns
    -------
    float or None
        None where the panel has no families.
    """
    levels = material.panel.design.levels
    column = next((levels[name] for name in _FAMILY_LEVELS if name in levels), None)
    treated = _treated_rows(effect.partition(".")[2], result, material)
    if column is None or treated is None or treated.empty:
        return None
    return float(treated[column].nunique())


def _treated_rows(term: str, result: ModelResult, material: Material) -> pd.DataFrame | None:
    """Return the treated rows that are left after every step of the sample's flow."""
    frame = material.panel.frame
    if term not in frame.columns:
        return None
    used = np.ones(len(frame), dtype=bool)
    for step in result.flow.steps:
        used[list(step.index)] = False
    return frame[used & (frame[term].fillna(0) != 0).to_numpy()]
