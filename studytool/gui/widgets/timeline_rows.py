"""One person's row of a timeline: interviews, contacts, windows, and the words for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from studytool.core.counted import several
from studytool.gui.widgets.timeline_axis import days_of, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from studytool.exposure.contacts import Timeline


@dataclass(frozen=True, slots=True)
class Span:
    """The window of one interview.

    Attributes
    ----------
    label : str
        The wave.
    opens, closes : int
        Days since 1970.
    within : int
        Contacts that count in it.
    interview : int or None
        Day of the interview; None where it has no date.
    """

    label: str
    opens: int
    closes: int
    within: int
    interview: int | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What one row shows.

    Attributes
    ----------
    name : str
        ID of the person.
    interviews : tuple of int
        Days of interviews, since 1970.
    counted, outside : tuple of int
        Days of contacts that count and of those that do not.
    windows : tuple of Span
        The windows there are.
    """

    name: str
    interviews: tuple[int, ...]
    counted: tuple[int, ...]
    outside: tuple[int, ...]
    windows: tuple[Span, ...]

    def words(self, place: int) -> str:
        """Return the row as it is read out, with the window of that place."""
        met = ", ".join(map(said, self.interviews)) or "none dated"
        parts = [
            f"{self.name}. Interviews: {met}.",
            f"Contacts counted: {len(self.counted)}, outside every window: {len(self.outside)}.",
        ]
        if 0 <= place < len(self.windows):
            span = self.windows[place]
            parts.append(f"Window of {span.label}: {window_words(span)}.")
        return " ".join(parts)


def row_of(timeline: Timeline, person: int, waves: Mapping[float, str]) -> PersonRow:
    """Return the row of one person.

    Parameters
    ----------
    timeline : Timeline
        Interviews and contacts.
    person : int
        Place among its people.
    waves : mapping of float to str
        Labels of waves.
    """
    met = slice(*timeline.interview_from[person : person + 2])
    seen = slice(*timeline.contact_from[person : person + 2])
    contact, counted = timeline.contact[seen], timeline.counted[seen]
    known = ~np.isnat(timeline.opens[met])
    spans = zip(
        timeline.wave[met][known].tolist(),
        days_of(timeline.opens[met]).tolist(),
        days_of(timeline.closes[met]).tolist(),
        timeline.within[met][known].tolist(),
        timeline.interview[met][known],
        strict=True,
    )
    return PersonRow(
        name=str(timeline.people[person]),
        interviews=_days(timeline.interview[met]),
        counted=_days(contact[counted]),
        outside=_days(contact[~counted]),
        windows=tuple(
            Span(
                waves.get(wave) or f"wave {wave:g}",
                opens,
                closes,
                within,
                None if np.isnat(day) else int(days_of(np.array([day]))[0]),
            )
            for wave, opens, closes, within, day in spans
        ),
    )


def window_words(span: Span) -> str:
    """Return a window in words: "17 Nov 2021 to 7 Nov 2022: 355 days, 3 contacts"."""
    length = span.closes - span.opens
    contacts = several(span.within, "contact")
    far = 40_000
    if length > far:
        return f"the whole time, {contacts}"
    return f"{said(span.opens)} to {said(span.closes)}: {several(length, 'day')}, {contacts}"


def _days(dates: npt.NDArray[np.datetime64]) -> tuple[int, ...]:
    return tuple(days_of(dates).tolist())
