from __future__ import annotations

from PySide6.QtCore import Qt

from studytool.gui.widgets.plain_list import ROW, PlainList

ROWS = [("Total difficulties", "Sum of 20 items"), ("High difficulties", "difficulties >= 17")]


def test_rows_are_chosen_with_the_keyboard_and_read_out(qtbot):
    shown = PlainList("Scores")
    qtbot.addWidget(shown)
    shown.resize(240, 200)
    shown.show_rows(ROWS, 0)
    shown.show()
    told = []
    shown.currentRowChanged.connect(told.append)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    assert told == [1]
    said = shown.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "High difficulties. difficulties >= 17"
    assert shown.visualItemRect(shown.item(0)).height() == ROW


def test_showing_other_rows_tells_nobody(qtbot):
    shown = PlainList("Scores")
    qtbot.addWidget(shown)
    shown.show_rows(ROWS, 1)
    told = []
    shown.currentRowChanged.connect(told.append)
    shown.show_rows(ROWS[:1], 0)
    assert told == []
    assert (shown.count(), shown.currentRow()) == (1, 0)
