from __future__ import annotations

from studytool.models.result import Pair
from studytool.models.staggered.decomposition import SORTS
from studytool.report.pair_words import SORTS_IN_WORDS, pair_in_words


def test_every_kind_has_words():
    assert tuple(SORTS_IN_WORDS) == SORTS


def test_a_pair_names_both_sides():
    assert pair_in_words(Pair("", 2006.0, None, 1, 0, 1, 1)) == "Start 2006, beside never"
    assert pair_in_words(Pair("", 2006.0, 2007.5, 1, 0, 1, 1)) == "Start 2006, beside 2007.5"
