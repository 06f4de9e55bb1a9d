"""Said together: what several models have to mind as one finding, with names where they differ."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from studytool.report.notes import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from studytool.core.findings import Finding

_Part = TypeVar("_Part")
_BETWEEN = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def said_together(said: Sequence[tuple[str, Finding]], everyone: Sequence[str]) -> Finding:
    """Return findings of one sort as one: what they share once, the rest with the names.

    Parameters
    ----------
    said : sequence of (str, Finding)
        What each model is called and what is found about it; of one level and one code.
    everyone : sequence of str
        What all models shown together are called.

    Returns
    -------
    Finding
        Its sentences stand in their order; those that all say stand without a name where every
        model shown says them, or where another sentence has named the models before.
    """
    first = said[0][1]
    places = {found.where for _, found in said}
    return replace(
        first,
        message=_together(said, everyone, lambda found: found.message),
        remedy=_together(said, everyone, lambda found: found.remedy),
        where=first.where if len(places) == 1 else "",
        cells=_all_of(found.cells for _, found in said),
        values=_all_of(found.values for _, found in said),
        counts=_all_of(found.counts for _, found in said),
    )


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a figure or a small letter does not begin one."""
    return [one for one in _BETWEEN.split(text.strip()) if one]


def _together(
    said: Sequence[tuple[str, Finding]],
    everyone: Sequence[str],
    text: Callable[[Finding], str],
) -> str:
    told = [(label, sentences(text(found))) for label, found in said]
    labels = list(dict.fromkeys(label for label, _ in told))
    shared = _shared([lines for _, lines in told])
    parts = _named_parts([(label, _gaps(lines, shared)) for label, lines in told], shared, everyone)
    words = " ".join(parts)
    if shared and parts[0] == shared[0] and set(labels) != set(everyone):
        return f"{listed(labels)}: {words}"
    return words


def _shared(texts: Sequence[list[str]]) -> list[str]:
    """Return the sentences that stand in every text, in an order they have in all of them."""
    kept: list[str] = []
    at = [-1] * len(texts)
    for one in texts[0]:
        places = [
            lines.index(one, start + 1) if one in lines[start + 1 :] else -1
            for lines, start in zip(texts, at, strict=True)
        ]
        if min(places) >= 0:
            kept.append(one)
            at = places
    return kept


def _gaps(lines: list[str], shared: Sequence[str]) -> list[str]:
    """Return what stands before, between and after the shared sentences of a text."""
    gaps, start = [], 0
    for one in shared:
        place = lines.index(one, start)
        gaps.append(" ".join(lines[start:place]))
        start = place + 1
    return [*gaps, " ".join(lines[start:])]


def _named_parts(
    told: Sequence[tuple[str, list[str]]], shared: Sequence[str], everyone: Sequence[str]
) -> list[str]:
    """Return the parts of the text in their order, each difference after the names it is of."""
    parts = []
    for place in range(len(shared) + 1):
        here = [(label, gaps[place]) for label, gaps in told if gaps[place]]
        if 1 < len(here) < len(told):
            parts += _split_again(here, everyone)
        else:
            parts += _with_names(here, everyone)
        parts += shared[place : place + 1]
    return parts


def _split_again(here: Sequence[tuple[str, str]], everyone: Sequence[str]) -> list[str]:
    """Return what some of the models say, of which they may share a part in turn."""
    lines = [(label, sentences(text)) for label, text in here]
    shared = _shared([one for _, one in lines])
    if not shared or lines[0][1][0] == shared[0]:
        return _with_names(here, everyone)
    return _named_parts([(label, _gaps(one, shared)) for label, one in lines], shared, everyone)


def _with_names(here: Sequence[tuple[str, str]], everyone: Sequence[str]) -> list[str]:
    names: dict[str, list[str]] = {}
    for label, text in here:
        if label not in names.setdefault(text, []):
            names[text].append(label)
    return [
        text if set(labels) == set(everyone) else f"{listed(labels)}: {text}"
        for text, labels in names.items()
    ]


def _all_of(parts: Iterable[tuple[_Part, ...]]) -> tuple[_Part, ...]:
    """Return the parts of all, each once, in the order they are met."""
    return tuple(dict.fromkeys(one for several in parts for one in several))
