from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from studytool.gui.widgets.entry_strip import EntryStrip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def strip_of(qtbot: QtBot) -> EntryStrip:
    strip = EntryStrip()
    qtbot.addWidget(strip)
    return strip


def press(strip: EntryStrip, words: str) -> None:
    next(b for b in strip.findChildren(QPushButton) if b.text() == words).click()


def test_a_title_is_taken_at_enter(qtbot: QtBot) -> None:
    strip, taken = strip_of(qtbot), []
    strip.ask("Title", "Old", taken.append)
    line = strip.findChild(QLineEdit)
    assert line is not None
    assert line.accessibleName() == "Title"
    line.setText("  New  ")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert taken == ["New"]
    assert strip.isHidden()


def test_a_note_keeps_its_lines(qtbot: QtBot) -> None:
    strip, taken = strip_of(qtbot), []
    strip.ask("Note", "", taken.append, several_lines=True)
    field = strip.findChild(QPlainTextEdit)
    assert field is not None
    field.setPlainText("one\ntwo")
    press(strip, "Save text")
    assert taken == ["one\ntwo"]


def test_cancel_and_escape_take_nothing(qtbot: QtBot) -> None:
    strip, taken = strip_of(qtbot), []
    strip.ask("Title", "Old", taken.append)
    press(strip, "Cancel")
    strip.ask("Title", "Old", taken.append)
    qtbot.keyClick(strip, Qt.Key.Key_Escape)
    assert taken == []
    assert strip.isHidden()


def test_an_empty_text_is_not_taken(qtbot: QtBot) -> None:
    strip, taken = strip_of(qtbot), []
    strip.ask("Title", "", taken.append)
    press(strip, "Save text")
    assert taken == []


def test_a_pasted_megabyte_is_cut(qtbot: QtBot) -> None:
    strip, taken = strip_of(qtbot), []
    strip.ask("Note", "", taken.append, several_lines=True)
    field = strip.findChild(QPlainTextEdit)
    assert field is not None
    QGuiApplication.clipboard().setText("a" * 1_000_000)
    field.paste()
    press(strip, "Save text")
    assert len(taken[0]) == 20_000
