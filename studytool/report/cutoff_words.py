"""What a regression discontinuity shows, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.counted import several
from studytool.report.numbers import HARD_SPACE, interval, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from studytool.report.figure import Data
    from studytool.report.table import Cell

    Point = Mapping[str, Cell]


END = "at the cut-off"
"""What the label of the end of a line holds that lies there."""


def cutoff_words(
    title: str, about: str, score: str, cutoff: float
) -> Callable[[Data], tuple[str, str]]:
    """Return what tells the data of a cut-off: caption and text in place of the picture.

    Parameters
    ----------
    title : str
        As asked; where empty the caption names outcome and score.
    about, score : str
        What the outcome and the score that decided are called.
    cutoff : float
        The cut-off.
    """

    def tell(data: Data) -> tuple[str, str]:
        caption = title or f"{about} on both sides of the cut-off, {score} {cutoff:g}"
        start = (
            f"Points are means of people of like scores ({score}), with a straight line on each "
            f"side of the cut-off at {cutoff:g}. "
        )
        sides = dict.fromkeys(str(p["side"].value) for p in data if p["part"].value == "mean")
        pieces = [*(_side(data, side) for side in sides), _jump(data)]
        return caption, (start + " ".join(pieces)).replace(HARD_SPACE, " ")

    return tell


def _side(data: Data, side: str) -> str:
    """Return what one side shows: its first and last mean, and where its line meets the cut-off."""
    points = [p for p in data if p["side"].value == side and p["part"].value == "mean"]
    there = [point for point in points if point["value"].value is not None]
    means = several(len(points), "point")
    if len(there) < len(points):
        means += f" ({len(points) - len(there)} hidden)"
    ends = zip(("from", "to"), _ends(there), strict=False)
    means += "".join(f", {word} {_mean(point)}" for word, point in ends)
    end = next(
        (p for p in data if p["side"].value == side and END in str(p["label"].value)),
        None,
    )
    met = "" if end is None else f" Their line is at {_told(end['value'])} at the cut-off."
    name = "The treated" if side == "treated" else "The others"
    return f"{name}: {means}.{met}"


def _ends(points: Sequence[Point]) -> Sequence[Point]:
    return points if len(points) < 2 else (points[0], points[-1])  # noqa: PLR2004  # both ends


def _mean(point: Point) -> str:
    return f"{shown(point['value'])} at {shown(point['score'])} (n {shown(point['n'])})"


def _jump(data: Data) -> str:
    point = next(p for p in data if p["part"].value == "jump")
    if point["value"].value is None:
        return f"Jump: {_told(point['value'])}."
    span = interval(shown(point["low"]), shown(point["high"]))
    return f"Jump at the cut-off: {shown(point['value'])}, interval {span}."


def _told(cell: Cell) -> str:
    return cell.reason or "no value" if cell.value is None else shown(cell)
