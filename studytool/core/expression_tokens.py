"""Words and marks of an expression."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from studytool.core.errors import DocumentError

LONGEST = 4000
"""Characters an expression may have."""

_PATTERN = re.compile(
    r"""\s*(?:
        (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<name>[^\W\d]\w*)
      | (?P<mark>\*\*|==|!=|<=|>=|[-+*/<>(),=])
    )""",
    re.VERBOSE,
)
_HINTS = {
    ".": "A full stop after a name means nothing here; write the name of a column.",
    "[": "Square brackets mean nothing here; use lag(x, 1) for an earlier wave.",
    "{": "Curly brackets mean nothing here.",
    "&": 'Write "and".',
    "|": 'Write "or".',
    "!": 'Write "not".',
    "%": "There is no remainder; divide with /.",
    ":": "A colon means nothing here.",
    "'": "The quotation mark is not closed.",
    '"': "The quotation mark is not closed.",
    "`": "Write column names without quotation marks.",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark.

    Attributes
    ----------
    sort : {"number", "text", "name", "mark", "end"}
        What it is.
    text : str
        As written, quotation marks of a text left out.
    at : int
        Its first character in the expression, counted from 1.
    """

    sort: Literal["number", "text", "name", "mark", "end"]
    text: str
    at: int


def unreadable(at: int, why: str, remedy: str = "") -> DocumentError:
    """Return the error for an expression that cannot be read at character `at`."""
    what = f"The expression cannot be read at character {at}: {why}."
    return DocumentError(what, remedy=remedy)


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words and marks of `text`, closed by one of sort ``end``.

    Parameters
    ----------
    text : str
        An expression as written.

    Returns
    -------
    tuple of Token
        In the order written.

    Raises
    ------
    DocumentError
        If the text is too long or holds a character that means nothing.
    """
    if len(text) > LONGEST:
        raise DocumentError(
            f"The expression is {len(text)} characters long; {LONGEST} is the most.",
            remedy="Split it into several [[derived]] variables.",
        )
    found: list[Token] = []
    place = 0
    end = len(text.rstrip())
    while place < end:
        match = _PATTERN.match(text, place)
        if match is None:
            raise _stranger(text, place)
        found.append(_token(match))
        place = match.end()
    return (*found, Token("end", "", end + 1))


def _stranger(text: str, place: int) -> DocumentError:
    at = len(text) - len(text[place:].lstrip())
    return unreadable(at + 1, f"{text[at]} means nothing here", _HINTS.get(text[at], ""))


def _token(match: re.Match[str]) -> Token:
    sort = match.lastgroup or "mark"
    word, at = match.group(sort), match.start(sort) + 1
    if sort == "number":
        return Token("number", word, at)
    if sort == "text":
        return Token("text", word[1:-1], at)
    return Token("name" if sort == "name" else "mark", word, at)
