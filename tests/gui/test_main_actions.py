"""Actions: each once, no shortcut twice, each says what it does."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QWidget

from studytool.gui.main_actions import DEEDS, STEPS, make_actions
from studytool.gui.top_bar import MENUS


def test_no_shortcut_and_no_name_is_given_twice():
    keys = Counter(keys for deed in DEEDS for keys in deed.shortcuts)
    assert {name for name, times in keys.items() if times > 1} == set()
    for given in (Counter(deed.key for deed in DEEDS), Counter(deed.text for deed in DEEDS)):
        assert max(given.values()) == 1


def test_every_action_says_what_it_does_in_a_sentence():
    assert [deed.key for deed in DEEDS if not deed.what.endswith(".")] == []
    assert {deed.menu for deed in DEEDS} == set(MENUS)


def test_the_steps_have_ctrl_and_their_number():
    deeds = {deed.key: deed for deed in DEEDS}
    for number, title in enumerate(STEPS, start=1):
        assert deeds[f"step_{title.lower()}"].shortcuts == (f"Ctrl+{number}",)


def test_actions_carry_words_shortcuts_and_sentences(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    made = make_actions(owner)
    assert list(made) == [deed.key for deed in DEEDS]
    assert set(owner.actions()) == set(made.values())
    assert [keys.toString() for keys in made["redo"].shortcuts()] == ["Ctrl+Shift+Z", "Ctrl+Y"]
    assert made["save"].statusTip() == "Writes the study to its file."
    made["theme_dark"].setChecked(True)
    made["theme_light"].setChecked(True)
    assert not made["theme_dark"].isChecked()
