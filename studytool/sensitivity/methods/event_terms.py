"""The terms of an event study as bounds on trends need them: in order, around the last wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.result import Estimate

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array
    from studytool.models.result import EventPath, ModelResult

LAST = -1
"""Event time of the last wave before treatment, which differences are taken from."""


@dataclass(frozen=True, slots=True)
class EventTerms:
    """Differences from the last wave before treatment, with their covariance.

    Attributes
    ----------
    estimates : ndarray, shape (p + q,)
        Those of the p waves before it, in order, then those of the q waves from the start on.
    covariance : ndarray, shape (p + q, p + q)
        Their covariance.
    before, after : int
        p and q.
    """

    estimates: Array
    covariance: Array
    before: int
    after: int

    def target(self, at: int | None) -> Array:
        """Return the weights on the waves after, shape (q,): one wave, or the mean of all."""
        if at is None:
            return np.full(self.after, 1 / self.after)
        if not 0 <= at < self.after:
            raise ModelError(
                f"There is no estimate {at} waves after the first treated wave.",
                where="at",
                remedy=f"Take 0 to {self.after - 1}, or leave it out for the mean of all waves.",
            )
        chosen = np.zeros(self.after)
        chosen[at] = 1.0
        return chosen


def event_terms(result: ModelResult) -> EventTerms:
    """Return the terms of an event study around the last wave before treatment.

    Parameters
    ----------
    result : ModelResult
        Of an event study, or of any model that gives a path and the covariance of its terms.

    Returns
    -------
    EventTerms
        With another reference than the last wave, the differences are taken anew.

    Raises
    ------
    ModelError
        If there is no path, no wave before or after to compare, a gap in the waves, no reference
        in common, or a second one, which is taken and not found to be 0.
    """
    path = result.path
    if path is None:
        raise ModelError(
            f'The model "{result.name}" has no terms before and after treatment.',
            remedy='Name a model of kind "event_study" or a staggered one.',
        )
    _refuse_other_references(path)
    places = {term: place for place, term in enumerate(result.terms)}
    known = [time for time in _whole(path, result) if _has(path, result, time)]
    before, after = sum(t < LAST for t in known), sum(t > LAST for t in known)
    if not before or not after:
        missing = "before the last one before treatment" if not before else "after treatment"
        raise ModelError(
            f"There is no wave {missing}, so nothing says how far paths part by themselves.",
            why="The differences before treatment are the measure of those after it.",
            remedy="It needs two waves before treatment, and one from its start on.",
        )
    count = len(result.terms)
    rows = np.zeros((len(known) - (LAST in known), count))
    for row, time in enumerate(t for t in known if t != LAST):
        rows[row] = _indicator(path, places, time, count) - _indicator(path, places, LAST, count)
    values = np.array([getattr(result.estimates[term], "estimate") for term in result.terms])  # noqa: B009  # those in `terms` have one
    return EventTerms(rows @ values, rows @ result.covariance @ rows.T, before, after)


def _refuse_other_references(path: EventPath) -> None:
    if not path.references:
        raise ModelError(
            "The terms of the model have no reference wave in common.",
            why="Those before treatment then measure something else than those after it, and "
            "cannot say how far those may be off.",
            remedy='Use a model whose terms are all differences from one wave: base = "universal", '
            'or kind = "sun_abraham".',
        )
    if len(path.references) > 1:
        raise ModelError(
            "The event study has two references.",
            why="That the path did not move between them is taken for granted there, so it "
            "cannot measure how far paths part.",
            remedy="Use one reference and people never treated.",
        )


def _whole(path: EventPath, result: ModelResult) -> list[int]:
    """Return the event times without a gap around the last wave before treatment."""
    there = {time for time in path.times if _has(path, result, time)}
    if LAST not in there:
        raise ModelError(
            "The event study has no estimate at the last wave before treatment.",
            remedy="Widen its window to hold event time -1.",
        )
    low = high = LAST
    while low - 1 in there:
        low -= 1
    while high + 1 in there:
        high += 1
    if gone := sorted(there - set(range(low, high + 1))):
        raise ModelError(
            f"The path has a gap: event time {gone[0]} has an estimate and one nearer has none.",
            remedy="Narrow the window of the event study to the waves without a gap.",
        )
    return list(range(low, high + 1))


def _has(path: EventPath, result: ModelResult, time: int) -> bool:
    if time in path.references:
        return True
    return isinstance(result.estimates.get(_term(path, time)), Estimate)


def _term(path: EventPath, time: int) -> str:
    return path.terms[path.times.index(time)]


def _indicator(path: EventPath, places: dict[str, int], time: int, count: int) -> Array:
    row = np.zeros(count)
    if time not in path.references:
        row[places[_term(path, time)]] = 1.0
    return row
