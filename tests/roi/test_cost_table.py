from __future__ import annotations

from studytool.report.numbers import shown
from studytool.roi.cost import CostItem, ledger_of
from studytool.roi.cost_table import cost_table, money_tables
from studytool.roi.returns import Roi, returns_of
from tests.brief_sample import hand_costs, hand_material


def test_headings_add_up_and_what_is_left_out_is_said():
    table = cost_table(ledger_of(hand_costs(), {}))
    rows = {row.head: [shown(cell) for cell in row.cells] for row in table.rows}
    assert list(rows)[:5] == ["Preparation", "Staff, delivery", "Materials", "Overheads", "Total"]
    assert rows["Total"] == ["R20,000", "100\N{NO-BREAK SPACE}%"]
    assert rows["of which donated"] == ["R2,000", "10\N{NO-BREAK SPACE}%"]
    assert table.unit_line == "ZAR, prices of 2021"
    assert any("research only" in note for note in table.notes)


def test_costs_of_nothing_have_no_shares():
    free = CostItem(ingredient="Room", quantity=1, unit_price=0, price_year=2021, donated=True)
    total = cost_table(ledger_of([free], {})).rows[1]
    assert [shown(cell) for cell in total.cells] == ["R0", ""]


def test_a_study_with_costs_has_its_tables_without_asking():
    ledger = ledger_of(hand_costs(), {})
    assert money_tables(None, None) == {}
    assert list(money_tables(ledger, None)) == ["costs"]
    returns = returns_of(Roi(effect="visits.offered"), ledger, (), hand_material())
    assert list(money_tables(ledger, returns)) == ["returns", "costs"]
