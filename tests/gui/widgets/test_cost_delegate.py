from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from studytool.gui.widgets.cost_grid import CostGrid
from studytool.roi.cost import CostItem, line_of
from tests.gui.by_label import seen

FUEL = CostItem(ingredient="Fuel", quantity=10, unit_price=22.5, price_year=2021)
RENT = FUEL.model_copy(update={"ingredient": "Rent"})
LINES = (line_of(FUEL, "costs[0]"), line_of(RENT, "costs[1]"))


@pytest.fixture
def grid(qtbot):
    made = CostGrid()
    qtbot.addWidget(made)
    made.show_lines(LINES, "")
    made.resize(560, 120)
    made.show()
    return made


def editor(grid):
    (line,) = seen(grid, QLineEdit)
    return line


def place(grid):
    return (grid.currentIndex().row(), grid.currentIndex().column())


def test_what_is_being_typed_stays_when_results_land(grid):
    grid.type_into(0, 1)
    QTest.keyClicks(editor(grid), "12")
    grid.show_lines(LINES, "")
    QTest.keyClicks(editor(grid), "0")
    assert editor(grid).text() == "120"


def test_a_cell_just_opened_is_replaced_by_what_is_typed_after_results_landed(grid):
    grid.type_into(0, 0)
    grid.show_lines(LINES, "")
    QTest.keyClicks(editor(grid), "Toys")
    assert editor(grid).text() == "Toys"


def test_a_cell_that_is_open_stays_with_its_line_when_another_comes_above(grid, qtbot):
    grid.type_into(1, 1)
    QTest.keyClicks(editor(grid), "7")
    soap = line_of(FUEL.model_copy(update={"ingredient": "Soap"}), "costs[0]")
    grid.show_lines((soap, *(line_of(one, f"costs[{n}]") for n, one in ((1, FUEL), (2, RENT)))), "")
    with qtbot.waitSignal(grid.cost_model.typed) as told:
        QTest.keyClick(editor(grid), Qt.Key.Key_Return)
    assert told.args == [2, "quantity", "7"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down])
def test_what_cannot_be_read_stays_open_and_is_told(grid, qtbot, key):
    grid.type_into(0, 3)
    QTest.keyClicks(editor(grid), "0,9")
    with qtbot.assertNotEmitted(grid.cost_model.typed), qtbot.waitSignal(grid.refused) as told:
        QTest.keyClick(editor(grid), key)
    assert told.args == ["“0,9” has a comma. Type 0.9."]
    assert editor(grid).text() == "0,9"
    assert editor(grid).property("invalid")
    with qtbot.waitSignal(grid.refused) as told:
        QTest.keyClick(editor(grid), Qt.Key.Key_Backspace)
    assert told.args == [""]


@pytest.mark.parametrize(
    ("key", "to"),
    [
        (Qt.Key.Key_Return, (0, 2)),
        (Qt.Key.Key_Tab, (0, 2)),
        (Qt.Key.Key_Backtab, (0, 0)),
        (Qt.Key.Key_Down, (1, 1)),
        (Qt.Key.Key_Escape, (0, 1)),
    ],
)
def test_the_keys_of_a_grid_leave_a_cell(grid, key, to):
    grid.type_into(0, 1)
    QTest.keyClick(editor(grid), key)
    assert place(grid) == to


def test_f2_opens_a_cell_and_then_goes_behind_what_is_there(grid):
    grid.setFocus()
    grid.choose(0)
    QTest.keyClick(grid, Qt.Key.Key_F2)
    QTest.keyClick(editor(grid), Qt.Key.Key_F2)
    QTest.keyClicks(editor(grid), " can")
    assert editor(grid).text() == "Fuel can"
