from __future__ import annotations

from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from studytool.gui.widgets.labels import Help
from studytool.gui.widgets.one_page import OnePage


def page(height):
    made = QWidget()
    rows = QVBoxLayout(made)
    rows.addWidget(Help("Words that wrap where there is little room for them."))
    inside = QListWidget()
    inside.setMinimumHeight(height)
    rows.addWidget(inside)
    return made


def test_a_hidden_page_asks_for_no_room(qtbot):
    pages = OnePage()
    qtbot.addWidget(pages)
    small, large = page(100), page(900)
    pages.addWidget(small)
    pages.addWidget(large)
    pages.resize(300, 300)
    pages.show()
    assert pages.minimumSizeHint().height() < 300
    assert not pages.hasHeightForWidth()
    pages.setCurrentWidget(large)
    assert pages.minimumSizeHint().height() > 900


def test_without_a_page_it_asks_for_nothing(qtbot):
    pages = OnePage()
    qtbot.addWidget(pages)
    assert not pages.minimumSizeHint().isValid()
    assert not pages.sizeHint().isValid()
