from __future__ import annotations

from PySide6.QtCore import QPersistentModelIndex, Qt

from studytool.gui.widgets.cost_model import CostModel
from studytool.roi.cost import CostItem, line_of


def item(name):
    return CostItem(ingredient=name, quantity=1, unit_price=2, price_year=2021)


def lines(*names):
    return tuple(line_of(item(name), f"costs[{place}]") for place, name in enumerate(names))


def ingredients(model):
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_a_line_that_stays_is_the_same_cell_whatever_comes_and_goes(qtbot):
    model = CostModel()
    model.show_lines(lines("Fuel", "Rent", "Toys"), "")
    held = QPersistentModelIndex(model.index(2, 1))
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_lines(lines("Fuel", "Toys"), "")
        assert (held.row(), ingredients(model)) == (1, ["Fuel", "Toys"])
        model.show_lines(lines("Pens", "Fuel", "Toys"), "")
        assert (held.row(), ingredients(model)) == (2, ["Pens", "Fuel", "Toys"])
        model.show_lines(lines("Fuel"), "")
        assert not held.isValid()


def test_the_head_of_the_amount_is_the_currency():
    model = CostModel()
    model.show_lines(
        (line_of(item("Fuel").model_copy(update={"currency": "EUR"}), "costs[0]"),), ""
    )
    assert model.headerData(5, Qt.Orientation.Horizontal) == "EUR"
