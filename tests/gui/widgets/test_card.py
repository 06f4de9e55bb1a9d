from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from studytool.gui.theme import apply, color
from studytool.gui.widgets.card import Card


@pytest.fixture
def card(qtbot, qapp):
    apply(qapp, "light")
    made = Card(clickable=True)
    qtbot.addWidget(made)
    made.resize(200, 80)
    made.show()
    return made


def edge(card):
    return card.grab().toImage().pixelColor(100, 0).name()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_keyboard_chooses_it(card, qtbot, key):
    with qtbot.waitSignal(card.clicked, timeout=1000):
        qtbot.keyClick(card, key)


def test_the_mouse_chooses_it(card, qtbot):
    with qtbot.waitSignal(card.clicked, timeout=1000):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)


def test_letting_go_outside_is_no_choice(card, qtbot):
    with qtbot.assertNotEmitted(card.clicked):
        qtbot.mousePress(card, Qt.MouseButton.LeftButton)
        qtbot.mouseRelease(card, Qt.MouseButton.LeftButton, pos=QPoint(500, 500))


def test_a_card_that_is_no_choice_is_passed_by(qtbot):
    made = Card()
    qtbot.addWidget(made)
    made.show()
    assert made.focusPolicy() == Qt.FocusPolicy.NoFocus
    with qtbot.assertNotEmitted(made.clicked):
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton)


def test_the_chosen_card_has_the_accent_for_a_border(qtbot, qapp):
    apply(qapp, "light")
    card = Card()
    qtbot.addWidget(card)
    card.resize(200, 80)
    card.show()
    assert edge(card) == color("line").name()
    card.set_chosen(True)
    assert edge(card) == color("accent").name()
    card.set_chosen(False)
    assert edge(card) == color("line").name()
