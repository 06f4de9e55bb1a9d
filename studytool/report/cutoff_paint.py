"""How both sides of a cut-off are painted."""

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

    Point = Mapping[str, Cell]

_OTHERS, _TREATED = 1, 0
_MARGIN = 0.04


def paint_cutoff(data: Data, canvas: Canvas) -> None:
    """Paint means as points, a line on each side, and the cut-off as a dashed line.

    Parameters
    ----------
    data : tuple of mapping from column to Cell
        Columns running, part, side, score and value. A point without value is not painted, nor a
        line without both its ends.
    canvas : matplotlib Figure
        Empty.
    """
    axes = canvas.add_subplot()
    style.quiet(axes)
    cutoff = next(_number(point, "score") for point in data if _is(point, "jump"))
    axes.axvline(cutoff, color=style.EDGE, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    for side, place in (("treated", _TREATED), ("others", _OTHERS)):
        look = style.series(place)
        own = [point for point in data if point["side"].value == side and _has(point)]
        _paint_line(axes, [point for point in own if _is(point, "line")], look)
        _paint_means(axes, [point for point in own if _is(point, "mean")], look)
        _name_side(axes, own, side, cutoff, look)
    _scale_values(axes, data)
    _scale_scores(axes, data, cutoff)
    _write_jump(axes, data, cutoff)
    axes.set_xlabel(
        style.wrapped(str(data[0]["running"].value), 72),
        fontproperties=style.font(),
        color=style.INK_2,
    )


def _is(point: Point, part: str) -> bool:
    return point["part"].value == part


def _has(point: Point) -> bool:
    return isinstance(point["value"].value, float) and isinstance(point["score"].value, float)


def _number(point: Point, column: str) -> float:
    value = point[column].value
    return value if isinstance(value, float) else 0.0


def _paint_line(axes: Axes, ends: Sequence[Point], look: style.Series) -> None:
    if len(ends) > 1:
        axes.plot(
            [_number(point, "score") for point in ends],
            [_number(point, "value") for point in ends],
            color=look.colour,
            linewidth=style.LINE_WIDTH,
            zorder=2,
        )


def _paint_means(axes: Axes, points: Sequence[Point], look: style.Series) -> None:
    axes.plot(
        [_number(point, "score") for point in points],
        [_number(point, "value") for point in points],
        color=look.colour,
        marker=look.marker,
        markersize=style.MARKER_SIZE + 1,
        markeredgecolor="white",
        markeredgewidth=1.0,
        linestyle="none",
        clip_on=False,
        zorder=3,
    )


def _name_side(
    axes: Axes, own: Sequence[Point], side: str, cutoff: float, look: style.Series
) -> None:
    """Write on the side of the cut-off where they stand who they are."""
    if not own:
        return
    above = max(_number(point, "score") for point in own) > cutoff
    axes.annotate(
        side,
        (cutoff, 1.0),
        xycoords=axes.get_xaxis_transform(),
        xytext=(5 if above else -5, 0),
        textcoords="offset points",
        ha="left" if above else "right",
        va="bottom",
        color=look.colour,
        fontproperties=style.font(bold=True),
    )


def _write_jump(axes: Axes, data: Data, cutoff: float) -> None:
    """Write the jump with its interval above the base line, on the side with more room."""
    point = next(point for point in data if _is(point, "jump"))
    if not _has(point):
        return
    low, high = axes.get_xlim()
    right = high - cutoff >= cutoff - low
    span = interval(shown(point["low"]), shown(point["high"]))
    axes.annotate(
        f"jump {shown(point['value'])} ({span})",
        (cutoff, 0.0),
        xycoords=axes.get_xaxis_transform(),
        xytext=(5 if right else -5, 4),
        textcoords="offset points",
        ha="left" if right else "right",
        va="bottom",
        color=style.INK,
        fontproperties=style.font(),
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
    )


def _scale_values(axes: Axes, data: Data) -> None:
    numbers = [_number(point, "value") for point in data if _has(point) and not _is(point, "jump")]
    places = style.ticks(min(numbers), max(numbers)) if numbers else [0.0]
    decimals = style.tick_decimals(places)
    axes.set_yticks(places, [fixed(place, decimals) for place in places])
    if len(places) > 1:
        axes.set_ylim(places[0], places[-1])
    axes.grid(axis="y", color=style.LINE, linewidth=0.8)


def _scale_scores(axes: Axes, data: Data, cutoff: float) -> None:
    scores = [cutoff, *(_number(point, "score") for point in data if _has(point))]
    low, high = min(scores), max(scores)
    inside = [place for place in style.ticks(low, high, most=8) if low <= place <= high]
    places = inside or [cutoff]
    decimals = style.tick_decimals(places)
    axes.set_xticks(places, [fixed(place, decimals) for place in places])
    room = _MARGIN * (high - low) or 0.5
    axes.set_xlim(low - room, high + room)
