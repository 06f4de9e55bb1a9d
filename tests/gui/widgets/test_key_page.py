from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from studytool.core.errors import DocumentError
from studytool.gui.choices import Choices
from studytool.gui.widgets.key_page import KeyPage, decision_words
from studytool.survey.decisions import Decision
from studytool.survey.design import PanelDesign

MERGE = Decision(wave=1, row={"child": "A1"}, action="merge", reason="entered twice")
DROP = Decision(source="w.csv", row={"child": "B2"}, action="drop", reason="practice form")


@pytest.fixture
def page(qtbot):
    made = KeyPage()
    qtbot.addWidget(made)
    made.resize(800, 900)
    made.show_design(PanelDesign(person="child"), Choices())
    made.show_decisions((MERGE, DROP), (2, None), source="")
    made.show()
    return made


def button(page, text):
    return next(one for one in page.findChildren(QPushButton) if text in one.text())


def removers(page, where=""):
    buttons = [one for one in page.findChildren(QPushButton) if one.isVisible()]
    return [one for one in buttons if one.accessibleName().startswith(f"Remove: {where}")]


def texts(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def test_decisions_are_told_with_place_reason_and_rows(page):
    assert "wave 1: Merge rows: child A1 (2 rows)" in texts(page)
    assert "Because: practice form." in texts(page)
    assert decision_words(DROP, None) == "w.csv: Leave this row out: child B2"


def test_a_decision_is_taken_out_by_its_own_button(page, qtbot):
    (cross,) = removers(page, "w.csv")
    with qtbot.waitSignal(page.decision_removed) as told:
        qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert told.args == [1]


def test_a_new_decision_waits_until_it_is_whole(page, qtbot):
    page.start_draft({"wave": 2.0, "row": {"child": "C3"}, "action": "drop"})
    add = next(one for one in page.findChildren(QPushButton) if one.text() == "Add decision")
    assert add.isVisible()
    assert not add.isEnabled()
    why = next(one for one in page.findChildren(QLineEdit) if one.accessibleName() == "Why")
    qtbot.keyClicks(why, "moved away")
    qtbot.keyClick(why, Qt.Key.Key_Return)
    qtbot.waitUntil(add.isEnabled)
    with qtbot.waitSignal(page.decision_added) as told:
        qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    (made,) = told.args
    assert (made.action, made.row, made.reason) == ("drop", {"child": "C3"}, "moved away")
    assert not add.isVisible()


def test_decisions_of_a_file_are_read_only_until_taken_in(page, qtbot):
    page.show_decisions((MERGE,), (2,), source="decisions.toml")
    assert not button(page, "Add decision …").isEnabled()
    assert removers(page) == []
    with qtbot.waitSignal(page.move_asked):
        qtbot.mouseClick(button(page, "Take them into"), Qt.MouseButton.LeftButton)


def test_an_error_stands_at_its_field(page):
    page.show_error(DocumentError("There is no such column.", where="panel.person"))
    assert any("no such column" in text for text in texts(page))
    page.show_error(None)
    assert not any("no such column" in text for text in texts(page))
