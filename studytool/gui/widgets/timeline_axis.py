"""The axis of a timeline: which days it spans, where a day stands, which months are named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from studytool.exposure.contacts import Timeline

_AROUND = 400
_QUARTER = 3
_MOST_TICKS = 16
_DAY_ONE = np.datetime64("1970-01-01", "D")


@dataclass(frozen=True, slots=True)
class Tick:
    """A month that is named.

    Attributes
    ----------
    day : int
        Its first day, in days since 1970.
    month : str
        "Jan"; empty where years alone are named.
    year : str
        "2021" at the first tick of a year.
    """

    day: int
    month: str
    year: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A span of days.

    Attributes
    ----------
    first, last : int
        Days since 1970.
    """

    first: int
    last: int

    def share(self, day: int) -> float:
        """Return where a day stands, from 0 to 1; days outside stand at the end."""
        return min(max((day - self.first) / max(self.last - self.first, 1), 0.0), 1.0)

    def holds(self, day: int) -> bool:
        """Tell whether a day is on the axis."""
        return self.first <= day <= self.last

    def ticks(self) -> tuple[Tick, ...]:
        """Return the months to name: every quarter, or every January of a long span."""
        begin, end = day_of(self.first), day_of(self.last)
        months = range(begin.year * 12 + begin.month, end.year * 12 + end.month)
        quarters = [month for month in months if month % _QUARTER == 0]
        long = len(quarters) > _MOST_TICKS
        shown = [month for month in quarters if month % 12 == 0] if long else quarters
        ticks: list[Tick] = []
        for month in shown:
            day = date(month // 12, month % 12 + 1, 1)
            new = not ticks or day_of(ticks[-1].day).year != day.year
            name = "" if long else f"{day:%b}"
            ticks.append(Tick(number_of(day), name, str(day.year) if new else ""))
        return tuple(ticks)


def axis_of(timeline: Timeline) -> Axis | None:
    """Return the axis of all interviews and the contacts around them; None without any date.

    Parameters
    ----------
    timeline : Timeline
        Interviews and contacts.
    """
    met, contacts = days_of(timeline.interview), days_of(timeline.contact)
    if met.size:
        near = (contacts >= met.min() - _AROUND) & (contacts <= met.max() + _AROUND)
        contacts = contacts[near]
    every = np.concatenate((met, contacts))
    if not every.size:
        return None
    first, last = int(every.min()), int(every.max())
    room = max((last - first) // 40, 7)
    return Axis(first - room, last + room)


def days_of(dates: npt.NDArray[np.datetime64]) -> npt.NDArray[np.int64]:
    """Return the dates there are as days since 1970."""
    known = dates[~np.isnat(dates)].astype("datetime64[D]")
    return np.asarray((known - _DAY_ONE).astype(np.int64))


def day_of(number: int) -> date:
    """Return a number of days since 1970 as a date."""
    return date.fromordinal(number + date(1970, 1, 1).toordinal())


def number_of(day: date) -> int:
    """Return a date as days since 1970."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def said(number: int) -> str:
    """Return a day in words: "17 Nov 2021"."""
    day = day_of(number)
    return f"{day.day} {day:%b %Y}"
