from __future__ import annotations

import pytest

from studytool.core.errors import StudyError
from studytool.gui.cost_paste import cells_of, with_pasted
from studytool.gui.money_edits import cost_lines
from studytool.roi.cost import CostItem, CostSheet
from studytool.study import Study

FUEL = CostItem(ingredient="Fuel", quantity=10, unit_price=22.5, currency="EUR", price_year=2021)


def study(*costs):
    return Study(title="A study", costs=costs)


def pasted(before, place, column, text):
    return with_pasted(before, cost_lines(before, None), place, column, cells_of(text))


def rows(made):
    return [
        (cost.ingredient, cost.quantity, cost.unit, cost.unit_price, cost.shared)
        for cost in made.costs
        if isinstance(cost, CostItem)
    ]


def test_the_heads_of_a_spreadsheet_and_empty_rows_are_no_lines():
    text = "Ingredient\tQuantity\r\nPens\t5\r\n\r\nSoap\t2\r\n"
    assert cells_of(text) == [["Pens", "5"], ["Soap", "2"]]


def test_rows_go_over_the_lines_from_a_cell_on_and_then_become_new_ones():
    before = study(CostSheet(source="costs.csv"), FUEL)
    made = pasted(before, 1, 1, "3\tday\t9.5\n4\tbox")
    assert rows(made) == [("Fuel", 3, "day", 9.5, 100), ("New ingredient", 4, "box", 0, 100)]
    assert (made.costs[2].currency, made.costs[2].price_year) == ("EUR", 2021)


def test_whole_lines_are_added_and_their_amount_is_computed():
    made = pasted(study(FUEL), None, 0, "Pens\t5\tbox\t2.25\t50\t999\nSoap\t2")
    assert rows(made)[1:] == [("Pens", 5, "box", 2.25, 50), ("Soap", 2, "", 0, 100)]


def test_a_cell_that_cannot_be_read_is_named_and_nothing_is_pasted():
    with pytest.raises(StudyError) as told:
        pasted(study(FUEL), 0, 1, "3\n4,5")
    assert "Quantity in row 2" in told.value.what
    assert "Type 4.5." in told.value.what


@pytest.mark.parametrize("text", ["", "\n", "a\n" * 1001])
def test_nothing_and_far_too_much_are_refused(text):
    with pytest.raises(StudyError):
        pasted(study(FUEL), 0, 0, text)
