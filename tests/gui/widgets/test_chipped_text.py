from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from studytool.gui.theme import color
from studytool.gui.widgets.chipped_text import ChippedText
from studytool.gui.widgets.limited_text import LONGEST

SOURCE = "It cost {roi.cost|money} a child,\nor {a.b} and {a.b}{c.d|abs 1}."
TOLD = {"{roi.cost|money}": "R4,425", "{a.b}": "2.9", "{c.d|abs 1}": "0.9 to 5.0"}


@pytest.fixture
def text(qtbot):
    made = ChippedText()
    qtbot.addWidget(made)
    made.set_told(lambda source: TOLD.get(source, "?"))
    made.set_source(SOURCE)
    made.resize(300, 120)
    made.show()
    return made


def copied(text):
    text.selectAll()
    return text.createMimeDataFromSelection().text()


def test_what_is_shown_is_what_the_document_holds(text):
    assert text.source() == SOURCE
    assert text.spoken == "It cost R4,425 a child,\nor 2.9 and 2.90.9 to 5.0."
    assert "{" not in text.toPlainText()
    assert not text.document().isUndoAvailable()


@pytest.mark.parametrize("source", ["", "Plain.", "A brace { alone", "} and {", "{a.b}", "a\n\nb"])
def test_any_text_comes_back_as_it_was(text, source):
    text.set_source(source)
    assert text.source() == source


def test_a_chip_is_deleted_and_brought_back_as_one_letter(text):
    text.setFocus()
    cursor = text.textCursor()
    cursor.setPosition(len("It cost ") + 1)
    text.setTextCursor(cursor)
    QTest.keyClick(text, Qt.Key.Key_Backspace)
    assert text.source().startswith("It cost  a child")
    text.undo()
    assert text.source() == SOURCE


def test_typing_beside_a_chip_stays_text(text):
    text.set_source("{a.b}")
    text.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(text, " points")
    assert text.source() == "{a.b} points"
    text.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(text, "By ")
    assert text.source() == "By {a.b} points"


def test_copied_references_are_pasted_as_references(text):
    assert copied(text) == SOURCE
    text.set_source("")
    data = QMimeData()
    data.setText("Now {a.b}")
    text.insertFromMimeData(data)
    assert text.source() == "Now {a.b}"
    assert text.spoken == "Now 2.9"


def test_the_chip_at_the_cursor_is_told_and_replaced(text):
    met = []
    text.chip_met.connect(met.append)
    cursor = text.textCursor()
    cursor.setPosition(len("It cost "))
    text.setTextCursor(cursor)
    assert met == ["{roi.cost|money}"]
    text.restyle("{roi.cost}")
    assert text.source().startswith("It cost {roi.cost} a child")
    text.moveCursor(QTextCursor.MoveOperation.Start)
    assert met[-1] == ""
    text.restyle("{never}")
    assert "never" not in text.source()


def test_a_chip_is_painted_and_follows_the_number_of_now(text):
    text.set_source("{a.b}")
    soft = color("accent_soft")
    image = text.viewport().grab().toImage()
    wide = _shaded(image, soft)
    assert wide > 10
    text.set_told(lambda _: "a much longer number")
    assert _shaded(text.viewport().grab().toImage(), soft) > 2 * wide
    assert text.source() == "{a.b}"


def _shaded(image, colour):
    """Columns of the picture that hold the colour of a chip."""
    return sum(
        any(image.pixelColor(x, y) == colour for y in range(0, min(40, image.height()), 2))
        for x in range(image.width())
    )


def test_more_than_there_is_room_for_is_left_out_and_said(qtbot, text):
    data = QMimeData()
    data.setText("x" * (LONGEST + 50))
    with qtbot.waitSignal(text.shortened):
        text.insertFromMimeData(data)
    assert text.document().characterCount() - 1 <= LONGEST
