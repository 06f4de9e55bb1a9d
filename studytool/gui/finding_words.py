"""How a finding is told in the room of a card: its fact, its figure, what it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 220
"""Characters of about three lines of a card in the work pane."""
MORE = " \N{HORIZONTAL ELLIPSIS}"
"""What stands where something is left out."""
_LONGEST_TITLE = 96
_SHORTEST_TITLE = 8
_LONGEST_NAME = 48
_SENTENCE = re.compile(r"(?<=[^\s.]{2})\.\s+(?=[A-Z0-9“\"−-])")
_FIGURE = re.compile(r"\d")
_HYPHEN_MINUS = re.compile(r"(?<![\w.-])-(?=\d)")


def parts(message: str) -> tuple[str, str]:
    """Split a message into the fact and what it means.

    Parameters
    ----------
    message : str
        Message of a finding.

    Returns
    -------
    title : str
        First sentence, or what stands before its colon where that is short enough; the level
        word stands alone before a message without either.
    text : str
        The rest; may be empty.
    """
    first, *rest = _SENTENCE.split(message, maxsplit=1)
    if len(first) <= _LONGEST_TITLE:
        return first.removesuffix("."), rest[0] if rest else ""
    before, colon, after = message.partition(": ")
    if colon and _SHORTEST_TITLE <= len(before) <= _LONGEST_TITLE:
        return before, _begun(after)
    return "", message


def _begun(text: str) -> str:
    """Return a text with a capital at its start; the name of a variable stays as it is."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return text if "_" in first else text[:1].upper() + text[1:]


def typeset(text: str) -> str:
    """Return a text with a true minus before its negative numbers; dates stay as they are."""
    return _HYPHEN_MINUS.sub("−", text)


def shortened(text: str, most: int = MOST) -> str:
    """Return a text of about three lines in which the figure stands.

    Parameters
    ----------
    text : str
        What a finding means.
    most : int
        Characters there is room for.

    Returns
    -------
    str
        The whole text where it fits. Else the first sentences; where they have no figure, the
        sentence that has it comes first. An ellipsis stands where something is left out.
    """
    if len(text) <= most:
        return text
    sentences = [f"{one.removesuffix('.')}." for one in _SENTENCE.split(text)]
    kept = _fitting(sentences, most)
    figure = next((place for place, one in enumerate(sentences) if _FIGURE.search(one)), None)
    if figure is None or any(_FIGURE.search(one) for one in kept):
        return " ".join(kept) + MORE if kept else text[: text.rindex(" ", 0, most)] + MORE
    about = f"{_about(sentences[0])}{sentences[figure]}"
    return " ".join(_fitting([about, *sentences[figure + 1 :]], most) or [about]) + MORE


def _fitting(sentences: Sequence[str], most: int) -> list[str]:
    """Return as many of the first sentences as there is room for."""
    kept: list[str] = []
    for one in sentences:
        if sum(len(other) + 1 for other in kept) + len(one) > most:
            break
        kept.append(one)
    return kept


def _about(sentence: str) -> str:
    """Return the model a sentence begins with, with its colon; empty where it begins with none."""
    before, colon, _ = sentence.partition(": ")
    return f"{before}: " if colon and len(before) <= _LONGEST_NAME else ""
