"""Cut text: whatever field it is pasted into, what is left out is said."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from studytool.gui.cut_text import CutText
from studytool.gui.message_line import MessageLine
from studytool.gui.widgets.limited_text import LimitedText


@pytest.fixture
def desk(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    line, short, long = MessageLine(), QLineEdit(), LimitedText()
    short.setMaxLength(300)
    rows = QVBoxLayout(window)
    for part in (line, short, long):
        rows.addWidget(part)
    CutText(line, window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield line, short, long
    window.close()


def paste(field, text):
    QGuiApplication.clipboard().setText(text)
    field.setFocus()
    field.paste()


def test_a_field_that_holds_less_than_is_pasted_says_how_much_it_holds(desk):
    line, short, _ = desk
    paste(short, "x" * 1_000_000)
    assert len(short.text()) == 300
    assert line.title == "Caution. The text was cut: this field holds 300 characters."


def test_several_lines_say_so_too(desk):
    line, _, long = desk
    paste(long, "x" * 1_000_000)
    assert "holds 20,000 characters" in line.title


def test_what_fits_is_not_spoken_of(desk):
    line, short, long = desk
    for field in (short, long):
        paste(field, "a few words")
    assert line.isHidden()


def test_a_field_is_watched_once_and_may_go(desk):
    line, short, long = desk
    short.setFocus()
    long.setFocus()
    short.deleteLater()
    QTest.qWait(1)
    assert line.isHidden()
    paste(long, "x" * 30_000)
    assert line.isVisible()
