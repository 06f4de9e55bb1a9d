"""Tab texts: labels as short as tabs need them, each still told from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 30
_FEWEST_SHARED = 3


def told_apart(labels: Sequence[str]) -> list[str]:
    """Return labels as tabs can hold them: without the ending that others have too, cut if long.

    Parameters
    ----------
    labels : sequence of str
        Such as "Visits since the last interview" and "Referred since the last interview".
    """
    shorter = [
        _without_ending(label, [other for other in labels if other != label]) for label in labels
    ]
    unique = len(set(shorter)) == len(set(labels))
    return [_cut(text) for text in (shorter if unique else labels)]


def _without_ending(label: str, others: Sequence[str]) -> str:
    """Return a label without the words at its end that another label ends with."""
    words = label.split()
    shared = 0
    for other in others:
        alike = 0
        for one, two in zip(reversed(words), reversed(other.split()), strict=False):
            if one != two:
                break
            alike += 1
        shared = max(shared, alike)
    worth_it = _FEWEST_SHARED <= shared < len(words)
    return " ".join(words[: len(words) - shared]) if worth_it else label


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rsplit(' ', 1)[0]} …"
