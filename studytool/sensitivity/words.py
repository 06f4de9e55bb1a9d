"""Numbers and verdicts in sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studytool.sensitivity.result import Line

_LEAST = 0.1


def number(value: float) -> str:
    """Return a number as a sentence has it: two decimals, more where it is small."""
    if not math.isfinite(value):
        return "without end"
    size = abs(value)
    decimals = 2 if size >= _LEAST or size == 0 else min(8, 1 - math.floor(math.log10(size)))
    text = f"{size:.{decimals}f}"
    return f"\N{MINUS SIGN}{text}" if value < 0 and float(text) else text


def span(low: float, high: float) -> str:
    """Return both ends of an interval."""
    return f"{number(low)} to {number(high)}"


def plain(value: float) -> str:
    """Return a number as the document writes it: no decimals where it has none."""
    return f"{value:g}"


def percent(value: float) -> str:
    """Return a share as a percentage with one decimal."""
    return f"{100 * value:.1f} %"


def verdict(original: Line, other: Line) -> str:
    """Return whether a conclusion holds in another line, as the start of a sentence.

    Parameters
    ----------
    original, other : Line
        The model as asked for, and what becomes of it.
    """
    if other.estimate is None or other.low is None or other.high is None:
        return "It cannot be told whether the conclusion holds"
    clear, still = _side(original), _side(other)
    if clear == 0:
        return (
            "No effect could be told from 0, and none can be now"
            if still == 0
            else "No effect could be told from 0, and now one can"
        )
    if still == clear:
        return "The conclusion holds"
    return (
        "The conclusion does not hold: the interval now holds 0"
        if still == 0
        else "The conclusion turns to the other side"
    )


def _side(line: Line) -> int:
    """Return on which side of 0 an interval lies; 0 where it holds 0 or there is none."""
    if line.low is None or line.high is None:
        return 0
    return int(line.low > 0) - int(line.high < 0)
