"""What a trend chart shows, in words: its title and its text for readers who do not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report.notes import listed
from studytool.report.numbers import HARD_SPACE, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studytool.report.figure import Data
    from studytool.report.table import Cell

    Point = Mapping[str, Cell]

_MOST_NAMED = 3


def lines_of(data: Data) -> dict[str, list[Point]]:
    """Return the points of each line, in order of the wave.

    Parameters
    ----------
    data : tuple of mapping from column to Cell
        With the columns series and wave, among others.
    """
    lines: dict[str, list[Point]] = {}
    for point in data:
        lines.setdefault(str(point["series"].value), []).append(point)
    return {name: sorted(points, key=position) for name, points in lines.items()}


def position(point: Point) -> float:
    """Return where on the axis of waves a point stands."""
    value = point["wave"].value
    return value if isinstance(value, float) else 0.0


def seen(points: list[Point]) -> list[Point]:
    """Return the points that have a value: not hidden and not missing."""
    return [point for point in points if isinstance(point["value"].value, float)]


def trend_words(title: str, about: str) -> Callable[[Data], tuple[str, str]]:
    """Return what tells the data of a trend chart: title and text in place of the picture.

    Parameters
    ----------
    title : str
        As asked; where empty the title says which way the lines went.
    about : str
        What is shown, where neither can be said.
    """

    def tell(data: Data) -> tuple[str, str]:
        lines = lines_of(data)
        return title or _title(lines, about), _alt_text(lines)

    return tell


def _title(lines: Mapping[str, list[Point]], about: str) -> str:
    ways: dict[str, list[str]] = {}
    for name, points in lines.items():
        if way := _way(points):
            ways.setdefault(way, []).append(name)
    if not ways or sum(map(len, ways.values())) < len(lines):
        return about
    if len(lines) > _MOST_NAMED:
        return f"{about}: all {next(iter(ways))}" if len(ways) == 1 else about
    text = "; ".join(f"{listed(names)} {way}" for way, names in ways.items())
    return text[:1].upper() + text[1:]


def _way(points: list[Point]) -> str:
    """Return which way a line went, judged by the numbers as they are printed."""
    values = seen(points)
    if len(values) < 2 or len(values) < len(points):  # noqa: PLR2004  # a way has two ends
        return ""
    first, last = values[0]["value"], values[-1]["value"]
    if shown(first) == shown(last):
        return "stayed level"
    return "rose" if float(last.value or 0) > float(first.value or 0) else "fell"


def _alt_text(lines: Mapping[str, list[Point]]) -> str:
    points = [point for own in lines.values() for point in own]
    if not points:
        return "Line chart without data."
    ends = sorted(points, key=position)
    first, last = (str(ends[place]["wave_label"].value) for place in (0, -1))
    waves = len({position(point) for point in points})
    count = f"{len(lines)} line{'s' if len(lines) > 1 else ''}"
    over = f"over {waves} waves, {first} to {last}" if waves > 1 else f"at one wave, {first}"
    told = [f"{name}: {_course(own)}." for name, own in lines.items()]
    return f"Line chart with {count} {over}. " + " ".join(told)


def _course(points: list[Point]) -> str:
    values = seen(points)
    missing = [
        f"{point['wave_label'].value} not shown ({point['value'].reason or 'no value'})"
        for point in points
        if point not in values
    ]
    parts = [f"{shown(point['value'])} in {point['wave_label'].value}" for point in _ends(values)]
    text = " to ".join(parts)
    return ", ".join([text, *missing] if text else missing).replace(HARD_SPACE, " ")


def _ends(points: list[Point]) -> list[Point]:
    return points if len(points) < 2 else [points[0], points[-1]]  # noqa: PLR2004  # two ends
