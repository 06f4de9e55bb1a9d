"""How charts look: colours, sizes and the few marks every chart shares.

Everything is set on the artists of one figure; nothing is set for the whole program, so a chart
looks the same whatever was drawn before it and whichever thread draws it.
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

INK = "#17201E"
INK_2 = "#46524F"
LINE = "#DCE1DF"
EDGE = "#7E8A86"
FAMILY = "DejaVu Sans"
TEXT_SIZE = 9.0
LINE_WIDTH = 1.8
MARKER_SIZE = 5.5
BAND = 0.14
MOST_TICKS = 5

_POINTS_AN_INCH = 72
_LEADING = 1.3
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#B35C8E", "#17201E", "#8A6100")
_MARKERS = ("s", "o", "^", "D", "v", "P")
_DASHES = ("-", "-", "-", "-", (0, (5, 2)), (0, (5, 2)))
_LEAST = 1e-9
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Series:
    """How one series is told from the others: never by colour alone.

    Attributes
    ----------
    colour : str
        One of the Okabe-Ito colours that stand out on white, the last two darkened.
    marker : str
        Marker, different for each of six series.
    dashes : str or tuple
        Line style, as matplotlib takes it.
    """

    colour: str
    marker: str
    dashes: Any


def series(place: int) -> Series:
    """Return the look of the series at `place`, from 0; after six they begin again."""
    turn = place % len(_COLOURS)
    return Series(_COLOURS[turn], _MARKERS[turn], _DASHES[turn])


def font(*, bold: bool = False, size: float = TEXT_SIZE) -> FontProperties:
    """Return the chart's font, named so that no setting of the machine changes it."""
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=FAMILY, size=size, weight="bold" if bold else "normal")


def quiet(axes: Axes) -> None:
    """Leave of the frame the base line, and of the ticks the labels."""
    axes.set_facecolor("none")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(EDGE)
    axes.spines["bottom"].set_linewidth(0.8)
    axes.tick_params(length=0, pad=5, colors=INK_2, labelsize=TEXT_SIZE, labelfontfamily=FAMILY)
    axes.set_axisbelow(True)


def ticks(low: float, high: float, *, most: int = MOST_TICKS) -> list[float]:
    """Return at most `most` round numbers, evenly spaced, the first and last around the data.

    Parameters
    ----------
    low, high : float
        Least and greatest number drawn.
    most : int
        Most ticks, 2 at least.
    """
    size = max(abs(low), abs(high))
    if high - low <= _LEAST * size or size < _LEAST:
        reach = 0.5 * size if size >= _LEAST else 0.5
        low, high = low - reach, high + reach
    power = math.floor(math.log10((high - low) / most))
    for exponent in (power, power + 1):
        for factor in _STEPS:
            step = factor * 10.0**exponent
            first, last = math.floor(low / step + _LEAST), math.ceil(high / step - _LEAST)
            if last - first + 1 <= most:
                return [round(number * step, 12) for number in range(first, last + 1)]
    return [low, high]


def tick_decimals(places: Sequence[float]) -> int:
    """Return the decimals that tell the ticks apart."""
    for decimals in range(7):
        if all(abs(place - round(place, decimals)) < _LEAST for place in places):
            return decimals
    return 7


def thinned(count: int, *, most: int = MOST_TICKS) -> list[int]:
    """Return which of `count` places have a tick: the first, every so many, at most `most`."""
    return list(range(0, count, max(1, math.ceil(count / most))))


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Return centres near those wanted, so that labels of these heights do not overlap.

    Parameters
    ----------
    wanted : sequence of float
        Where each label would stand.
    heights : sequence of float
        Height of each, in the same unit.
    low, high : float
        Bounds within which they stand if there is room.

    Returns
    -------
    list of float
        In the order given.
    """
    blocks: list[list[int]] = []
    for place in sorted(range(len(wanted)), key=lambda place: (wanted[place], place)):
        block = [place]
        while blocks and _end(blocks[-1], wanted, heights, low, high) > _start(
            block, wanted, heights, low, high
        ):
            block = [*blocks.pop(), *block]
        blocks.append(block)
    centres = [0.0] * len(wanted)
    for block in blocks:
        edge = _start(block, wanted, heights, low, high)
        for place in block:
            centres[place] = edge + heights[place] / 2
            edge += heights[place]
    return centres


def wrapped(text: str, width: int) -> str:
    """Return `text` on lines of at most `width` characters."""
    return "\n".join(textwrap.wrap(text, width)) or text


def text_height(lines: int, inches: float) -> float:
    """Return the height of lines of text, as a share of `inches`."""
    return lines * TEXT_SIZE * _LEADING / (_POINTS_AN_INCH * inches)


def _start(
    block: Sequence[int],
    wanted: Sequence[float],
    heights: Sequence[float],
    low: float,
    high: float,
) -> float:
    """Return the lower edge of labels stacked as near as can be to where they would stand."""
    edge, pull = 0.0, 0.0
    for place in block:
        pull += wanted[place] - edge - heights[place] / 2
        edge += heights[place]
    if edge >= high - low:
        return (low + high - edge) / 2
    return max(low, min(pull / len(block), high - edge))


def _end(
    block: Sequence[int],
    wanted: Sequence[float],
    heights: Sequence[float],
    low: float,
    high: float,
) -> float:
    height = sum(heights[place] for place in block)
    return _start(block, wanted, heights, low, high) + height - 1e-12
