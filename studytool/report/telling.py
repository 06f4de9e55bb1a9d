"""Whether a sentence gives away a hidden number."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from studytool.report.numbers import exact, fixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from studytool.report.table import Cell

# not part of a word, nor of a formula such as t(G-1)
_NUMBER = re.compile(r"(?<![\w.])(?<!\b[A-Z]-)(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?![\w])")
_NAMES_A_THING = re.compile(
    r"(?:\bdf|(?:wave|table|figure|row|column|version|grade)s?)\s$", re.IGNORECASE
)
_COUNTS_BEFORE = re.compile(r"(?:\bn\s*=?\s*|\bonly |\bto |\band )$", re.IGNORECASE)
_COUNTS_AFTER = re.compile(
    r"\s+(?:of|out of|in|people|persons?|child|famil|household|caregiver|case|pair|row|answer)\b|"
    r"\s+(?:child|famil|household|caregiver|case|pair|row|answer)\w*",
    re.IGNORECASE,
)
_PERCENT_AFTER = re.compile(r"\s*(?:%|per ?cent|to\b)", re.IGNORECASE)


def told(text: str, hidden: Iterable[Cell], minimum: int) -> bool:
    """Return whether a number in `text` is one of the hidden ones, as far as it is rounded.

    A number with decimals is compared wherever it stands. A whole number is one only where it
    counts people or is a percent, so that "wave 3" does not read as three people: in doubt the
    sentence is withheld.

    Parameters
    ----------
    text : str
        A title, note or finding.
    hidden : iterable of Cell
        The cells as they were before they were hidden.
    minimum : int
        A base is hidden too where it is below this.
    """
    cells = tuple(hidden)
    if not cells:
        return False
    for match in _NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _NAMES_A_THING.search(before):
            continue
        digits = match.group().replace(",", "")
        places = len(digits.partition(".")[2])
        number = fixed(Decimal(digits), places)
        candidates = (
            value
            for cell in cells
            for value in _candidates(cell, minimum, before, after, whole=places == 0)
        )
        if any(fixed(abs(value), places) == number for value in candidates):
            return True
    return False


def _candidates(
    cell: Cell, minimum: int, before: str, after: str, *, whole: bool
) -> Iterator[Decimal]:
    """Yield the hidden numbers that a number standing between `before` and `after` may be."""
    numbers = [
        exact(value)
        for value in (cell.value, cell.low, cell.high)
        if value is not None and not isinstance(value, str)
    ]
    if cell.unit == "percent":
        if not whole or _PERCENT_AFTER.match(after):
            yield from (number * 100 for number in numbers)
        if not whole:
            yield from numbers
    elif cell.unit != "count":
        yield from numbers
    if whole and (_COUNTS_AFTER.match(after) or _COUNTS_BEFORE.search(before)):
        yield from (exact(people) for people in _people(cell, minimum))


def _people(cell: Cell, minimum: int) -> list[float]:
    counts = [] if cell.count is None else [cell.count]
    if cell.base is not None and cell.base < minimum:
        counts.append(cell.base)
    if cell.base is not None and cell.count is not None:
        counts.append(cell.base - cell.count)
    return counts
