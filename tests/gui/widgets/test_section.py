from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from studytool.gui.widgets.section import Section


@pytest.fixture
def section(qtbot):
    made = Section("More: weights, resampling")
    made.body.addWidget(QLineEdit())
    qtbot.addWidget(made)
    made.show()
    return made


def head(section):
    return section.findChild(QPushButton)


def test_the_unusual_is_folded_away_at_first(section):
    assert not section.is_open
    assert not section.findChild(QLineEdit).isVisible()
    assert head(section).accessibleDescription() == "folded"


def test_a_click_opens_and_another_folds_it(section, qtbot):
    with qtbot.waitSignal(section.opened, timeout=1000) as opened:
        qtbot.mouseClick(head(section), Qt.MouseButton.LeftButton)
    assert opened.args == [True]
    assert section.findChild(QLineEdit).isVisible()
    qtbot.mouseClick(head(section), Qt.MouseButton.LeftButton)
    assert not section.findChild(QLineEdit).isVisible()


def test_it_can_be_opened_for_a_person(section):
    section.set_open(True)
    assert section.is_open
    assert head(section).accessibleDescription() == "open"


def test_the_title_says_what_is_inside(section):
    section.set_title("More: resampling")
    assert head(section).text() == "More: resampling"
