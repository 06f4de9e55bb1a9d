"""How a trend chart is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report import style
from studytool.report.numbers import HARD_SPACE, fixed, shown
from studytool.report.trend_words import lines_of, position, seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

    from studytool.report.figure import Data
    from studytool.report.table import Cell

    Point = Mapping[str, Cell]

_NAME_WIDTH = 26
_ROOM_FOR_NUMBERS = 4
_GAP = 0.025
_AXES_SHARE = 0.86


def paint_trend(data: Data, canvas: Canvas) -> None:
    """Paint one line a series, with bands, at most five ticks and labels at the ends.

    Parameters
    ----------
    data : tuple of mapping from column to Cell
        Columns series, wave, wave_label, value, low, high and n. A point without value is
        not drawn, and its line is broken there.
    canvas : matplotlib Figure
        Empty.
    """
    axes = canvas.add_subplot()
    style.quiet(axes)
    lines = lines_of(data)
    for place, points in enumerate(lines.values()):
        look = style.series(place)
        for run in _runs(points):
            _paint_run(axes, run, look)
    _scale_values(axes, data)
    _scale_waves(axes, data)
    _label(axes, lines, height=canvas.get_size_inches()[1] * _AXES_SHARE)


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    """Return the stretches without a gap."""
    shown_points = seen(list(points))
    runs: list[list[Point]] = [[]]
    for point in points:
        if point in shown_points:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _paint_run(axes: Axes, run: Sequence[Point], look: style.Series) -> None:
    waves = [position(point) for point in run]
    values = [float(point["value"].value or 0) for point in run]
    ends = [(point["low"].value, point["high"].value) for point in run]
    if all(isinstance(low, float) and isinstance(high, float) for low, high in ends):
        lows, highs = zip(*ends, strict=True)
        if len(run) == 1:
            axes.vlines(
                waves, lows, highs, color=look.colour, alpha=0.4, linewidth=style.LINE_WIDTH
            )
        else:
            axes.fill_between(
                waves, lows, highs, color=look.colour, alpha=style.BAND, linewidth=0, zorder=1
            )
    axes.plot(
        waves,
        values,
        color=look.colour,
        linestyle=look.dashes,
        linewidth=style.LINE_WIDTH,
        marker=look.marker,
        markersize=style.MARKER_SIZE,
        markeredgecolor="white",
        markeredgewidth=0.8,
        clip_on=False,
        zorder=3,
    )


def _scale_values(axes: Axes, data: Data) -> None:
    numbers = [
        float(point[column].value or 0)
        for point in data
        for column in ("value", "low", "high")
        if isinstance(point[column].value, float)
    ]
    if not numbers:
        axes.set_yticks([])
        return
    percent = data[0]["value"].unit == "percent"
    scale = 100 if percent else 1
    low, high = min(numbers) * scale, max(numbers) * scale
    if percent:
        low, high = max(low, 0.0), min(high, 100.0)
    places = style.ticks(low, high)
    decimals = style.tick_decimals(places)
    sign = f"{HARD_SPACE}%" if percent else ""
    axes.set_yticks(
        [place / scale for place in places], [fixed(place, decimals) + sign for place in places]
    )
    axes.set_ylim(places[0] / scale, places[-1] / scale)
    axes.grid(axis="y", color=style.LINE, linewidth=0.8)


def _scale_waves(axes: Axes, data: Data) -> None:
    labels = {position(point): str(point["wave_label"].value) for point in data}
    waves = sorted(labels)
    kept = [waves[place] for place in style.thinned(len(waves))]
    room = (waves[-1] - waves[0]) * 0.04 or 0.5
    axes.set_xlim(waves[0] - room, waves[-1] + room)
    width = max(10, 60 // max(1, len(kept)))
    axes.set_xticks(kept, [style.wrapped(labels[wave], width) for wave in kept])


def _label(axes: Axes, lines: Mapping[str, list[Point]], *, height: float) -> None:
    """Write each line's name beside its end, numbers below it, none over another."""
    low, high = axes.get_ylim()
    detailed = len(lines) <= _ROOM_FOR_NUMBERS
    told = [
        (
            place,
            seen(points)[-1],
            style.wrapped(name, _NAME_WIDTH),
            _numbers(points) if detailed else "",
        )
        for place, (name, points) in enumerate(lines.items())
        if seen(points)
    ]
    wanted = [(float(point["value"].value or 0) - low) / (high - low) for _, point, _, _ in told]
    heights = [
        style.text_height(name.count("\n") + 1 + bool(numbers), height) + _GAP
        for _, _, name, numbers in told
    ]
    centres = style.spread(wanted, heights, -0.08, 1.08)
    last = max((position(point) for _, point, _, _ in told), default=0.0)
    for (place, point, name, numbers), ideal, centre, tall in zip(
        told, wanted, centres, heights, strict=True
    ):
        _write(axes, name, numbers, top=centre + (tall - _GAP) / 2, height=height)
        if position(point) == last:
            _lead(axes, ideal, centre, style.series(place).colour)


def _write(axes: Axes, name: str, numbers: str, *, top: float, height: float) -> None:
    axes.text(
        1.05,
        top,
        name,
        transform=axes.transAxes,
        va="top",
        ha="left",
        color=style.INK,
        fontproperties=style.font(bold=True),
        linespacing=1.15,
    )
    if numbers:
        axes.text(
            1.05,
            top - style.text_height(name.count("\n") + 1, height),
            numbers,
            transform=axes.transAxes,
            va="top",
            ha="left",
            color=style.INK_2,
            fontproperties=style.font(),
        )


def _lead(axes: Axes, ideal: float, centre: float, colour: str) -> None:
    """Draw a thin line from the end of a series to its label."""
    axes.plot(
        [0.99, 1.04],
        [ideal, centre],
        transform=axes.transAxes,
        color=colour,
        linewidth=0.8,
        clip_on=False,
        zorder=2,
    )


def _numbers(points: Sequence[Point]) -> str:
    values = seen(list(points))
    counts = [point["n"].value for point in values if isinstance(point["n"].value, float)]
    ends = dict.fromkeys(shown(point["value"]) for point in (values[0], values[-1]))
    course = " to ".join(ends)
    if len(values) < len(points):
        course += f" in {values[-1]['wave_label'].value}"
    if not counts:
        return course
    least, most = fixed(min(counts), 0), fixed(max(counts), 0)
    return f"n {least}: {course}" if least == most else f"n {least} to {most}: {course}"
