"""The card of recovered work: what it says, what changed, and what it does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLabel

from studytool.api import open_study
from studytool.gui import edits
from studytool.gui.recovered_card import Recovered
from studytool.gui.recovery_copy import LeftBehind
from tests.gui.by_label import click, texts
from tests.small_study import write_study


def left(folder, path, study, edits_made=3):
    file = folder / "1-a.json"
    file.write_text("{}", encoding="utf-8")
    return LeftBehind(file, path, folder, datetime.now(UTC), edits_made, study.to_toml())


@pytest.fixture
def shown(qtbot, tmp_path):
    path = write_study(tmp_path)
    study = edits.changed(open_study(path), title="Visits")

    def show(copy):
        card = Recovered(copy)
        qtbot.addWidget(card)
        card.resize(420, 400)
        card.show()
        return card

    return show, left(tmp_path, path, study)


def test_it_says_what_was_left_and_gives_it_back(shown, qtbot):
    show, copy = shown
    card = show(copy)
    assert "3 unsaved changes in study.toml" in texts(card)
    with qtbot.waitSignal(card.asked) as asked:
        click(card, "Recover")
    assert asked.args == [copy]


def test_the_changes_are_seen_and_hidden(shown):
    show, copy = shown
    card = show(copy)
    assert "Title:" not in texts(card)
    click(card, "See the changes")
    assert "• Title: “A small study” before, “Visits” now" in texts(card)
    click(card, "Hide the changes")
    assert "Title:" not in texts(card)
    click(card, "See the changes")
    assert "Title:" in texts(card)


def test_a_long_list_is_cut_in_sight(shown, tmp_path):
    show, copy = shown
    study = copy.study()
    for place in range(20):
        more = study.models[0].model_copy(update={"name": f"m{place}"})
        study = edits.added(study, "models", more)
    card = show(left(tmp_path, copy.path, study))
    click(card, "See the changes")
    assert "and 9 more" in texts(card)


def test_a_document_that_is_gone_is_told(shown):
    show, copy = shown
    copy.path.unlink()
    card = show(copy)
    click(card, "See the changes")
    assert "What changed cannot be told" in texts(card)


def test_work_that_was_never_saved_is_compared_with_a_new_study(shown, tmp_path):
    show, copy = shown
    card = show(left(tmp_path, None, copy.study()))
    click(card, "See the changes")
    assert "Model effect: added" in texts(card)


def test_discarded_it_is_gone(shown):
    show, copy = shown
    card = show(copy)
    click(card, "Discard")
    assert not copy.file.exists()
    assert card.isHidden()


def test_its_level_is_a_word_and_not_a_colour_alone(shown):
    show, copy = shown
    card = show(copy)
    assert any("Note." in label.text() for label in card.findChildren(QLabel))
