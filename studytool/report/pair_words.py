"""Comparisons of two groups of people, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studytool.models.result import Pair

SORTS_IN_WORDS = {
    "treated_vs_untreated": "With people never treated",
    "earlier_vs_later": "With people not treated yet",
    "later_vs_earlier": "With people already treated",
}
"""Kinds of comparison, the sound ones first."""


def pair_in_words(pair: Pair) -> str:
    """Return a comparison as a row's head, such as "2006 with 2008"."""
    other = "never" if pair.other is None else f"{pair.other:g}"
    return f"Start {pair.cohort:g}, beside {other}"
