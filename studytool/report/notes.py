"""Lines under tables and charts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studytool.core.findings import by_weight
from studytool.report.numbers import HARD_SPACE, MINUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studytool.core.findings import Finding


_HYPHEN = re.compile(r"(?<![\w.)])-(?=\.?\d)")
_PERCENT = re.compile(r"(?<=\d) ?%(?!\w)")


def finding_notes(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return one line a finding, the serious first: "Caution. What was found."."""
    return tuple(f"{found.word}. {sentence(found.message)}" for found in by_weight(findings))


def sentence(text: str) -> str:
    """Return `text` as printed: true minus, a space before percent, a full stop at its end."""
    stripped = _PERCENT.sub(f"{HARD_SPACE}%", _HYPHEN.sub(MINUS, text.strip()))
    return stripped if stripped.endswith((".", "!", "?")) or not stripped else stripped + "."


def listed(items: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(items) < 2:  # noqa: PLR2004  # a list needs two
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]
