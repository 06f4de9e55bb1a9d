from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from studytool.gui import theme
from studytool.gui.tokens import COLOURS
from studytool.gui.widgets.wave_cells import Swatch, button_rect
from studytool.gui.widgets.wave_table import Line, WaveTable
from studytool.survey.wave_grid import GridCell, GridRow, WaveHead

KINDS = ("renamed", "recoded", "missing", "format", "not_asked")


@pytest.fixture
def table(qtbot):
    made = WaveTable()
    qtbot.addWidget(made)
    cells = tuple(GridCell("x", kind, kind) for kind in KINDS)
    heads = tuple(WaveHead(n, str(n), 1, ("a.csv",)) for n in range(len(KINDS)))
    made.resize(1100, 200)
    made.show_lines(heads, (Line(GridRow("v", "Variable", cells), "do it"),))
    made.show()
    return made


@pytest.mark.parametrize("name", list(COLOURS))
def test_each_difference_has_its_colour_in_every_theme(table, name):
    before = theme.current().name
    theme.apply(QApplication.instance(), name)
    picture = table.viewport().grab().toImage()
    colours = theme.theme_named(name)
    for column, kind in enumerate(KINDS, start=1):
        cell = table.visualRect(table.wave_model.index(0, column))
        drawn = QColor(picture.pixel(cell.right() - 10, cell.center().y()))
        assert drawn.name().upper() == colours.hex(f"{kind}_soft").upper()
    theme.apply(QApplication.instance(), before)


def test_the_button_lies_inside_its_cell():
    cell = QRect(500, 40, 230, 40)
    assert cell.contains(button_rect(cell))


def test_the_legend_has_a_swatch_for_every_difference(qtbot):
    for kind in KINDS:
        swatch = Swatch(kind)
        qtbot.addWidget(swatch)
        ink = theme.current().hex(f"{kind}_soft")
        middle = QColor(swatch.grab().toImage().pixel(6, 6))
        assert middle.name().upper() == ink.upper()
