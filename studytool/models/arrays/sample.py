"""The estimation sample: every row that leaves on the way, with the reason ("why this N?")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from studytool.core.counted import portion, several
from studytool.core.errors import ModelError
from studytool.core.expression import keep
from studytool.core.expression_columns import FrameColumns
from studytool.core.findings import Finding
from studytool.models.arrays.columns import numbers, people_of, waves_of
from studytool.models.result import Leaving, SampleFlow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studytool.models.kernel.absorption import Codes
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

Mask = NDArray[np.bool_]

_NOT_TRACKED = "not present in every wave"
_IN_WAVES = (
    'Nobody has an interview in every wave: leave sample = "tracked" out where each wave asked'
    " other people (cross-sections), or check the IDs."
)
HUGEST = 1e150
_WINDOW = (
    ' Where it is an exposure, check its window; before_first = "zero" counts people as not yet '
    "served at their first interview."
)

MANY = 0.05
"""Share of rows that leave for one reason from which on a finding says so."""


@dataclass(frozen=True, slots=True)
class Need:
    """A column that must have a value for a row to stay.

    Attributes
    ----------
    column : str
        Column of the panel's frame.
    words : str
        What is said of rows without a value, such as "outcome missing".
    number : bool
        Whether it must hold numbers; a factor or a level may hold texts.
    by_reason : bool
        Whether rows are told apart by why the cell is empty ("outcome missing: refused").
    positive : bool
        Whether only values above 0 serve, as with weights.
    """

    column: str
    words: str
    number: bool = True
    by_reason: bool = False
    positive: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """Rows an estimator does not use as rows, such as those of the baseline wave.

    Attributes
    ----------
    reason : str
        Why.
    rows : ndarray of bool, shape (n,)
        Which, of all rows of the panel.
    """

    reason: str
    rows: Mask


@dataclass(frozen=True, slots=True)
class Sample:
    """The rows a model uses.

    Attributes
    ----------
    index : ndarray of int, shape (m,)
        Their positions in the panel's frame, sorted by person and wave and, where that does not
        tell rows apart, by their values: the same order however the panel's rows are ordered.
    flow : SampleFlow
        How the other rows left.
    findings : tuple of Finding
        Reasons for which many rows left.
    """

    index: NDArray[np.intp]
    flow: SampleFlow
    findings: tuple[Finding, ...]


def draw_sample(
    panel: Panel, spec: ModelSpec, needs: Sequence[Need], *, asides: Sequence[Aside] = ()
) -> Sample:
    """Draw the estimation sample.

    Parameters
    ----------
    panel : Panel
        The linked panel, n rows.
    spec : ModelSpec
        Its `where`, `sample` and `unbalanced` are applied.
    needs : sequence of Need
        Columns that must have values, in the order in which rows leave for them.
    asides : sequence of Aside
        Rows set aside by the estimator.

    Returns
    -------
    Sample
        Rows used, and how the others left.

    Raises
    ------
    ModelError
        If no row is left, a needed column has no value at all, holds an infinite number where a
        row would be used, or a weight is negative.

    Notes
    -----
    Order of the steps: `where`; `sample = "tracked"`; rows set aside; missing values in the order
    of `needs`; `unbalanced = "drop"`, on what is left.
    """
    people = people_of(panel)
    kept = kept_by_where(panel, spec)
    steps = [] if kept.all() else [_leaving("where", ~kept, kept, people)]
    for reason, leaving in _on_request(panel, spec, asides, people, kept):
        kept = kept & ~leaving
        steps.append(_leaving(reason, leaving, kept, people))
    _refuse_empty(kept, steps)
    losses = []
    start = int(kept.sum())
    for reason, leaving in _missing(panel, needs, kept):
        kept = kept & ~leaving
        losses.append(_leaving(reason, leaving, kept, people))
    steps += losses
    if spec.unbalanced == "drop" and kept.any():
        leaving = kept & ~in_every_wave(people, waves_of(panel), kept)
        kept = kept & ~leaving
        steps += _leavings("not in every wave of the sample", leaving, kept, people)
    _refuse_empty(kept, steps)
    flow = _flow(kept, people, steps)
    return Sample(_in_order(panel, needs, kept, people), flow, _many(losses, start))


def kept_by_where(panel: Panel, spec: ModelSpec) -> Mask:
    """Return which rows of the panel a model's `where` keeps.

    Parameters
    ----------
    panel : Panel
        The linked panel, n rows.
    spec : ModelSpec
        The model.

    Returns
    -------
    ndarray of bool, shape (n,)
        True for rows in which the condition is true.

    Raises
    ------
    ModelError
        If there is none.
    """
    frame, design = panel.frame, panel.design
    person = frame[design.person] if design.person else None
    wave = frame.get(design.wave)
    kept = keep(
        spec.where,
        FrameColumns(frame),
        n_rows=len(frame),
        person=person,
        wave=wave,
        waves=tuple(panel.waves),
    )
    if not kept.any():
        raise ModelError(
            "No row is left to estimate on.",
            why=f"The condition {spec.where} is true in no row."
            if spec.where
            else "There are no data.",
            remedy="Check `where`.",
        )
    return kept


def in_every_wave(people: Codes, waves: NDArray[np.float64], kept: Mask) -> Mask:
    """Return which rows belong to people with a kept row in every wave of the kept rows.

    Parameters
    ----------
    people : ndarray of int, shape (n,)
        Person of each row.
    waves : ndarray of float, shape (n,)
        Wave of each row.
    kept : ndarray of bool, shape (n,)
        Rows that count.

    Returns
    -------
    ndarray of bool, shape (n,)
        True for every row of such a person.
    """
    pairs = np.unique(np.stack([people[kept].astype(float), waves[kept]], axis=1), axis=0)
    present = np.bincount(pairs[:, 0].astype(np.intp), minlength=int(people.max()) + 1)
    return np.asarray(present[people] == np.unique(waves[kept]).size)


def _on_request(
    panel: Panel, spec: ModelSpec, asides: Sequence[Aside], people: Codes, kept: Mask
) -> Iterator[tuple[str, Mask]]:
    """Yield the rows that leave because the document or the estimator asks for it."""
    if spec.sample == "tracked":
        leaving = kept & ~in_every_wave(people, waves_of(panel), kept)
        kept = kept & ~leaving
        if leaving.any():
            yield _NOT_TRACKED, leaving
    for aside in asides:
        leaving = kept & aside.rows
        kept = kept & ~leaving
        if leaving.any():
            yield aside.reason, leaving


def _missing(panel: Panel, needs: Sequence[Need], kept: Mask) -> Iterator[tuple[str, Mask]]:
    """Yield the rows that leave for want of a value, need by need and reason by reason."""
    for need in needs:
        empty = kept & _without_value(panel, need, kept)
        if not empty.any():
            continue
        if empty.sum() == kept.sum():
            raise _nothing_there(need, panel)
        kept = kept & ~empty
        why = _reasons(panel, need) if need.by_reason else None
        if why is None:
            yield need.words, empty
            continue
        for reason in sorted(set(why[empty])):
            yield f"{need.words}: {reason}" if reason else need.words, empty & (why == reason)


def _without_value(panel: Panel, need: Need, kept: Mask) -> Mask:
    if not need.number:
        numbers_or_texts = panel.frame[need.column]
        return np.asarray(numbers_or_texts.isna(), dtype=bool)
    values = numbers(panel.frame, need.column)
    infinite = int(np.isinf(values[kept]).sum())
    if infinite:
        raise ModelError(
            f'"{need.column}" is infinite in {several(infinite, "row")}.',
            why="An infinite number cannot be averaged with others.",
            remedy="Look at how it was computed, or set those cells to missing.",
        )
    huge = int((np.abs(values[kept]) > HUGEST).sum())
    if huge:
        raise ModelError(
            f'"{need.column}" is over {HUGEST:g} in {several(huge, "row")}.',
            why="Numbers that large cannot be squared and added up; no survey answer is.",
            remedy="Look these cells up, and list a code such as 1e308 under missing.",
        )
    negative = int((values[kept] < 0).sum())
    if need.positive and negative:
        raise ModelError(
            f'The weights in "{need.column}" are negative in {several(negative, "row")}.',
            remedy="A sampling weight says how many people a row stands for: check the column.",
        )
    return np.isnan(values) | (values <= 0) if need.positive else np.isnan(values)


def _reasons(panel: Panel, need: Need) -> NDArray[np.object_] | None:
    """Return why each cell of a column is empty; empty text where that is not known."""
    if need.column not in panel.reasons:
        return None
    return np.asarray(panel.reasons[need.column].fillna("").astype(object))


def _nothing_there(need: Need, panel: Panel) -> ModelError:
    found = _reasons(panel, need)
    common = pd.Series(found[found != ""]).value_counts() if found is not None else pd.Series([])
    return ModelError(
        f'"{need.column}" has no value in any row that is left ({need.words}).',
        why=f"The cells are empty because: {', '.join(sorted(common.index))}."
        if len(common)
        else "",
        remedy="Check the column and `where`." + _WINDOW * need.words.startswith("treatment"),
    )


def _refuse_empty(kept: Mask, steps: Sequence[Leaving]) -> None:
    if kept.any():
        return
    worst = max(steps, key=lambda step: step.rows)
    raise ModelError(
        "No row is left to estimate on.",
        why=f"Most rows, {worst.rows}, left because: {worst.reason}.",
        remedy=_IN_WAVES
        if worst.reason == _NOT_TRACKED
        else "Look at that column, or ask for fewer columns.",
    )


def _flow(kept: Mask, people: Codes, steps: Sequence[Leaving]) -> SampleFlow:
    return SampleFlow(
        rows=kept.size,
        people=int(np.unique(people).size),
        steps=tuple(steps),
        used_rows=int(kept.sum()),
        used_people=int(np.unique(people[kept]).size),
    )


def _leaving(reason: str, leaving: Mask, kept: Mask, people: Codes) -> Leaving:
    """Return a step; `kept` is what is left after it."""
    gone = np.setdiff1d(people[leaving], people[kept]).size
    places = tuple(int(place) for place in np.flatnonzero(leaving))
    return Leaving(reason, rows=len(places), people=int(gone), index=places)


def _leavings(reason: str, leaving: Mask, kept: Mask, people: Codes) -> list[Leaving]:
    return [_leaving(reason, leaving, kept, people)] if leaving.any() else []


def _in_order(panel: Panel, needs: Sequence[Need], kept: Mask, people: Codes) -> NDArray[np.intp]:
    """Return the kept positions in an order that does not depend on the panel's."""
    places = np.flatnonzero(kept)
    who = people[places] if panel.design.person is not None else np.zeros(places.size)
    values = (panel.frame[need.column].iloc[places] for need in needs)
    ranks = [pd.factorize(column, sort=True)[0] for column in values]
    # the last key counts first
    return places[np.lexsort([*ranks[::-1], waves_of(panel)[places], who])]


def _many(losses: Sequence[Leaving], start: int) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            "warning",
            "sample_losses",
            f"{words} are not used because: "
            f"{step.reason}. The estimate holds for those who are left, who may differ from "
            "those who are not.",
            remedy="Look at who they are; compare with a model that does not need this column.",
            counts=counts,
        )
        for step in losses
        if step.rows > MANY * start
        for words, counts in [portion(step.rows, start, "rows", end=f" ({step.rows / start:.0%})")]
    )
