from __future__ import annotations

import pytest
from PySide6.QtWidgets import QGridLayout, QWidget

from studytool.gui.field_pair import FieldPair
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.quiet_combo import QuietCombo

LONG = "Exposed to violence at home or in the community"


def lists(*texts):
    made = []
    for text in texts:
        combo = QuietCombo()
        combo.addItem(text)
        made.append(Field("What", combo))
    return made


@pytest.fixture
def pane(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def rows(grid, fields):
    return [grid.getItemPosition(grid.indexOf(field)) for field in fields]


@pytest.mark.parametrize("texts", [(LONG, "Sex"), ("Sex", LONG)])
def test_a_long_name_takes_a_line_of_its_own_and_gives_it_back(pane, texts):
    grid, fields = QGridLayout(pane), lists(*texts)
    for column, field in enumerate(fields):
        grid.addWidget(field, 4, column)
    pair = FieldPair(grid, 4, *fields)
    pair.fit(150)
    assert rows(grid, fields) == [(4, 0, 1, 2), (5, 0, 1, 2)]
    pair.fit(600)
    assert rows(grid, fields) == [(4, 0, 1, 1), (4, 1, 1, 1)]


def test_short_names_stay_beside_each_other(pane):
    grid, fields = QGridLayout(pane), lists("Sex", "Age")
    for column, field in enumerate(fields):
        grid.addWidget(field, 0, column)
    FieldPair(grid, 0, *fields).fit(150)
    assert rows(grid, fields) == [(0, 0, 1, 1), (0, 1, 1, 1)]


def test_fields_without_lists_need_no_line_of_their_own(pane):
    grid, fields = QGridLayout(pane), [Field("A", QWidget()), Field("B", QWidget())]
    for column, field in enumerate(fields):
        grid.addWidget(field, 0, column)
    FieldPair(grid, 0, *fields).fit(10)
    assert rows(grid, fields) == [(0, 0, 1, 1), (0, 1, 1, 1)]
