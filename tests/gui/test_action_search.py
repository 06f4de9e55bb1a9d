"""Action search: found by any word, chosen with the keyboard, gone with Escape."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from studytool.gui.action_search import ActionSearch, matching
from studytool.gui.found_actions import NOTHING
from studytool.gui.main_actions import make_actions


@pytest.fixture
def search(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    actions = make_actions(window)
    made = ActionSearch(window)
    made.set_actions(actions.values())
    made.setGeometry(300, 8, 320, 28)
    window.show()
    window.activateWindow()
    yield made, actions
    window.close()


def names(made):
    return [made.list.item(row).text() for row in range(made.list.count())]


def test_every_action_is_found_by_its_own_words(search):
    _, actions = search
    able = [action for action in actions.values() if action.isEnabled()]
    for action in able:
        assert action in matching(able, action.text())
        assert action in matching(able, action.statusTip().split()[-1])


def test_what_begins_with_the_words_comes_first_and_the_disabled_is_left_out(search):
    made, actions = search
    assert matching(actions.values(), "save")[0] is actions["save"]
    actions["save"].setEnabled(False)
    assert matching(actions.values(), "save")[0] is actions["save_as"]
    assert matching(actions.values(), "no such thing") == []
    assert made.list.isHidden()


def test_typed_and_chosen_with_the_keyboard(search, qtbot):
    made, actions = search
    made.begin()
    qtbot.keyClicks(made, "contrast")
    assert names(made)[0] == "High contrast"
    with qtbot.waitSignal(actions["theme_high_contrast"].triggered):
        qtbot.keyClick(made, Qt.Key.Key_Return)
    assert made.list.isHidden()
    assert made.text() == ""


def test_the_arrows_move_and_escape_leaves(search, qtbot):
    made, _ = search
    made.begin()
    assert made.list.isVisible()
    qtbot.keyClick(made, Qt.Key.Key_Down)
    assert made.list.currentRow() == 1
    qtbot.keyClick(made, Qt.Key.Key_Up)
    qtbot.keyClick(made, Qt.Key.Key_Up)
    assert made.list.currentRow() == 0
    assert not made.window().grab().isNull()
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert made.list.isHidden()


def test_a_megabyte_pasted_finds_nothing_and_stops_nothing(search):
    made, _ = search
    made.begin()
    made.insert("x" * 1_000_000)
    assert names(made) == [NOTHING]


@pytest.mark.parametrize("words", ["difference", "did it help", "attrition nothing such"])
def test_a_method_leads_to_its_step_and_what_nobody_offers_is_said(search, qtbot, words):
    made, actions = search
    for action in actions.values():
        action.setEnabled(True)
    qtbot.keyClicks(made, words)
    if "nothing" in words:
        assert names(made) == [NOTHING]
        qtbot.keyClick(made, Qt.Key.Key_Return)
        assert made.text() == words
    else:
        assert "Models" in names(made)
