"""Found actions: each with its sentence, as high as what is listed needs, and not higher."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from studytool.gui.found_actions import NOTHING, FoundActions, action_of


def test_actions_are_listed_and_given_back(qtbot):
    made = FoundActions()
    qtbot.addWidget(made)
    first, second = QAction("&Save", made), QAction("Save as …", made)
    first.setStatusTip("Writes the study to its file.")
    made.show_actions([first, second])
    assert [made.item(row).text() for row in range(made.count())] == ["Save", "Save as …"]
    assert made.item(0).toolTip() == "Writes the study to its file."
    assert made.currentRow() == 0
    assert action_of(made.item(1)) is second


def test_it_is_as_high_as_its_rows_up_to_a_limit(qtbot):
    made = FoundActions()
    qtbot.addWidget(made)
    actions = [QAction(str(place), made) for place in range(20)]
    made.show_actions(actions[:2])
    two = made.height_needed()
    made.show_actions(actions[:3])
    three = made.height_needed()
    made.show_actions(actions)
    assert two < three < made.height_needed() < 20 * (three - two)
    made.show_actions([])
    assert 0 < made.height_needed() < two


def test_nothing_found_is_said_and_cannot_be_chosen(qtbot):
    made = FoundActions()
    qtbot.addWidget(made)
    made.show_actions([])
    (row,) = [made.item(place) for place in range(made.count())]
    assert row.text() == NOTHING
    assert row.flags() == Qt.ItemFlag.NoItemFlags
    assert action_of(row) is None
    made.resize(440, made.height_needed())
    blank = made.grab().toImage()
    made.clear()
    assert made.grab().toImage() != blank
