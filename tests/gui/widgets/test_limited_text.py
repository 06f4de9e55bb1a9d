"""Limited text: a megabyte costs little, and what is left out is said."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtTest import QTest

from studytool.gui.widgets.limited_text import LONGEST, LimitedText


@pytest.fixture
def text(qtbot):
    made = LimitedText()
    qtbot.addWidget(made)
    made.resize(400, 84)
    made.show()
    return made


def pasted(text):
    data = QMimeData()
    data.setText(text)
    return data


@pytest.mark.parametrize("what", ["x", "a word ", "line\n"])
def test_a_megabyte_is_cut_at_once_and_said(text, qtbot, what):
    megabyte = what * (1_000_000 // len(what))
    began = time.process_time()
    with qtbot.waitSignal(text.shortened) as said:
        text.insertFromMimeData(pasted(megabyte))
    text.grab()
    assert time.process_time() - began < 2
    assert said.args == [LONGEST]
    assert text.toPlainText() == megabyte[:LONGEST]


def test_what_fits_is_taken_whole_in_silence(text, qtbot):
    with qtbot.assertNotEmitted(text.shortened):
        text.insertFromMimeData(pasted("a" * LONGEST))
        text.selectAll()
        text.insertFromMimeData(pasted("b" * LONGEST))
    assert text.toPlainText() == "b" * LONGEST


def test_typing_beyond_the_end_is_said_too(text, qtbot):
    text.setPlainText("a" * LONGEST)
    text.moveCursor(text.textCursor().MoveOperation.End)
    with qtbot.waitSignal(text.shortened):
        QTest.keyClicks(text, "b")
    assert text.toPlainText() == "a" * LONGEST
