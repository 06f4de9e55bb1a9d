"""Top bar: every action in its menu, the document's name and whether it is saved."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from studytool.gui import edits
from studytool.gui.document import Document
from studytool.gui.main_actions import DEEDS, make_actions
from studytool.gui.top_bar import MENUS, TopBar
from studytool.gui.widgets.elided import Elided
from tests.small_study import write_study


@pytest.fixture
def bar(qtbot):
    owner = QWidget()
    qtbot.addWidget(owner)
    document = Document()
    made = TopBar(owner)
    made.set_actions(make_actions(owner))
    made.attach(document)
    made.show_document(shown=True)
    owner.resize(1366, 60)
    made.resize(1366, 44)
    owner.show()
    yield made, document
    owner.close()


def told(bar):
    return [
        label.text() for label in bar.findChildren(QLabel) if label.isVisible() and label.text()
    ]


def test_every_action_is_in_its_menu(bar):
    made, _ = bar
    menus = {entry.text(): entry.menu() for entry in made.menus.actions()}
    assert tuple(menus) == MENUS
    for name, menu in menus.items():
        there = [action.objectName() for action in menu.actions() if not action.isSeparator()]
        assert there == [deed.key for deed in DEEDS if deed.menu == name]


def test_it_tells_the_name_and_whether_it_is_saved(bar, tmp_path):
    made, document = bar
    path = write_study(tmp_path)
    document.open(path)
    assert told(made)[0] == path.name
    assert told(made)[1].startswith("saved ")
    assert told(made)[2] == "offline"
    document.edit("Rename", edits.changed(document.study, title="Another"))
    assert told(made)[1] == "not saved"
    document.undo.undo()
    assert told(made)[1].startswith("saved ")
    made.show_document(shown=False)
    assert told(made) == ["offline"]


def test_a_name_too_long_is_shortened_and_told_whole(bar):
    made, document = bar
    title = "A very long title " * 20
    document.edit("Rename", edits.changed(document.study, title=title))
    name = made.findChild(Elided)
    assert name.shown.endswith("…")
    assert title in name.whole_told()
    assert "no file yet" in name.whole_told()


@pytest.mark.parametrize("width", [1366, 1024, 800])
def test_the_name_never_touches_the_search_field(bar, width):
    made, document = bar
    document.edit("Rename", edits.changed(document.study, title="A very long title " * 20))
    made.parentWidget().resize(width, 60)
    made.resize(width, 44)
    name, search = made.findChild(Elided), made.search
    end_of_search = search.mapTo(made, search.rect().topRight()).x()
    start_of_name = name.mapTo(made, name.rect().topLeft()).x()
    assert start_of_name - end_of_search >= 16
    assert name.fontMetrics().horizontalAdvance(name.shown) <= name.width()
    assert made.menus.mapTo(made, made.menus.rect().topRight()).x() < search.x()
