"""Comments and names in programs of other tools."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_TERMS = 40


def comment(lines: Iterable[str], mark: str) -> str:
    """Return lines as comments; a line never ends one, whatever a title holds.

    Parameters
    ----------
    lines : iterable of str
        What to say.
    mark : str
        What begins a comment.
    """
    whole = (" ".join(line.split()) for line in lines)
    return "\n".join(f"{mark} {line}" for line in whole if line)


def quoted(text: str) -> str:
    """Return a text as a string in double quotes, which Python and R read alike."""
    return json.dumps(text, ensure_ascii=True)


def found_lines(estimates: Mapping[str, tuple[float, float]]) -> list[str]:
    """Return what this program found for the first terms, one line each."""
    shown = list(estimates.items())[:MOST_TERMS]
    return [f"studytool: {term} {value:.9g} ({error:.9g})" for term, (value, error) in shown]
