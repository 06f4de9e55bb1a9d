from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from studytool.gui.widgets.wave_cells import button_rect
from studytool.gui.widgets.wave_table import Line, WaveTable
from studytool.survey.wave_grid import GridCell, GridRow, WaveHead

HEADS = (WaveHead(1, "2020", 10, ("a.xlsx",)), WaveHead(2, "2021", 9, ("b.sav", "c.csv")))
LINES = (
    Line(GridRow("child", "Child", (GridCell("child"), GridCell("child")))),
    Line(
        GridRow("worry", "Worries", (GridCell("worry"), GridCell("cg", "renamed", "renamed"))),
        "Same field as cg",
    ),
    Line(
        GridRow("hit", "", (GridCell("hit"), GridCell("", "not_asked", "not asked")), "8 → missing")
    ),
)


@pytest.fixture
def table(qtbot):
    made = WaveTable()
    qtbot.addWidget(made)
    made.resize(800, 300)
    made.show_lines(HEADS, LINES)
    made.show()
    return made


def test_the_model_is_sound_and_speaks(table, qtmodeltester):
    qtmodeltester.check(table.wave_model, force_py=True)
    model = table.wave_model

    def said(row, column):
        return model.data(model.index(row, column), Qt.ItemDataRole.AccessibleTextRole)

    assert said(1, 0) == "Worries, worry"
    assert said(1, 2) == "cg, renamed"
    assert said(2, 2) == "not asked"
    assert said(2, 3) == "8 → missing, accepted"
    assert said(0, 3) == "Same in all waves"
    assert model.headerData(2, Qt.Orientation.Horizontal) == "2021\n9 rows, sav, csv"


def test_the_button_accepts_and_nothing_else_does(table, qtbot):
    asked = []
    table.accept_asked.connect(asked.append)
    for row in (0, 1, 2):
        cell = table.visualRect(table.wave_model.index(row, 3))
        qtbot.mouseClick(
            table.viewport(), Qt.MouseButton.LeftButton, pos=button_rect(cell).center()
        )
    beside = table.visualRect(table.wave_model.index(1, 3)).topLeft()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert asked == ["worry"]


def test_enter_accepts_the_row_with_the_focus(table, qtbot):
    table.choose("worry")
    with qtbot.waitSignal(table.accept_asked) as asked:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert asked.args == ["worry"]


def test_the_choice_tells_variable_and_wave_and_stays(table, qtbot):
    with qtbot.waitSignal(table.chosen) as told:
        table.choose("hit", 2)
    assert told.args == ["hit", 1]
    table.show_lines(HEADS, LINES[1:])
    assert table.current_name() == "hit"
