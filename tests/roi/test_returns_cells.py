from __future__ import annotations

import re
from dataclasses import replace

from studytool.core.counted import Counted
from studytool.core.findings import Finding
from studytool.report.disclosure import suppress_table
from studytool.report.numbers import shown
from studytool.report.text import as_text
from studytool.roi.cost import ledger_of
from studytool.roi.returns import Parameter, Roi, returns_of
from studytool.roi.returns_cells import returns_cells, returns_table
from tests.brief_sample import hand_costs, hand_material


def returned(**changes):
    limit = Parameter(name="threshold", value=5000, year=2021, currency="ZAR")
    roi = Roi(effect="visits.offered", case="a child with high difficulties")
    return returns_of(roi, ledger_of(hand_costs(), {}), (limit,), hand_material(**changes))


def table_of(returns):
    return {row.head: [shown(cell) for cell in row.cells] for row in returns_table(returns).rows}


def test_the_table_says_cost_effect_and_cost_per_case():
    assert table_of(returned()) == {
        "Children reached": ["40", ""],
        "Families reached": ["40", ""],
        "Cost": ["R20,000", ""],
        "of which donated": ["R2,000", ""],
        "Cost per child": ["R500", ""],
        "Cost per family": ["R500", ""],
        "Change in the share of cases, percentage points": ["−20.0", "−30.0 to −10.0"],
        "Cases averted": ["8.0", "4.0 to 12.0"],
        "Cost per case averted": ["R2,500", "R1,667 to R5,000"],
        "Change at which a case costs R5,000, percentage points": ["−10.0", ""],
    }


def test_what_cannot_be_had_is_said_in_words():
    rows = table_of(returned(effect=(-0.1, -0.3, 0.1)))
    assert rows["Cost per case averted"] == [
        "not estimable",
        "the interval of the effect includes zero",
    ]


def test_every_number_has_a_name_for_the_text():
    cells = returns_cells(returned())
    assert shown(cells["roi.cost_per_case"]) == "R2,500"
    assert shown(cells["roi.cost_per_case.interval"]) == "R1,667 to R5,000"
    assert shown(cells["roi.reached"]) == "40"
    assert shown(cells["roi.price_year"]) == "2021"
    assert all(cell.source == name for name, cell in cells.items())


def test_the_level_of_the_intervals_is_the_models():
    assert [column.head for column in returns_table(returned()).columns] == [
        "Estimate",
        "95 % interval",
    ]


def test_few_reached_are_told_by_no_cell_and_no_words():
    """Three children at R20,000: the cost of a child would tell that they are three."""
    roi = Roi(effect="visits.offered", reached=3, families=3)
    made = returns_of(roi, ledger_of(hand_costs(), {}), (), hand_material())
    table = returns_table(made)
    shown_table, _ = suppress_table(table, 5, ())
    rows = {row.head: row.cells[0] for row in shown_table.rows}
    assert rows["Cost"].value == 20000
    for head in ("Children reached", "Families reached", "Cost per child", "Cost per family"):
        assert rows[head].reason == "hidden"
    assert rows["Cases averted"].reason == "hidden"
    assert rows["Cost per case averted"].reason == "hidden"
    assert not re.search(r"\b3\b", as_text(shown_table))


def test_an_effect_applied_to_more_people_than_it_was_estimated_on_is_said_under_the_table():
    words = "The effect was estimated on 43 treated people: it is taken to hold for all of them."
    counts = (Counted("43 treated people", (43.0,), "{few} treated people"),)
    found = Finding("note", "reached_differs", words, where="roi.reached", counts=counts)
    table = returns_table(replace(returned(), findings=(found,)))
    assert words in table.notes
    hidden, _ = suppress_table(table, 44, ())
    assert not [note for note in hidden.notes if "43" in note]
