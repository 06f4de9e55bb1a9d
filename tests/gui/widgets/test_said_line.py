from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPushButton

from studytool.gui.widgets.said_line import SaidLine
from tests.gui.by_label import seen, texts


def ways(line):
    return [one.text() for one in seen(line, QPushButton)]


def test_what_was_written_can_be_opened_until_something_else_is_said(qtbot):
    line = SaidLine(24)
    qtbot.addWidget(line)
    line.say_written([Path("here") / "brief.docx"])
    assert "Wrote brief.docx in here." in texts(line)
    assert ways(line) == ["Open", "Show in folder"]
    line.say("Copied Table 1.")
    assert ways(line) == []
    line.say("")
    assert not line.isVisible()


def test_of_several_files_the_folder_is_shown(qtbot):
    line = SaidLine(24)
    qtbot.addWidget(line)
    line.say_written([Path("here") / "a.py", Path("here") / "b.R"])
    assert ways(line) == ["Show in folder"]
