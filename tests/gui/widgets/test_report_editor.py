from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QPushButton

from studytool.gui.document import Document
from studytool.gui.report_shown import shown_now
from studytool.gui.widgets.entry_strip import EntryStrip
from studytool.gui.widgets.report_editor import ReportEditor

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from studytool.outcome import Run


class Desk:
    """A document with a run, and an editor of its report."""

    def __init__(self, path: Path, run: Run) -> None:
        self.document = Document()
        self.document.open(path)
        self.document.show_run(run)
        self.strip = EntryStrip()
        self.editor = ReportEditor(self.document, self.strip, lambda: shown_now(self.document))
        self.refused: list[str] = []
        self.editor.refused.connect(self.refused.append)

    @property
    def order(self) -> list[str]:
        items = shown_now(self.document).items
        return [item.table or item.chart or item.heading or item.note for item in items]

    def save(self, text: str) -> None:
        line, lines = self.strip.findChild(QLineEdit), self.strip.findChild(QPlainTextEdit)
        assert line is not None
        assert lines is not None
        line.setText(text)
        lines.setPlainText(text)
        buttons = self.strip.findChildren(QPushButton)
        next(button for button in buttons if button.text() == "Save text").click()


@pytest.fixture
def desk(qtbot: QtBot, sample_study_path: Path, sample_run: Run) -> Desk:
    made = Desk(sample_study_path, sample_run)
    qtbot.addWidget(made.strip)
    return made


def test_every_edit_is_undone_to_the_identical_study(desk: Desk) -> None:
    first = desk.document.study
    place = desk.order.index("t_cases")
    desk.editor.move(place, 1)
    desk.editor.hide(0)
    desk.editor.unhide()
    desk.editor.add_text("note", 2)
    desk.save("Look here")
    desk.editor.retype(desk.order.index("Look here"))
    desk.save("Look there")
    desk.editor.add_text("heading", 0)
    desk.save("Part one")
    desk.editor.rename(desk.order.index("t_cases"))
    desk.save("High difficulties")
    desk.editor.delete(desk.order.index("t_cases"))
    assert desk.document.undo.count() == 8
    assert {"Look there", "Part one"} < set(desk.order)
    assert "t_cases" not in [table.name for table in desk.document.study.tables]
    while desk.document.undo.canUndo():
        desk.document.undo.undo()
    assert desk.document.study is first


def test_an_edit_that_cannot_be_says_why(desk: Desk) -> None:
    desk.editor.delete(desk.order.index("t_offer"))
    assert "t_offer" in desk.refused[-1]
    assert not desk.document.modified


def test_a_note_stands_where_it_was_asked_for(desk: Desk) -> None:
    desk.editor.add_text("note", 3)
    desk.save("Here")
    assert desk.order[3] == "Here"


def test_the_menu_offers_what_an_entry_can_do(desk: Desk) -> None:
    table = desk.editor.menu_of(desk.order.index("t_offer"), desk.strip)
    costs = desk.editor.menu_of(desk.order.index("costs"), desk.strip)
    assert {"Rename", "Delete", "Hide"} <= {action.text() for action in table.actions()}
    assert not {"Rename", "Delete"} & {action.text() for action in costs.actions()}


def test_what_is_missing_can_be_added_from_the_menu(desk: Desk) -> None:
    menu = QMenu(desk.strip)
    desk.editor.fill_add_menu(menu, 0)
    offered = {action.text(): action for action in menu.actions()}
    offered["Table of the model Visits, all rows compared"].trigger()
    assert desk.document.study.tables[-1].uses() == ("naive",)
