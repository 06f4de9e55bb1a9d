"""An end of a window in the hand: which one, where it is, and what it could fall on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.gui.window_drag import Held

if TYPE_CHECKING:
    from studytool.gui.widgets.timeline_axis import Axis
    from studytool.gui.widgets.timeline_rows import PersonRow, Span
    from studytool.gui.window_drag import End


@dataclass(frozen=True, slots=True)
class Grip:
    """An end of the chosen window that is being dragged.

    Attributes
    ----------
    end : {"from_", "to"}
        Which end.
    day : int
        Where it is, days since 1970.
    near : int
        Days that look like the same place.
    held : Held
        The window as it was.
    moved : bool
        Whether it left the day it was on.
    """

    end: End
    day: int
    near: int
    held: Held
    moved: bool = False


def held_of(row: PersonRow, span: Span, axis: Axis) -> Held:
    """Return the window of an interview, and the moments it could begin or end with.

    Parameters
    ----------
    row : PersonRow
        Whose it is.
    span : Span
        One of the windows of the row.
    axis : Axis
        What is drawn: a window without a beginning begins with it.
    """
    moments = {"start": axis.first, "end": axis.last}
    if row.interviews:
        moments["first_interview"] = row.interviews[0]
    if span.interview is not None:
        moments["interview"] = span.interview
        earlier = [day for day in row.interviews if day < span.interview]
        if earlier:
            moments["previous_interview"] = earlier[-1]
    opens, closes = max(span.opens, axis.first), min(span.closes, axis.last)
    return Held(opens, closes, span.interview, moments)
