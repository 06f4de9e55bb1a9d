"""What the path of an event study shows, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report.numbers import HARD_SPACE, interval, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from studytool.report.figure import Data
    from studytool.report.table import Cell

    Point = Mapping[str, Cell]


def moment(time: int, binned: Sequence[int] = (), times: Sequence[int] = ()) -> str:
    """Return what an event time is called.

    Parameters
    ----------
    time : int
        0 is the first treated wave, -1 the one before.
    binned : sequence of int
        Event times that hold the rows further out too.
    times : sequence of int
        All event times; needed where some are binned.
    """
    if time == 0:
        return "first treated wave"
    waves = f"{abs(time)} {'wave' if abs(time) == 1 else 'waves'}"
    further = " or more" if time in binned and time in {min(times), max(times)} else ""
    return f"{waves}{further} {'before' if time < 0 else 'after'}"


def event_words(title: str, about: str) -> Callable[[Data], tuple[str, str]]:
    """Return what tells the data of the path: caption and text in place of the picture.

    Parameters
    ----------
    title : str
        As asked; where empty the caption names the outcome.
    about : str
        What the outcome is called.
    """

    def tell(data: Data) -> tuple[str, str]:
        caption = title or f"{about}: the treated against the others, before and after the start"
        start = (
            "Points with intervals in order of time around the first treated wave, against a "
            "dashed line at zero. "
        )
        return caption, start + " ".join(_sentence(point) for point in data)

    return tell


def _sentence(point: Point) -> str:
    name = str(point["label"].value)
    name = name[:1].upper() + name[1:]
    if point["role"].value == "reference":
        return f"{name}: the reference, zero."
    if point["estimate"].value is None:
        return f"{name}: {point['estimate'].reason or 'no value'}."
    span = interval(shown(point["low"]), shown(point["high"]))
    text = (
        f"{name}: {shown(point['estimate'])}, interval {span}{_band(point)}, "
        f"treated n {shown(point['n'])}."
    )
    return text.replace(HARD_SPACE, " ")


def _band(point: Point) -> str:
    """Return the band around the interval, where there is one."""
    low, high = point.get("band_low"), point.get("band_high")
    if low is None or high is None or low.value is None or high.value is None:
        return ""
    return f", band for all waves {interval(shown(low), shown(high))}"
