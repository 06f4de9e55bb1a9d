"""Published numbers beside ours: what a reader sees of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.report.numbers import EN_DASH, exact, fixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.report.quantity import Reproduced

HOLDS, DIFFERS, NONE = "holds", "differs", "no number"
HEADS = ("number", "published", "ours", "difference", "verdict")
"""Heads of the columns."""

_FURTHER = 2
"""Most decimals of ours beyond those in print."""
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Checked:
    """One published number as it is shown.

    Attributes
    ----------
    quantity : str
        Which number.
    published, ours, difference : str
        As texts; ours has a decimal or two more than print.
    verdict : {"holds", "differs", "no number"}
        What came of it.
    reason : str
        Why there is no number of ours.
    source : str
        Where it is printed.
    """

    quantity: str
    published: str
    ours: str
    difference: str
    verdict: str
    reason: str
    source: str


def checked(number: Reproduced) -> Checked:
    """Return a published number as it is shown.

    Parameters
    ----------
    number : Reproduced
        A published number beside ours.
    """
    places = decimals(number.published)
    more = places + min(max(1, decimals(number.tolerance) - places), _FURTHER)
    ours = number.ours
    return Checked(
        quantity=number.quantity,
        published=fixed(number.published, places),
        ours=EN_DASH if ours is None else fixed(ours, more),
        difference=EN_DASH if ours is None else fixed(ours - number.published, more),
        verdict=NONE if ours is None else HOLDS if number.holds else DIFFERS,
        reason=number.reason,
        source=number.source,
    )


def decimals(value: float) -> int:
    """Return how many decimals a number is written with.

    Parameters
    ----------
    value : float
        A finite number.
    """
    return max(0, -int(exact(value).normalize().as_tuple().exponent))


def as_lines(numbers: Sequence[Reproduced]) -> str:
    """Return published numbers beside ours as lines of text of one width, for the shell.

    Parameters
    ----------
    numbers : sequence of Reproduced
        In order; each source is told above the first number it is for.

    Returns
    -------
    str
        A table with a line at its foot that counts those that hold; no last line break.
    """
    shown = [checked(number) for number in numbers]
    rows = [(c.quantity, c.published, c.ours, c.difference, c.verdict) for c in shown]
    widths = [max(map(len, column)) for column in zip(HEADS, *rows, strict=True)]
    lines = [_line(HEADS, widths)]
    told = ""
    for row, entry in zip(rows, shown, strict=True):
        if entry.source != told:
            told = entry.source
            lines.append(f"{told}:")
        lines.append(_line(row, widths) + (f": {entry.reason}" if entry.reason else ""))
    return "\n".join((*lines, counted(numbers)))


def counted(numbers: Sequence[Reproduced]) -> str:
    """Say in one sentence how many published numbers hold.

    Parameters
    ----------
    numbers : sequence of Reproduced
        Published numbers beside ours.
    """
    hold = sum(number.holds for number in numbers)
    if hold == len(numbers):
        return "The published number holds." if hold == 1 else f"All {hold} published numbers hold."
    return f"{hold} of {len(numbers)} published numbers hold."


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    name, *numbers, verdict = cells
    told = [name.ljust(widths[0])]
    told += [text.rjust(width) for text, width in zip(numbers, widths[1:], strict=False)]
    return _GAP.join((*told, verdict))
