from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from studytool.gui.widgets.empty_state import EmptyState


@pytest.fixture
def empty(qtbot):
    made = EmptyState(
        "No model yet",
        "No service is linked.",
        action="Link a service",
        link_text="What is a model?",
    )
    qtbot.addWidget(made)
    made.show()
    return made


def button(widget, text):
    return next(found for found in widget.findChildren(QPushButton) if found.text() == text)


def test_it_says_what_is_missing_and_what_it_waits_for(empty):
    shown = [label.text() for label in empty.findChildren(QLabel) if label.isVisible()]
    assert shown == ["No model yet", "No service is linked."]


def test_its_button_is_the_way_there(empty, qtbot):
    with qtbot.waitSignal(empty.acted, timeout=1000):
        qtbot.mouseClick(button(empty, "Link a service"), Qt.MouseButton.LeftButton)


def test_its_link_explains(empty, qtbot):
    with qtbot.waitSignal(empty.asked, timeout=1000):
        qtbot.mouseClick(button(empty, "What is a model?"), Qt.MouseButton.LeftButton)


def test_without_a_way_there_is_no_button(qtbot):
    made = EmptyState("No visits", "The log has no dated row.")
    qtbot.addWidget(made)
    assert not made.findChildren(QPushButton)
