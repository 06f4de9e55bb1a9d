"""How a specification curve is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report import style
from studytool.report.numbers import fixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

    from studytool.report.figure import Data

_FIXED = ("line", "role", "estimate", "low", "high", "p")
_LOOKS = {"original": 0, "line": 1}
_SHARES = (3, 2)
_NAME_WIDTH = 28


def paint_specifications(data: Data, canvas: Canvas) -> None:
    """Paint the estimates with their intervals above, and a mark for each choice below.

    Parameters
    ----------
    data : tuple of mapping from column to Cell
        Columns role, estimate, low and high, and one column a choice.
    canvas : matplotlib Figure
        Empty.
    """
    upper, lower = canvas.subplots(2, 1, sharex=True, height_ratios=_SHARES)
    for axes in (upper, lower):
        style.quiet(axes)
    _curve(upper, data)
    _choices(lower, data)
    lower.set_xticks([])
    lower.set_xlim(-0.6, len(data) - 0.4)


def _curve(axes: Axes, data: Data) -> None:
    axes.axhline(0, color=style.EDGE, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    numbers = [0.0]
    for place, row in enumerate(data):
        look = style.series(_LOOKS[str(row["role"].value)])
        low, high, estimate = (row[name].value for name in ("low", "high", "estimate"))
        if isinstance(low, float) and isinstance(high, float):
            axes.vlines(place, low, high, color=look.colour, linewidth=0.9, zorder=2)
            numbers += [low, high]
        if isinstance(estimate, float):
            axes.plot([place], [estimate], color=look.colour, marker=look.marker, markersize=3.5)
            numbers.append(estimate)
    places = style.ticks(min(numbers), max(numbers))
    decimals = style.tick_decimals(places)
    axes.set_yticks(places, [fixed(place, decimals) for place in places])
    axes.spines["bottom"].set_visible(False)


def _choices(axes: Axes, data: Data) -> None:
    names = [name for name in data[0] if name not in _FIXED] if data else []
    rows = [
        (name, value)
        for name in names
        for value in dict.fromkeys(str(row[name].value) for row in data)
    ]
    for height, (name, value) in enumerate(reversed(rows)):
        those = [place for place, row in enumerate(data) if str(row[name].value) == value]
        axes.plot(
            those,
            [height] * len(those),
            linestyle="none",
            marker="s",
            markersize=3.0,
            color=style.INK_2,
        )
    labels = [style.wrapped(f"{name}: {value}", _NAME_WIDTH) for name, value in reversed(rows)]
    axes.set_yticks(range(len(rows)), labels)
    axes.set_ylim(-0.7, len(rows) - 0.3)
