"""Counts of people inside a sentence: told in full to the team, as "fewer than 5" to others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?]\s+)$")
_FEW = "{few}"


@dataclass(frozen=True, slots=True)
class Counted:
    """Words of a sentence that tell how many people there are.

    Attributes
    ----------
    words : str
        As they stand in the sentence, such as "3 of 59 people".
    people : tuple of float
        Every number of people that can be read from them: the count, and those it leaves over.
    instead : str
        What stands there where one of these is small; ``{few}`` becomes "fewer than 5".
    """

    words: str
    people: tuple[float, ...]
    instead: str

    def is_small(self, minimum: int) -> bool:
        """Return whether it tells of 1 to `minimum` - 1 people."""
        return any(0 < number < minimum for number in self.people)


def several(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun, such as "1 row" or "3 rows".

    Parameters
    ----------
    count : int
        How many.
    one : str
        What one is called, with the verb where it follows: "row has".
    many : str, optional
        What several are called; where absent, with an s at the end.
    """
    return f"{count} {one}" if count == 1 else f"{count} {many or one + 's'}"


def portion(
    count: float,
    base: float,
    noun: str,
    *,
    of: str = "of",
    end: str = "",
    people: tuple[float, ...] = (),
) -> tuple[str, tuple[Counted, ...]]:
    """Return a part of a whole in words, with what these words give away.

    Parameters
    ----------
    count, base : float
        Whole numbers: the part, and the whole.
    noun : str
        What the whole is of, such as "people"; may be empty.
    of : str
        What joins them: "of", or "of the".
    end : str
        What follows and tells the same, such as " (5 %)"; gone where the count is small.
    people : tuple of float, optional
        People behind the part, the rest and the whole, where what is counted is not people.

    Returns
    -------
    words : str
        Such as "3 of 59 people (5 %)".
    counts : tuple of Counted
        Of the part, then of the whole.
    """
    part, rest, whole = people or (count, base - count, base)
    all_of = f"{base:.0f} {noun}".rstrip()
    words = f"{count:.0f} {of} {all_of}"
    few = f"{_FEW} {of} {all_of}" if count <= base - count else f"all but {_FEW} {of} {all_of}"
    return words + end, (
        Counted(words + end, (part, rest), few),
        Counted(all_of, (whole,), f"{_FEW} {noun}".rstrip()),
    )


def guarded(text: str, counts: Iterable[Counted], minimum: int) -> str:
    """Return `text` without the small numbers of people it tells.

    Parameters
    ----------
    text : str
        One sentence or several.
    counts : iterable of Counted
        What it tells; those whose words do not stand in it are passed over.
    minimum : int
        Fewest people that may be told of; 1 hides nothing.
    """
    for counted in counts:
        if counted.is_small(minimum):
            text = _replaced(text, counted, f"fewer than {minimum}")
    return text


def _replaced(text: str, counted: Counted, few: str) -> str:
    instead = counted.instead.replace(_FEW, few)
    whole_words = re.compile(rf"(?<![\w.]){re.escape(counted.words)}(?!\w)")

    def put(match: re.Match[str]) -> str:
        starts = _SENTENCE_BEFORE.search(text[: match.start()])
        return instead[:1].upper() + instead[1:] if starts else instead

    return whole_words.sub(put, text)
