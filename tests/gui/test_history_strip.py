"""History: the latest events there is room for, and undo beside them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from studytool.gui.document import Document
from studytool.gui.history_strip import HistoryStrip


@pytest.fixture
def strip(qtbot):
    document, undo = Document(), QAction("Undo")
    made = HistoryStrip(document, undo)
    qtbot.addWidget(made)
    made.resize(900, 28)
    made.show()
    return made, document, undo


def test_the_latest_events_are_shown_oldest_first(strip):
    made, document, _ = strip
    for what in ("files read", "IDs checked", "model visits added"):
        document.tell(what)
    assert [event.what for event in made.shown()] == [
        "files read",
        "IDs checked",
        "model visits added",
    ]
    assert "model visits added" in made.accessibleDescription()


def test_where_there_is_little_room_the_latest_stays(strip):
    made, document, _ = strip
    for what in ("a long event that takes room " * 3, "the latest " * 5):
        document.tell(what)
    made.resize(420, 28)
    assert [event.what for event in made.shown()] == ["the latest " * 5]
    assert not made.grab().isNull()


def test_undo_is_a_click_away_and_says_what_it_undoes(strip, qtbot):
    made, _, undo = strip
    undo.setEnabled(False)
    (button,) = made.findChildren(QToolButton)
    assert not button.isEnabled()
    assert "nothing" in button.toolTip()
    undo.setEnabled(True)
    undo.setText("Undo add model visits")
    assert button.accessibleName() == "Undo add model visits"
    with qtbot.waitSignal(undo.triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
