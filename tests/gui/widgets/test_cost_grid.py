from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studytool.gui.widgets.cost_columns import told
from studytool.gui.widgets.cost_grid import HEAD, ROW, CostGrid
from studytool.roi.cost import CostItem, line_of

FUEL = CostItem(
    ingredient="Fuel", quantity=10, unit="litre", unit_price=22.5, price_year=2021, shared=50
)


def shown(qtbot, *lines, programme=""):
    grid = CostGrid()
    qtbot.addWidget(grid)
    grid.show_lines(lines, programme)
    return grid


def test_a_line_says_what_it_came_to(qtbot):
    grid = shown(qtbot, line_of(FUEL, "costs[0]"))
    model = grid.cost_model
    cells = [model.index(0, column).data() for column in range(6)]
    assert cells == ["Fuel", "10", "litre", "22.50", "50", "113"]
    assert model.headerData(5, Qt.Orientation.Horizontal) == "Rand"


def test_only_lines_of_the_document_can_be_typed_and_the_amount_never(qtbot):
    grid = shown(qtbot, line_of(FUEL, "costs[0]"), line_of(FUEL, "c.csv, row 4"))
    model = grid.cost_model
    typed = [
        bool(model.flags(model.index(row, column)) & Qt.ItemFlag.ItemIsEditable)
        for row in (0, 1)
        for column in range(6)
    ]
    assert typed == [True] * 5 + [False] * 7


def test_typing_tells_entry_field_and_text(qtbot):
    grid = shown(qtbot, line_of(FUEL, "costs[3]"))
    model = grid.cost_model
    with qtbot.waitSignal(model.typed) as asked:
        model.setData(model.index(0, 1), "12")
    assert asked.args == [3, "quantity", "12"]
    with qtbot.assertNotEmitted(model.typed):
        model.setData(model.index(0, 1), "10")


def test_lines_of_another_programme_and_of_the_research_do_not_count(qtbot):
    research = FUEL.model_copy(update={"phase": "research-only"})
    lines = (line_of(FUEL, "costs[0]"), line_of(research, "costs[1]"))
    grid = shown(qtbot, *lines, programme="Visits")
    model = grid.cost_model
    assert not model.counts(lines[0])
    model.show_lines(lines, "")
    assert [model.counts(line) for line in lines] == [True, False]
    assert "Of the research" in model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_the_grid_is_as_high_as_its_lines(qtbot):
    grid = shown(qtbot, *[line_of(FUEL, f"costs[{place}]") for place in range(4)])
    assert grid.height() == HEAD + 4 * ROW
    assert told(grid.cost_model.lines[0]).startswith("Fuel. Other")


def test_the_line_of_a_file_is_not_typed_and_not_deleted_by_a_key(qtbot):
    grid = shown(qtbot, line_of(FUEL, "c.csv, row 4"))
    grid.choose(0)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Delete):
        with qtbot.assertNotEmitted(grid.removal_asked), qtbot.waitSignal(grid.refused) as told:
            QTest.keyClick(grid, key)
        assert "read from c.csv, row 4" in told.args[0]


def test_who_types_or_clicks_twice_in_the_line_of_a_file_is_told_why_not(qtbot):
    other = FUEL.model_copy(update={"ingredient": "Airtime", "unit_price": 3})
    grid = shown(qtbot, line_of(FUEL, "c.csv, row 4"), line_of(other, "c.csv, row 5"))
    grid.show()
    price = grid.cost_model.index(0, 3)
    grid.setCurrentIndex(price)
    with qtbot.waitSignal(grid.refused) as told:
        QTest.keyClick(grid, Qt.Key.Key_3)
    assert "read from c.csv, row 4" in told.args[0]
    assert grid.currentIndex() == price  # not jumped to the line whose price begins with 3
    place, left = grid.visualRect(price).center(), Qt.MouseButton.LeftButton
    with qtbot.waitSignal(grid.refused) as told:
        QTest.mouseDClick(grid.viewport(), left, Qt.KeyboardModifier.NoModifier, place)
    assert "take the file's lines over" in told.args[0]


def test_from_the_end_of_the_last_line_one_more_is_asked_for(qtbot):
    grid = shown(qtbot, line_of(FUEL, "costs[0]"), line_of(FUEL, "costs[1]"))
    grid.setCurrentIndex(grid.cost_model.index(0, 5))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 0)
    grid.setCurrentIndex(grid.cost_model.index(1, 5))
    with qtbot.waitSignal(grid.line_asked):
        QTest.keyClick(grid, Qt.Key.Key_Return)


def test_a_line_is_copied_and_cells_are_pasted_as_a_spreadsheet_has_them(qtbot):
    grid = shown(qtbot, line_of(FUEL, "costs[0]"))
    grid.choose(0)
    QTest.keyClick(grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().split("\t")[:5] == ["Fuel", "10", "litre", "22.5", "50"]
    with qtbot.waitSignal(grid.pasted) as told:
        QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert told.args[0].startswith("Fuel\t10")
