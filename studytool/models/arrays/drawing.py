"""The sample of a model that is not linear: rows that say nothing leave late, and are counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.counted import several
from studytool.core.errors import ModelError
from studytool.models.arrays.columns import codes_of, find_columns, is_yes_no, numbers, people_of
from studytool.models.arrays.sample import draw_sample
from studytool.models.result import Leaving

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from studytool.models.arrays.sample import Need, Sample
    from studytool.models.kernel.absorption import Array, Codes
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel


def draw(spec: ModelSpec, panel: Panel, needs: Sequence[Need]) -> tuple[Sample, Array]:
    """Draw the rows with every value needed, and their outcome.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    panel : Panel
        The linked panel.
    needs : sequence of Need
        Columns that must have values.

    Returns
    -------
    tuple of Sample and ndarray of shape (n,)
        Rows used, and the outcome of each.

    Raises
    ------
    ModelError
        If no row is left.
    """
    sample = draw_sample(panel, spec, needs)
    return sample, numbers(panel.frame, spec.outcome)[sample.index]


def let_go(
    sample: Sample,
    people: Codes,
    reasons: Sequence[tuple[str, NDArray[np.bool_]]],
    *,
    serving: str = "",
) -> Sample:
    """Return a sample without rows that the method has no use for, written in the flow.

    Parameters
    ----------
    sample : Sample
        The sample, n rows.
    people : ndarray of int, shape (n,)
        Person of each row.
    reasons : sequence of (str, ndarray of bool, shape (n,))
        Why, and which rows; a row leaves for the first reason that names it.
    serving : str
        The reason whose rows have a part in the estimate all the same.

    Returns
    -------
    Sample
        The rest, which may be empty.
    """
    kept = np.ones(sample.index.size, dtype=bool)
    steps = list(sample.flow.steps)
    for reason, rows in reasons:
        leaving, kept = kept & rows, kept & ~rows
        if leaving.any():
            lost = np.setdiff1d(people[leaving], people[kept]).size
            places = tuple(sorted(int(place) for place in sample.index[leaving]))
            step = Leaving(reason, rows=len(places), people=int(lost), index=places)
            steps.append(replace(step, serves=reason == serving, by_method=reason != serving))
    if kept.all():
        return sample
    flow = replace(
        sample.flow,
        steps=tuple(steps),
        used_rows=int(kept.sum()),
        used_people=int(np.unique(people[kept]).size),
    )
    return replace(sample, index=sample.index[kept], flow=flow)


def let_groups_go(
    panel: Panel,
    sample: Sample,
    level: str,
    silent: Callable[[Codes], NDArray[np.bool_]],
    reason: str,
) -> tuple[Sample, int]:
    """Return a sample without the groups that say nothing, and how many these are.

    Parameters
    ----------
    panel : Panel
        The linked panel.
    sample : Sample
        The sample, n rows.
    level : str
        Level or column whose groups they are.
    silent : callable
        From the group of each row, coded 0, 1, ..., to which groups say nothing.
    reason : str
        Why, for the flow.

    Returns
    -------
    tuple of Sample and int
        The rest, which may be empty; groups that are gone.
    """
    frame = panel.frame.iloc[sample.index]
    groups = codes_of([frame[name] for name in find_columns(level, panel)])
    gone = silent(groups)
    people = people_of(panel)[sample.index]
    return let_go(sample, people, [(reason, gone[groups])]), int(gone.sum())


def refuse_other_than_yes_and_no(outcome: str, values: Array, method: str) -> None:
    """Refuse an outcome that is not 0 or 1.

    Parameters
    ----------
    outcome : str
        Its name.
    values : ndarray, shape (n,)
        Its values.
    method : str
        What the method is called, such as "A logit".

    Raises
    ------
    ModelError
        If there is another value.
    """
    if not is_yes_no(values):
        raise ModelError(
            f'"{outcome}" has other values than 0 (no) and 1 (yes).',
            why=f"{method} is a model of the chance of a yes.",
            remedy="Derive a yes/no variable, such as a band at or above its cut-off, or use "
            'kind = "fixed_effects".',
        )


def refuse_negative(outcome: str, values: Array, instead: str) -> None:
    """Refuse an outcome below 0 in a model of counts.

    Parameters
    ----------
    outcome : str
        Its name.
    values : ndarray, shape (n,)
        Its values.
    instead : str
        What takes such an outcome.

    Raises
    ------
    ModelError
        If there is a negative value.
    """
    negative = int((values < 0).sum())
    if negative:
        raise ModelError(
            f'"{outcome}" is negative in {several(negative, "row")}.',
            why="A Poisson model is of counts and rates, which are 0 or more.",
            remedy=f"Check the column, or use {instead}.",
        )


def refuse_none_left(sample: Sample, why: str, remedy: str) -> None:
    """Refuse a sample of which no row is left.

    Parameters
    ----------
    sample : Sample
        The sample.
    why, remedy : str
        Why none is left, and what to do.

    Raises
    ------
    ModelError
        If it is empty.
    """
    if not sample.index.size:
        raise ModelError("No row is left to estimate on.", why=why, remedy=remedy)
