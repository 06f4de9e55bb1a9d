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
_WIDEST_NAME = 44
# width of the name, whether the method stands below it, whether n does: the fullest first
_FORMS = (
    (_NAME_WIDTH, True, True),
    (_NAME_WIDTH, False, True),
    (_WIDEST_NAME, False, True),
    (_WIDEST_NAME, False, False),
)


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
    models = [str(row["model"].value) for row in data]
    axes.axvline(0, color=style.EDGE, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    slot = canvas.get_size_inches()[1] * 0.86 / max(1, len(data))
    labels = _labels(data, slot)
    for place, row in enumerate(data):
        look = style.series(models[:place].count(models[place]))
        _paint_row(axes, len(data) - 1 - place, row, look)
        _name(axes, len(data) - 1 - place, labels[place], slot)
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


def _labels(data: Data, slot: float) -> list[tuple[str, str]]:
    """Return name and small line of each row, the fullest that have room in `slot` inches."""
    models = [row["model"].value for row in data]
    many = len(set(models)) < len(models)
    labels: list[tuple[str, str]] = []
    for width, full, counted in _FORMS:
        labels = [_label(row, many=many, width=width, full=full, counted=counted) for row in data]
        if all(style.text_height(_lines(label), slot) <= 1 for label in labels):
            break
    return labels


def _label(row: Row, *, many: bool, width: int, full: bool, counted: bool) -> tuple[str, str]:
    name = str(row["model_label"].value)
    if many:
        name = f"{row['label'].value}, {name}"
    small = f"n {shown(row['n'])}" if row["n"].value is not None else "n hidden"
    if full:
        small = style.wrapped(f"{small}, {row['method'].value}", _GREY_WIDTH)
    return style.wrapped(name, width), small if counted else ""


def _lines(label: tuple[str, str]) -> int:
    return sum(text.count("\n") + 1 for text in label if text)


def _name(axes: Axes, height: int, label: tuple[str, str], slot: float) -> None:
    """Write the name in ink and the small line below it in grey."""
    bold, grey = label
    unit = style.text_height(1, slot)
    top = height + unit * _lines(label) / 2
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
        room = (places[-1] - places[0]) * 0.02
        axes.set_xlim(places[0] - room, places[-1] + room)


def _drawn(data: Sequence[Row]) -> list[float]:
    return [
        value
        for row in data
        for name in ("estimate", "low", "high")
        if isinstance(value := row[name].value, float)
    ]
