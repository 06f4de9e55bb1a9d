"""Panes: the keyboard goes round, over panes that cannot hold it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studytool.gui.panes import controls, first_control, turn_to_control, turn_to_next


@pytest.fixture
def panes(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    made = []
    for name in ("left", "middle", "right"):
        pane = QWidget(window)
        inside = QVBoxLayout(pane)
        inside.addWidget(QLabel(name) if name == "middle" else QPushButton(name))
        row.addWidget(pane)
        made.append(pane)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield made
    window.close()


def test_the_keyboard_goes_round_both_ways(panes):
    texts = []
    for step in (1, 1, 1, -1):
        held = turn_to_next(panes, step)
        assert held is QApplication.focusWidget()
        texts.append(held.text())
    assert texts in (["left", "right", "left", "right"], ["right", "left", "right", "left"])


def test_what_is_hidden_or_disabled_is_passed_over(panes):
    panes[2].hide()
    assert turn_to_next(panes).text() == "left"
    assert first_control(panes[1]) is None
    panes[0].setEnabled(False)
    assert turn_to_next(panes) is None


def test_tab_follows_what_is_read_not_what_was_made(panes):
    pane = panes[0]
    pane.parentWidget().resize(600, 400)
    late = {name: QPushButton(name, pane) for name in ("low", "right", "high")}
    for name, place in (("low", (0, 300)), ("right", (90, 60)), ("high", (0, 62))):
        late[name].setGeometry(*place, 80, 26)
        late[name].show()
    pane.layout().itemAt(0).widget().hide()
    late["high"].setFocus()
    assert [one.text() for one in controls(pane)] == ["high", "right", "low"]
    reached = []
    for forwards in (True, True, True, True, False):
        assert turn_to_control([pane, panes[2]], forwards=forwards)
        reached.append(QApplication.focusWidget().text())
    assert reached == ["right", "low", "right", "high", "right"]
    assert not turn_to_control([panes[1]], forwards=True)
