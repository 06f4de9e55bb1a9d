"""Whom the money reached: everyone treated, also those a model's sample lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.survey.conditions import FAMILY_LEVELS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from studytool.survey.panel import Panel


def treated_people(term: str, panel: Panel) -> float | None:
    """Return how many people were ever treated, in the data and not in a sample of them.

    Parameters
    ----------
    term : str
        Column of the treatment.
    panel : Panel
        The linked panel: money was spent on those who left the study too.

    Returns
    -------
    float or None
        None where the term is no column.
    """
    treated = _treated_rows(term, panel)
    if treated is None:
        return None
    person = panel.design.person
    return float(treated.sum() if person is None else panel.frame[person][treated].nunique())


def treated_families(term: str, panel: Panel) -> float | None:
    """Return how many families the people ever treated belong to.

    Parameters
    ----------
    term, panel
        As in `treated_people`.

    Returns
    -------
    float or None
        None where the panel has no families.
    """
    levels = panel.design.levels
    column = next((levels[name] for name in FAMILY_LEVELS if name in levels), None)
    treated = _treated_rows(term, panel)
    if column is None or treated is None or not treated.any():
        return None
    return float(panel.frame[column][treated].nunique())


def _treated_rows(term: str, panel: Panel) -> npt.NDArray[np.bool_] | None:
    column = term.split(":", maxsplit=1)[0]  # offered:post is about those who were offered
    if column not in panel.frame.columns:
        return None
    treated: npt.NDArray[np.bool_] = (panel.frame[column].fillna(0) != 0).to_numpy()
    return treated
