"""How a coefficient chart is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report import style
from studytool.report.numbers import fixed, interval, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

    from studytool.report.figure import Data
    from studytool.report.table import Cell

    Row = Mapping[str, Cell]

_NAME_WIDTH = 30
_GREY_WIDTH = 36


def paint_coefficients(data: Data, canvas: Canvas) -> None:
    """Paint a point and its interval a row, the first on top, names left, numbers right.

    Parameters
    ----------
    data : tuple of mapping from column to Cell
        Columns model_label, term, label, method, estimate, low, high and n. A row without
        estimate keeps its name and says why.
    canvas : matplotlib Figure
        Empty.
    """
    axes = canvas.add_subplot()
    style.quiet(axes)
    terms = list(dict.fromkeys(str(row["term"].value) for row in data))
    axes.axvline(0, color=style.EDGE, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    slot = canvas.get_size_inches()[1] * 0.86 / max(1, len(data))
    for place, row in enumerate(data):
        look = style.series(terms.index(str(row["term"].value)))
        _paint_row(axes, len(data) - 1 - place, row, look)
        _name(axes, len(data) - 1 - place, row, many=len(terms) > 1, slot=slot)
    axes.set_ylim(-0.6, len(data) - 0.4)
    axes.set_yticks([])
    _scale(axes, data)


def _paint_row(axes: Axes, height: int, row: Row, look: style.Series) -> None:
    estimate, low, high = (row[name].value for name in ("estimate", "low", "high"))
    if not isinstance(estimate, float):
        _beside(axes, height, row["estimate"].reason or "no value")
        return
    if isinstance(low, float) and isinstance(high, float):
        axes.hlines(height, low, high, color=look.colour, linewidth=style.LINE_WIDTH, zorder=2)
        numbers = f"{shown(row['estimate'])} ({interval(shown(row['low']), shown(row['high']))})"
    else:
        numbers = shown(row["estimate"])
    axes.plot(
        [estimate],
        [height],
        color=look.colour,
        marker=look.marker,
        markersize=style.MARKER_SIZE + 1,
        markeredgecolor="white",
        markeredgewidth=0.8,
        zorder=3,
    )
    _beside(axes, height, numbers)


def _beside(axes: Axes, height: int, text: str) -> None:
    axes.text(
        1.02,
        height,
        style.wrapped(text, _NAME_WIDTH),
        transform=axes.get_yaxis_transform(),
        va="center",
        ha="left",
        color=style.INK,
        fontproperties=style.font(),
    )


def _name(axes: Axes, height: int, row: Row, *, many: bool, slot: float) -> None:
    """Write model and term in ink and, where there is room, n and method below in grey."""
    name = str(row["model_label"].value)
    if many:
        name = f"{row['label'].value}, {name}"
    count = f"n {shown(row['n'])}" if row["n"].value is not None else "n hidden"
    bold = style.wrapped(name, _NAME_WIDTH)
    grey = style.wrapped(f"{count}, {row['method'].value}", _GREY_WIDTH)
    lines = bold.count("\n") + grey.count("\n") + 2
    if style.text_height(lines, slot) > 1:
        grey = count
        lines = bold.count("\n") + 2
    unit = style.text_height(1, slot)
    top = height + unit * lines / 2
    _left(axes, top, bold, bold=True, colour=style.INK)
    _left(axes, top - unit * (bold.count("\n") + 1), grey, bold=False, colour=style.INK_2)


def _left(axes: Axes, top: float, text: str, *, bold: bool, colour: str) -> None:
    axes.text(
        -0.03,
        top,
        text,
        transform=axes.get_yaxis_transform(),
        va="top",
        ha="right",
        multialignment="right",
        color=colour,
        fontproperties=style.font(bold=bold),
        linespacing=1.15,
    )


def _scale(axes: Axes, data: Data) -> None:
    numbers = _drawn(data)
    places = style.ticks(min(0.0, *numbers), max(0.0, *numbers)) if numbers else [0.0]
    decimals = style.tick_decimals(places)
    axes.set_xticks(places, [fixed(place, decimals) for place in places])
    if len(places) > 1:
        axes.set_xlim(places[0], places[-1])


def _drawn(data: Sequence[Row]) -> list[float]:
    return [
        value
        for row in data
        for name in ("estimate", "low", "high")
        if isinstance(value := row[name].value, float)
    ]
