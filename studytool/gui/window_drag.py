"""Window drag: what a window becomes when one of its ends is dragged to another day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import ValidationError

from studytool.core.counted import several
from studytool.exposure.rule import Anchor, Window
from studytool.gui.words import choice_words

if TYPE_CHECKING:
    from collections.abc import Mapping

End = Literal["from_", "to"]
_ORDER: tuple[str, ...] = get_args(Anchor)
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Held:
    """The window of one interview, as it is seen.

    Attributes
    ----------
    opens, closes : int
        Days since 1970, inside what is drawn.
    interview : int or None
        Day of the interview it belongs to.
    moments : mapping of anchor to int
        Days of the moments a window may begin or end with: "start", "first_interview",
        "previous_interview", "interview" and "end", as far as they are known.
    """

    opens: int
    closes: int
    interview: int | None
    moments: Mapping[str, int]


def dragged(window: Window, held: Held, end: End, day: int, *, near: int) -> Window | None:
    """Return the window with one end on another day.

    Parameters
    ----------
    window : Window
        As it is asked for now.
    held : Held
        The window that is dragged, of one person and one interview.
    end : {"from_", "to"}
        Which end.
    day : int
        Where it is dropped, days since 1970.
    near : int
        Days within which it falls on an interview, or on the beginning or the end of time.

    Returns
    -------
    Window or None
        Between two moments where both ends are one; else days round the interview, or calendar
        days where the window is the same for all interviews. None where it would close before it
        opens.
    """
    moments = {
        "from_": _moment(window, held, "from_"),
        "to": _moment(window, held, "to"),
        end: _met(window, held, end, day, near),
    }
    first, last = (day, held.closes) if end == "from_" else (held.opens, day)
    values: dict[str, Any]
    if moments["from_"] and moments["to"]:
        values = {"from": moments["from_"], "to": moments["to"]}
    elif window.fixed or held.interview is None:
        values = {"dates": (_iso(first + 1 if end == "to" else first), _iso(last))}
    else:
        values = {"days": (first - held.interview, last - held.interview)}
    try:
        return Window.model_validate(values)
    except ValidationError:
        return None


def window_sentence(window: Window | None) -> str:
    """Return a window in words: "from the previous interview to the interview"."""
    if window is None:
        return "it would close before it opens"
    if window.dates is not None:
        return f"from {_said(window.dates[0])} to {_said(window.dates[1])}, for everyone"
    if window.days is not None:
        before, after = (_days_away(days) for days in window.days)
        return f"from {before} to {after}"
    begin, finish = choice_words("from_", window.from_), choice_words("to", window.to)
    return f"from {begin[:1].lower()}{begin[1:]} to {finish[:1].lower()}{finish[1:]}"


def _moment(window: Window, held: Held, end: End) -> str:
    """Return the moment that an end is now; empty where it is a day."""
    if window.dates is not None:
        return ""
    if window.days is not None:
        return "interview" if window.days[0 if end == "from_" else 1] == 0 else ""
    moment = getattr(window, end)
    return moment if moment in held.moments or moment in {"start", "end"} else ""


def _met(window: Window, held: Held, end: End, day: int, near: int) -> str:
    """Return the moment that a day falls on; the one there was before others on the same day."""
    left_out = "end" if end == "from_" else "start"
    offered = [name for name in reversed(_ORDER) if name in held.moments and name != left_out]
    offered.sort(key=lambda name: (abs(held.moments[name] - day), name != getattr(window, end)))
    name = offered[0] if offered else ""
    reaches = {
        "start": day <= held.moments.get("start", day - 1) + near,
        "end": day >= held.moments.get("end", day + 1) - near,
    }
    if name in reaches:
        return name if reaches[name] else ""
    return name if name and abs(held.moments[name] - day) <= near else ""


def _days_away(days: int) -> str:
    if not days:
        return "the interview"
    counted = several(abs(days), "day")
    return f"{counted} {'before' if days < 0 else 'after'} the interview"


def _iso(day: int) -> str:
    return date.fromordinal(day + _EPOCH).isoformat()


def _said(day: str) -> str:
    found = date.fromisoformat(day)
    return f"{found.day} {found:%b %Y}"
