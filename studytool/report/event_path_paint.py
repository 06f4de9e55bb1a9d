"""How the path of an event study is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report import style
from studytool.report.numbers import fixed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

    from studytool.report.figure import Data
    from studytool.report.table import Cell

    Point = Mapping[str, Cell]

_BEFORE, _AFTER = 1, 0
_MOST_LABELS = 9
_CAP = 3.5
_THIN = 0.9


def paint_event_path(data: Data, canvas: Canvas) -> None:
    """Paint points with bands over event time, waves before and after told apart, zero dashed.

    Parameters
    ----------
    data : tuple of mapping from column to Cell
        Columns time, label, role, estimate, low and high. A point without value breaks the line.
        Where there are band_low and band_high, a thin line with caps stands around the interval.
    canvas : matplotlib Figure
        Empty.
    """
    axes = canvas.add_subplot()
    style.quiet(axes)
    axes.axhline(0, color=style.EDGE, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    for run in _runs(data):
        _paint_run(axes, run)
    for point in data:
        _paint_point(axes, point)
    _start(axes, data)
    _scale_values(axes, data)
    _scale_times(axes, data)


def _time(point: Point) -> float:
    return float(point["time"].value or 0)


def _value(point: Point, column: str) -> float:
    value = point[column].value
    return value if isinstance(value, float) else 0.0


def _has(point: Point) -> bool:
    return isinstance(point["estimate"].value, float)


def _runs(data: Data) -> list[list[Point]]:
    """Return the stretches without a gap."""
    runs: list[list[Point]] = [[]]
    for point in data:
        if _has(point):
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _paint_run(axes: Axes, run: Sequence[Point]) -> None:
    """Paint band and line; the reference has no interval, so that the band narrows to it."""
    times = [_time(point) for point in run]
    lows = [_value(point, "low") for point in run]
    highs = [_value(point, "high") for point in run]
    colour = style.series(_AFTER).colour
    axes.fill_between(times, lows, highs, color=colour, alpha=style.BAND, linewidth=0, zorder=1)
    axes.plot(
        times,
        [_value(point, "estimate") for point in run],
        color=style.EDGE,
        linewidth=style.LINE_WIDTH / 2,
        zorder=2,
    )


def _paint_point(axes: Axes, point: Point) -> None:
    if not _has(point):
        return
    role = point["role"].value
    look = style.series(_BEFORE if role == "before" else _AFTER)
    colour = style.INK if role == "reference" else look.colour
    time = _time(point)
    _paint_band(axes, point, colour)
    if isinstance(point["low"].value, float):
        axes.vlines(
            time,
            _value(point, "low"),
            _value(point, "high"),
            color=colour,
            linewidth=style.LINE_WIDTH,
            zorder=2,
        )
    axes.plot(
        [time],
        [_value(point, "estimate")],
        color=colour,
        marker="D" if role == "reference" else look.marker,
        markersize=style.MARKER_SIZE + 1,
        markerfacecolor="white" if role == "reference" else colour,
        markeredgecolor=colour if role == "reference" else "white",
        markeredgewidth=1.0,
        linestyle="none",
        clip_on=False,
        zorder=3,
    )


def _paint_band(axes: Axes, point: Point, colour: str) -> None:
    """Paint the band for all waves thinner than the interval, with caps that tell it apart."""
    low, high = (point[name].value if name in point else None for name in ("band_low", "band_high"))
    if not isinstance(low, float) or not isinstance(high, float):
        return
    time = _time(point)
    axes.plot(
        [time, time],
        [low, high],
        color=colour,
        alpha=0.7,
        linewidth=_THIN,
        marker="_",
        markersize=2 * _CAP,
        markeredgewidth=_THIN,
        clip_on=False,
        zorder=1.5,
    )


def _start(axes: Axes, data: Data) -> None:
    """Draw a line between before and after, and name both and the reference in words."""
    axes.axvline(-0.5, color=style.LINE, linewidth=0.9, zorder=0)
    times = [_time(point) for point in data]
    for text, place, ha in (("before", -0.56, "right"), ("treated", -0.44, "left")):
        if min(times) <= place <= max(times):
            axes.text(
                place,
                1.0,
                text,
                transform=axes.get_xaxis_transform(),
                ha=ha,
                va="bottom",
                color=style.INK_2,
                fontproperties=style.font(),
            )


def _scale_values(axes: Axes, data: Data) -> None:
    numbers = [
        value
        for point in data
        for column in ("estimate", "low", "high", "band_low", "band_high")
        if column in point and isinstance(value := point[column].value, float)
    ]
    places = style.ticks(min(0.0, *numbers), max(0.0, *numbers)) if len(numbers) > 1 else [0.0]
    decimals = style.tick_decimals(places)
    axes.set_yticks(places, [fixed(place, decimals) for place in places])
    if len(places) > 1:
        axes.set_ylim(places[0], places[-1])
    axes.grid(axis="y", color=style.LINE, linewidth=0.8)


def _scale_times(axes: Axes, data: Data) -> None:
    kept = [data[place] for place in style.thinned(len(data), most=_MOST_LABELS)]
    axes.set_xlim(_time(data[0]) - 0.4, _time(data[-1]) + 0.4)
    width = max(9, 72 // max(1, len(kept)))
    axes.set_xticks([_time(point) for point in kept], [_label(point, width) for point in kept])


def _label(point: Point, width: int) -> str:
    name = style.wrapped(str(point["label"].value), width)
    return f"{name}\nreference" if point["role"].value == "reference" else name
