"""A panel in which those who left have rows again, their outcomes at the worst or the best."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import numbers, people_of, waves_of
from studytool.models.fitting.regression import fit_arrays
from studytool.models.guard.facts import gather_facts
from studytool.sensitivity.methods.part_of_panel import with_rows
from studytool.sensitivity.subject import refit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array
    from studytool.models.result import ModelResult
    from studytool.sensitivity.subject import Subject
    from studytool.survey.panel import Panel


@dataclass(frozen=True, slots=True)
class Completed:
    """A panel with a row for everyone of the baseline at every later wave.

    Attributes
    ----------
    panel : Panel
        n rows.
    empty : ndarray of bool, shape (n,)
        Rows after the baseline without an outcome.
    people : int
        People who have such a row.
    """

    panel: Panel
    empty: NDArray[np.bool_]
    people: int


def complete(subject: Subject, wave: float | None = None) -> Completed:
    """Return the panel with a row for everyone of the baseline at every later wave.

    Parameters
    ----------
    subject : Subject
        The model.
    wave : float, optional
        The baseline wave; the first where absent.

    Returns
    -------
    Completed
        New rows are those of the baseline at another wave, without an outcome.

    Raises
    ------
    ModelError
        If nobody is followed, or treatment differs within people, so that it is not known for
        those who left.
    """
    panel = subject.panel
    if panel.design.person is None or panel.design.design == "cross_sections":
        raise ModelError(
            "The panel does not say who is who, so nobody can be seen to leave.",
            remedy="Name the person column in [panel].",
        )
    facts = gather_facts(subject.model, subject.result, panel)
    if not facts.constant_treatment or not facts.groups.known.any():
        raise ModelError(
            f'The treatment of "{subject.model.name}" is not known for those who left.',
            why="It changes within people, or is an amount, so a missed wave does not say it.",
            remedy="Use a model of who was offered or assigned, the same at every wave.",
        )
    waves, people = waves_of(panel), people_of(panel)
    start = float(waves.min()) if wave is None else wave
    first = np.flatnonzero(waves == start)
    later = [w for w in np.unique(waves) if w > start]
    added, at = [], []
    for each in later:
        gone = first[~np.isin(people[first], people[waves == each])]
        added.append(gone)
        at.append(np.full(gone.size, each))
    whole = np.concatenate([np.arange(waves.size), *added])
    wider = with_rows(panel, whole)
    outcome = numbers(wider.frame, subject.model.outcome).copy()
    outcome[waves.size :] = np.nan
    moment = np.concatenate([waves, *at])
    column = panel.frame[panel.design.wave].dtype
    frame = wider.frame.assign(
        **{
            panel.design.wave: pd.Series(moment).astype(column),
            subject.model.outcome: outcome,
        }
    )
    who = people[whole]
    starters = np.isin(who, people[first])
    empty = np.isnan(outcome) & (moment > start) & starters
    return Completed(replace(wider, frame=frame), empty, int(np.unique(who[empty]).size))


def refit_extremes(
    subject: Subject, completed: Completed, term: str, bounds: tuple[float, float]
) -> tuple[ModelResult, ModelResult, int]:
    """Return the model at the least and the greatest estimate that missing outcomes could give.

    Parameters
    ----------
    subject : Subject
        The model.
    completed : Completed
        From `complete`.
    term : str
        The estimate.
    bounds : tuple of (float, float)
        Least and greatest value of the outcome.

    Returns
    -------
    tuple of (ModelResult, ModelResult, int)
        Both, and how many outcomes were filled in.

    Notes
    -----
    A least-squares estimate is a sum of outcomes times weights that do not depend on them: each
    missing outcome is put at the end that its weight calls for.
    """
    low, high = bounds
    filled = _refit_with(subject, completed, np.full(completed.empty.size, (low + high) / 2))
    pull = np.zeros(completed.empty.size)
    if filled.regression is None:
        raise ModelError(f'The model "{subject.model.name}" is no least-squares regression.')
    design = filled.regression.design()
    fit = fit_arrays(design)
    place = [design.names[kept] for kept in fit.kept].index(term)
    weights = 1.0 if design.weights is None else design.weights
    pull[filled.regression.index] = fit.regressors @ fit.bread[:, place] * weights
    ends = [
        _refit_with(subject, completed, np.where(side * pull > 0, high, low)) for side in (-1, 1)
    ]
    used = np.zeros(completed.empty.size, dtype=bool)
    used[filled.regression.index] = True
    return ends[0], ends[1], int((used & completed.empty).sum())


def _refit_with(subject: Subject, completed: Completed, values: Array) -> ModelResult:
    panel, name = completed.panel, subject.model.outcome
    outcome = np.where(completed.empty, values, numbers(panel.frame, name))
    return refit(subject, replace(panel, frame=panel.frame.assign(**{name: outcome})))
