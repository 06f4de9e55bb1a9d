"""Running line: only for work that takes a while, with how far it is and Cancel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studytool.gui.running_line import PATIENCE_MILLISECONDS, RunningLine


@pytest.fixture
def line(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    made = RunningLine(owner)
    QVBoxLayout(owner).addWidget(made)
    owner.resize(600, 100)
    owner.show()
    yield made
    owner.close()


def test_short_work_shows_nothing(line, qtbot):
    line.begin()
    line.end()
    qtbot.wait(PATIENCE_MILLISECONDS + 50)
    assert line.isHidden()


def test_long_work_shows_what_and_how_far(line, qtbot):
    line.begin()
    assert line.isHidden()
    qtbot.waitUntil(line.isVisible, timeout=2000)
    line.tell("wild bootstrap, 9,999 draws", 62, 100)
    assert line.text == "Wild bootstrap, 9,999 draws: 62 %"
    assert not line.grab().isNull()
    line.end()
    assert line.isHidden()


def test_cancel_is_asked_for(line, qtbot):
    line.show()
    (button,) = line.findChildren(QPushButton)
    assert button.text() == "Cancel"
    with qtbot.waitSignal(line.cancelled):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
