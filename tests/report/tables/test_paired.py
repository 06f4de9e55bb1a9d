from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

import pytest

from studytool.core.errors import DocumentError
from studytool.models.result import Estimate, NotAvailable
from studytool.report.disclosure import suppress_table
from studytool.report.tables.paired import PairedTable
from studytool.report.text import as_text


def paired(make, name, earlier, later, people, **change):
    numbers = {
        "estimate": (later - earlier) / people,
        "std_error": 0.05,
        "df": math.inf,
        "p": 0.0039,
        "low": (later - earlier) / people - 0.1,
        "high": (later - earlier) / people + 0.1,
    }
    made = make.fitted(
        name,
        {"change": Estimate(**numbers | change)},
        shown=("change",),
        people=people,
        rows=2 * people,
        clusters={},
        outcome=name,
        statistics={"share_earlier": earlier / people, "share_later": later / people},
        convention="adjusted Wald interval (Bonett and Price); p exact (binomial)",
    )
    return replace(made, kind="paired")


def material(make, **results):
    class PairedModel(type(make.model_spec())):
        kind: Literal["shown_paired"] = "shown_paired"
        waves: tuple[float, float] | None = None

    specs = {
        name: PairedModel(name=name, outcome=name, title=name.capitalize(), waves=(1, 3))
        for name in results
    }
    return make.material(models={name: (specs[name], made) for name, made in results.items()})


def test_comparisons_are_rows_and_waves_name_the_columns(make):
    results = {
        "worry": paired(make, "worry", 78, 62, 123),
        "harsh": paired(make, "harsh", 10, 7, 45),
    }
    table = PairedTable(name="t3", models=tuple(results)).lay_out(material(make, **results))
    make.in_golden("tables/paired.txt", as_text(table, number=3))


def test_a_change_goes_with_the_small_share_it_would_give_away(make):
    results = {"harsh": paired(make, "harsh", 10, 1, 45)}
    table = PairedTable(name="t3", models=("harsh",)).lay_out(material(make, **results))
    shown, _ = suppress_table(table, 5, [])
    earlier, *gone, people = shown.rows[0].cells
    assert earlier.value == 10 / 45
    assert people.value == 45
    assert [cell.reason for cell in gone] == ["hidden"] * 4


def test_what_cannot_be_compared_says_so(make):
    result = replace(
        paired(make, "harsh", 10, 9, 45), estimates={"change": NotAvailable("nobody changed")}
    )
    table = PairedTable(name="t3", models=("harsh",)).lay_out(material(make, harsh=result))
    assert table.rows[0].cells[0].reason == "not estimable"


def test_a_model_that_is_not_paired_is_refused(make):
    material_of_one = make.material(models={"visits": (make.model_spec(), make.fitted())})
    with pytest.raises(DocumentError) as caught:
        PairedTable(name="t3", models=("visits",)).lay_out(material_of_one)
    assert caught.value.where == "models[0]"
