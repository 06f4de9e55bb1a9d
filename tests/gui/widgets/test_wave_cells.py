from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from studytool.gui import theme
from studytool.gui.tokens import COLOURS
from studytool.gui.widgets.wave_cells import LOW_ROW, ROW, Swatch, button_rect, height_of
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


WIDTHS = (186, 122, 122, 260)
LONG = "How often the child was hit, shouted at or sent away in the past month (caregiver)"


def height(label="", *, kind="", column="x", proposal="", done=""):
    cells = (GridCell(column), GridCell(column, kind, kind and f"{kind} 1, 2, 3, 4 and others"))
    return height_of(
        Line(GridRow("a_long_name_of_a_variable", label, cells, done), proposal), WIDTHS
    )


def test_a_row_of_single_lines_is_low_and_no_row_is_higher_than_two(qtbot):
    del qtbot  # it makes the application, and so the fonts
    assert (LOW_ROW, ROW) == (32, 40)
    assert height() == LOW_ROW
    assert height(LONG) == ROW
    assert height(kind="recoded", column="a_very_long_name_in_the_file_of_this_wave") == ROW
    assert height(proposal="1 -> 1, 2 -> 0; " * 12) == ROW
    assert height(done="short") == LOW_ROW


def test_what_is_shortened_is_told_whole_when_pointed_at(table):
    cells = (GridCell("x", "recoded", "recoded 1, 2, new code 8, 9"),)
    line = Line(GridRow("v", LONG, cells), "1 -> 1, 2 -> 0; " * 12)
    table.show_lines((WaveHead(1, "2020", 1, ("a.csv",)),), (line,))
    for column, told in ((0, LONG), (1, "recoded 1, 2, new code 8, 9"), (2, line.proposal)):
        index = table.wave_model.index(0, column)
        assert told in index.data(Qt.ItemDataRole.ToolTipRole)
    assert table.rowHeight(0) == ROW
