"""Step words: a noun and a sentence for each step, in the order of the line."""

from __future__ import annotations

from studytool.gui.places import ORDER
from studytool.gui.step_words import STEP_WORDS


def test_every_step_has_a_noun_and_a_sentence():
    assert tuple(title.lower() for title, _ in STEP_WORDS) == ORDER
    for title, sentence in STEP_WORDS:
        assert " " not in title
        assert sentence.endswith((".", "?"))
        assert len(sentence.split()) > 6


def test_the_methods_people_look_for_are_named():
    told = dict(STEP_WORDS)
    assert "difference-in-differences" in told["Models"]
    assert "Word" in told["Brief"]
