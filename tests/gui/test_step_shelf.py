"""Step shelf: the screens in order, made one by one, each once."""

from __future__ import annotations

import pytest

from studytool.gui.document import Document
from studytool.gui.places import ORDER
from studytool.gui.step_shelf import StepShelf, screen
from studytool.gui.step_words import STEP_WORDS


@pytest.mark.parametrize(("key", "words"), [*zip(ORDER, STEP_WORDS, strict=True)])
def test_every_step_has_its_screen_under_its_noun(key, words):
    assert screen(key).key == key
    assert screen(key).title == words[0]
    with pytest.raises(KeyError):
        screen(words[0])


def test_a_step_is_made_once_and_told_of(qtbot):
    told = []
    shelf = StepShelf(Document(), lambda key, step: told.append((key, step)))
    assert list(shelf) == list(ORDER)
    assert "models" in shelf
    assert "no such step" not in shelf
    assert not shelf.made
    step = shelf["describe"]
    qtbot.addWidget(step)
    assert shelf["describe"] is step
    assert told == [("describe", step)]
    assert dict(shelf.made) == {"describe": step}
