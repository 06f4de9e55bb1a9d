"""How a bracket chart is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report import style
from studytool.report.numbers import fixed, interval, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

    from studytool.report.figure import Data
    from studytool.report.table import Cell

    Row = Mapping[str, Cell]

_NAME_WIDTH = 30
_CAP = 0.16
_MOST_NAMES = 24


def paint_brackets(data: Data, canvas: Canvas) -> None:
    """Paint an interval with caps a row, the first on top, names left, numbers right.

    Parameters
    ----------
    data : tuple of mapping from column to Cell
        Columns label, role, estimate, low and high. A row without interval keeps its name and
        says why.
    canvas : matplotlib Figure
        Empty.
    """
    axes = canvas.add_subplot()
    style.quiet(axes)
    axes.axvline(0, color=style.EDGE, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    step = max(1, -(-len(data) // _MOST_NAMES))
    for place, row in enumerate(data):
        height = len(data) - 1 - place
        _bracket(axes, height, row)
        if place % step == 0:
            _texts(axes, height, row)
    axes.set_ylim(-0.6, len(data) - 0.4)
    axes.set_yticks([])
    _scale(axes, data)


def _bracket(axes: Axes, height: int, row: Row) -> None:
    look = style.series(0 if row["role"].value == "original" else 1)
    low, high, estimate = (row[name].value for name in ("low", "high", "estimate"))
    if isinstance(low, float) and isinstance(high, float):
        axes.hlines(height, low, high, color=look.colour, linewidth=style.LINE_WIDTH, zorder=2)
        axes.vlines(
            [low, high],
            height - _CAP,
            height + _CAP,
            color=look.colour,
            linewidth=style.LINE_WIDTH,
            zorder=2,
        )
    if isinstance(estimate, float):
        axes.plot(
            [estimate],
            [height],
            color=look.colour,
            marker=look.marker,
            markersize=style.MARKER_SIZE,
            markeredgecolor="white",
            markeredgewidth=0.8,
            zorder=3,
        )


def _texts(axes: Axes, height: int, row: Row) -> None:
    bold = row["role"].value == "original"
    for x, side, text in ((-0.03, "right", str(row["label"].value)), (1.02, "left", _numbers(row))):
        axes.text(
            x,
            height,
            style.wrapped(text, _NAME_WIDTH),
            transform=axes.get_yaxis_transform(),
            va="center",
            ha=side,
            multialignment=side,
            color=style.INK,
            fontproperties=style.font(bold=bold and side == "right"),
        )


def _numbers(row: Row) -> str:
    low, high, estimate = row["low"], row["high"], row["estimate"]
    ends = (
        interval(shown(low), shown(high))
        if low.value is not None and high.value is not None
        else ""
    )
    if estimate.value is None:
        return ends or low.reason or estimate.reason or "no value"
    return f"{shown(estimate)} ({ends})" if ends else shown(estimate)


def _scale(axes: Axes, data: Data) -> None:
    numbers = [
        value
        for row in data
        for name in ("estimate", "low", "high")
        if isinstance(value := row[name].value, float)
    ]
    places = style.ticks(min(0.0, *numbers), max(0.0, *numbers)) if numbers else [0.0]
    decimals = style.tick_decimals(places)
    axes.set_xticks(places, [fixed(place, decimals) for place in places])
    if len(places) > 1:
        room = (places[-1] - places[0]) * 0.02
        axes.set_xlim(places[0] - room, places[-1] + room)
