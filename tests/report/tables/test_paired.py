from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

import pandas as pd
import pytest

from studytool.core.errors import DocumentError
from studytool.core.progress import Silent
from studytool.models.estimators.paired import Paired
from studytool.models.result import Estimate, NotAvailable
from studytool.report.disclosure import suppress_table
from studytool.report.tables.paired import PairedTable
from studytool.report.text import as_text
from tests.simulate import make_panel


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


def of_margins(earlier, later):
    margins = {"people": 45, "earlier": earlier, "later": later}
    model = Paired.model_validate({"name": "m", "outcome": "harsh", "margins": margins})
    frame = pd.DataFrame({"child_id": ["a"], "wave": [1]})
    return model.fit(make_panel(frame), seed=1, progress=Silent())


def test_margins_show_the_range_of_p(make):
    result = of_margins(20, 10)
    table = PairedTable(name="t3", models=("m",)).lay_out(material(make, m=result))
    cells = table.rows[0].cells
    assert [cell.value for cell in cells[:3]] == pytest.approx([20 / 45, 10 / 45, -10 / 45])
    exact = result.tests["mcnemar_exact"]
    assert (cells[4].low, cells[4].high) == (exact.low, exact.high)
    assert cells[5].value == 45


def test_small_margins_are_hidden_like_any_small_share(make):
    result = of_margins(10, 1)
    table = PairedTable(name="t3", models=("m",)).lay_out(material(make, m=result))
    hidden = suppress_table(table, 5, [])[0].rows[0].cells
    assert hidden[1].value is None
    assert hidden[4].low is None


def test_means_are_shown_elsewhere(make):
    scores = pd.DataFrame({"child_id": list("aabb"), "wave": [1, 2, 1, 2], "y": [1.0, 3, 4, 9]})
    model = Paired(name="m", outcome="y")
    result = model.fit(make_panel(scores), seed=1, progress=Silent())
    with pytest.raises(DocumentError, match="compares means"):
        PairedTable(name="t3", models=("m",)).lay_out(material(make, m=result))
