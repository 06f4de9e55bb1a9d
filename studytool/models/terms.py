"""Terms as a researcher writes them: names, ``C(x)`` for a factor, ``a:b`` for an interaction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FACTOR = re.compile(r"C\((.+)\)")


@dataclass(frozen=True, slots=True)
class Part:
    """One side of an interaction, or a whole term without one.

    Attributes
    ----------
    column : str
        Column it reads.
    factor : bool
        Whether each of its values gets a level of its own.
    """

    column: str
    factor: bool = False


def parse_term(text: str) -> tuple[Part, ...]:
    """Return the parts of a term.

    Parameters
    ----------
    text : str
        Such as ``age``, ``C(grade)`` or ``visited:girl``.

    Returns
    -------
    tuple of Part
        One part, or one for each side of the interaction. Colons inside brackets do not divide.
    """
    return tuple(_part(piece.strip()) for piece in _split(text))


def columns_of(terms: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that terms read, each once, in order of first use."""
    return tuple(dict.fromkeys(part.column for term in terms for part in parse_term(term)))


def factors_of_product(text: str) -> tuple[str, ...]:
    """Return the names joined by ``*`` in an effect or cluster such as ``school*wave``."""
    return tuple(piece.strip() for piece in text.split("*"))


def _part(text: str) -> Part:
    found = _FACTOR.fullmatch(text)
    return Part(found.group(1).strip(), factor=True) if found else Part(text)


def _split(text: str) -> list[str]:
    """Split at colons that are outside all brackets."""
    pieces, depth = [""], 0
    for sign in text:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == ":" and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += sign
    return pieces
