from __future__ import annotations

from dataclasses import replace

import pytest

from studytool.models.result import Leaving, SampleFlow
from studytool.report.disclosure import suppress_table
from studytool.report.tables.flow import FlowTable
from studytool.report.text import as_text


def laid_out(make, flow=None, **panel):
    model = make.fitted()
    model = model if flow is None else replace(model, flow=flow)
    spec = make.model_spec(title="Child and wave effects")
    material = make.material(models={"visits": (spec, model)}, panel=make.panel(**panel))
    return FlowTable(name="why", model="visits").lay_out(material)


def test_every_reason_has_a_row_and_the_rows_add_up(make):
    table = laid_out(make)
    make.in_golden("tables/flow.txt", as_text(table, number=3))
    for place in (0, 1):
        first, *others = [row.cells[place].value for row in table.rows]
        assert first == sum(others)


def test_few_people_who_leave_are_hidden_and_what_gives_them_away_is_told(make):
    flow = SampleFlow(100, 50, (Leaving("outcome missing: refused", 8, 3),), 92, 47)
    shown, findings = suppress_table(laid_out(make, flow), 5, [])
    assert [cell.reason for cell in shown.rows[1].cells] == ["hidden"] * 2
    assert [found.code for found in findings] == [
        "cell_suppressed",
        "cell_suppressed",
        "cell_recoverable",
        "cell_recoverable",
    ]


def test_few_rows_of_people_who_stay_are_hidden_too(make):
    flow = SampleFlow(100, 50, (Leaving("outcome missing", 2, 0),), 98, 50)
    shown, _ = suppress_table(laid_out(make, flow), 5, [])
    rows, people = shown.rows[1].cells
    assert rows.reason == "hidden"
    assert people.value == 0


@pytest.mark.parametrize(
    ("where", "head"),
    [
        ("sex == 1", "Left: outside Sex is girl"),
        ("child_id != 'C017'", "Left: not chosen by ID"),
        ("isin(hh_id, 'H3', 'H4')", "Left: not chosen by ID"),
    ],
)
def test_the_condition_is_told_in_words_and_never_an_id(make, where, head):
    flow = SampleFlow(100, 50, (Leaving("where", 20, 10),), 80, 40)
    model = replace(make.fitted(), flow=flow)
    material = make.material(models={"visits": (make.model_spec(where=where), model)})
    table = FlowTable(name="why", model="visits").lay_out(material)
    assert table.rows[1].head == head


def test_groups_are_not_hidden(make):
    flow = SampleFlow(20, 10, (Leaving("outcome missing", 2, 1),), 18, 9)
    _, findings = suppress_table(laid_out(make, flow, design="groups", person="state"), 5, [])
    assert findings == ()


def test_rows_alone_in_an_effect_are_counted_below(make):
    flow = SampleFlow(100, 50, (), 100, 50, singletons=12)
    table = laid_out(make, flow)
    assert table.rows[-1].cells[0].value == 12
    assert table.rows[-1].adds_to == ()
