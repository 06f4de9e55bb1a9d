from __future__ import annotations

from PySide6.QtCore import Qt

from studytool.gui.widgets.cost_grid import HEAD, ROW, CostGrid, told
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
