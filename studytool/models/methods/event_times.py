"""When treatment began for whom, and how many waves each row lies from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.arrays.columns import is_yes_no, numbers, people_of, waves_of
from studytool.models.arrays.sample import Aside
from studytool.models.fitting.identification import changers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array
    from studytool.survey.panel import Panel

Ends = Literal["binned", "trimmed"]

NEVER = np.inf
"""Place of the first treated wave of those who are not treated at any wave of the data."""

BEFORE = -np.inf
"""Place of the first treated wave of those for whom it lies before the waves of the data."""


@dataclass(frozen=True, slots=True)
class Starts:
    """When treatment began, row by row.

    Attributes
    ----------
    place : ndarray, shape (n,)
        Place of the person's first treated wave among the waves of the data, from 0; inf for
        never, -inf where it began before, NaN where that is not known.
    waves : ndarray, shape (w,)
        The waves of the data.
    time : ndarray, shape (n,)
        Waves from the first treated wave to the row's: 0 at the first treated wave, -1 at the one
        before; NaN for people without a known start among the waves.
    column : str
        Column that says so.
    """

    place: Array
    waves: Array
    time: Array
    column: str

    @property
    def asides(self) -> tuple[Aside, ...]:
        """Rows of people whose start does not lie among the waves."""
        early = "already treated at the first wave: when it began is not in the data"
        return (
            Aside(early, np.asarray(self.place == BEFORE)),
            Aside(f"treatment missing ({self.column})", np.isnan(self.place)),
        )


def starts_by_cohort(panel: Panel, column: str) -> Starts:
    """Return when treatment began by a column that holds the first treated wave.

    Parameters
    ----------
    panel : Panel
        The linked panel, n rows.
    column : str
        First treated wave, the same in all rows of a person; empty or 0 is never.

    Returns
    -------
    Starts
        A date between two waves counts as the later one; one after the last wave as never.

    Raises
    ------
    ModelError
        If the column changes within people.
    """
    cohort = numbers(panel.frame, column)
    cohort = np.where(np.isnan(cohort) | (cohort == 0), NEVER, cohort)
    if panel.design.person is not None and changers(cohort, people_of(panel)):
        raise ModelError(
            f'"{column}" changes within people.',
            why="A cohort is the wave at which somebody was first treated: there is one.",
            remedy="Give treatment by wave as `treatment` instead, or check the column.",
        )
    waves = np.unique(waves_of(panel))
    place = np.searchsorted(waves, cohort).astype(float)
    place[cohort > waves[-1]] = NEVER
    place[cohort < waves[0]] = BEFORE
    return _starts(panel, place, waves, column)


def starts_by_treatment(panel: Panel, column: str) -> Starts:
    """Return when treatment began by a column that is 1 from the first treated wave on.

    Parameters
    ----------
    panel : Panel
        The linked panel, n rows.
    column : str
        0 or 1; rows where it is missing are NaN in the answer.

    Returns
    -------
    Starts
        People who are treated when first seen have begun before.

    Raises
    ------
    ModelError
        If the panel names no people, the column has other values, or treatment ends again.
    """
    values = numbers(panel.frame, column)
    known = ~np.isnan(values)
    _refuse_amount(column, values[known])
    people, waves = people_of(panel), np.unique(waves_of(panel))
    at = np.searchsorted(waves, waves_of(panel))
    count = int(people.max()) + 1
    first, seen, last = np.full(count, NEVER), np.full(count, NEVER), np.full(count, BEFORE)
    np.minimum.at(first, people[values == 1], at[values == 1])
    np.minimum.at(seen, people[known], at[known])
    np.maximum.at(last, people[values == 0], at[values == 0])
    ended = int((np.isfinite(first) & (last > first)).sum())
    if ended:
        raise ModelError(
            f'"{column}" ends again for some people, who are then neither before nor after.',
            why="People are followed from the wave at which treatment began.",
            remedy='Give the first treated wave as `cohort`, such as an exposure of kind "first", '
            "which takes treatment to last.",
        )
    place = np.where(np.isfinite(first) & (seen == first), BEFORE, first)[people]
    return _starts(panel, np.where(known, place, np.nan), waves, column)


def _starts(panel: Panel, place: Array, waves: Array, column: str) -> Starts:
    at = np.searchsorted(waves, waves_of(panel))
    time = np.full(place.size, np.nan)
    dated = np.isfinite(place)
    time[dated] = at[dated] - place[dated]
    return Starts(place, waves, time, column)


def _refuse_amount(column: str, values: Array) -> None:
    if not is_yes_no(values):
        raise ModelError(
            f'"{column}" has other values than 0 and 1.',
            why="An amount does not say when treatment began.",
            remedy="Make a column that is 1 from the first treated wave on, or give the first "
            "treated wave as `cohort`.",
        )


def term_of(time: int) -> str:
    """Return the name of an event time's term, such as ``event[-3]``."""
    return f"event[{time}]"


def within_window(
    time: Array, window: tuple[int, int] | None, ends: Ends
) -> tuple[Array, NDArray[np.bool_]]:
    """Return event times inside a window, and which rows lie outside.

    Parameters
    ----------
    time : ndarray, shape (n,)
        Event time of each row; NaN for those never treated.
    window : (int, int) or None
        First and last event time; None for all there are.
    ends : {"binned", "trimmed"}
        Whether what lies outside counts as the first or the last.

    Returns
    -------
    ndarray, shape (n,)
        Event times, at the ends of the window where binned and outside.
    ndarray of bool, shape (n,)
        Rows outside the window.
    """
    if window is None:
        return time, np.zeros(time.size, dtype=bool)
    outside = (time < window[0]) | (time > window[1])
    return (np.clip(time, *window) if ends == "binned" else time), outside
