"""Message line: one message, its ways out, the error's every part."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from studytool.core.errors import SourceError
from studytool.gui.message_line import Choice, MessageLine
from tests.gui.by_label import click


@pytest.fixture
def line(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    made = MessageLine(owner)
    QVBoxLayout(owner).addWidget(made)
    owner.resize(700, 200)
    owner.show()
    yield made
    owner.close()


def told(line):
    return " ".join(label.text() for label in line.findChildren(QLabel) if label.isVisible())


def test_an_error_is_told_with_where_why_and_remedy(line):
    error = SourceError(
        "No file a.csv.", where="waves[0].source", why="It moved", remedy="Find it."
    )
    error.add_note("another")
    line.say_error(error)
    words = "Waves, entry 1, “File”. It moved. Find it. And 1 more to mend."
    assert told(line).strip() == f"Serious. No file a.csv. {words}"
    assert line.accessibleName().startswith("Serious. No file a.csv.")


def test_a_choice_is_made_and_the_line_goes(line, qtbot):
    done = []
    choices = [Choice("Save", lambda: done.append("saved")), Choice("Keep working", lambda: None)]
    line.say("warning", "Not saved.", choices=choices, about="question")
    assert line.choices == ("Save", "Keep working")
    assert line.isVisible()
    line.choose("Save")
    assert done == ["saved"]
    assert line.isHidden()
    line.say("note", "Read.")
    assert line.choices == ()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.isHidden()


def test_only_its_own_message_is_taken_away(line):
    line.say("error", "Cannot be run.", about="run")
    line.clear_about("question")
    assert line.isVisible()
    line.clear_about("run")
    assert line.isHidden()


def test_each_level_is_drawn_differently_and_named(line):
    drawn = []
    for level, word in (("note", "Note."), ("warning", "Caution."), ("error", "Serious.")):
        line.say(level, "The same words.")
        assert line.title.startswith(word)
        drawn.append(line.grab().toImage())
    assert drawn[0] != drawn[1] != drawn[2]


LONG = "Each answer has to belong to one row a person and wave, or to one row a group. " * 4


@pytest.mark.parametrize("width", [1366, 1024, 640])
def test_a_long_message_is_two_lines_until_more_is_asked_for(line, qtbot, width):
    line.parentWidget().resize(width, 400)
    line.say("error", "2 person IDs occur twice.", LONG, choices=[Choice("Undo", lambda: None)])
    rest = next(one for one in line.findChildren(QPushButton) if one.text() == "More")
    qtbot.waitUntil(rest.isVisible)
    QApplication.processEvents()
    lines = [one for one in line.findChildren(QLabel) if one.isVisible() and one.text()]
    assert len(lines) == 2
    assert all(one.height() < 2 * one.fontMetrics().lineSpacing() for one in lines)
    if width == 1366:
        assert line.height() <= 52
    short = line.height()
    click(line, "More")
    qtbot.waitUntil(lambda: line.height() > short)
    assert LONG in told(line)
    click(line, "Less")
    qtbot.waitUntil(lambda: line.height() == short)


def test_a_short_message_has_nothing_more(line, qtbot):
    line.say("error", "A long one.", LONG)
    rest = next(one for one in line.findChildren(QPushButton) if one.text() == "More")
    qtbot.waitUntil(rest.isVisible)
    line.say("note", "Read.", "All of it.")
    qtbot.waitUntil(rest.isHidden)
