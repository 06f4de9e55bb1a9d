from __future__ import annotations

from dataclasses import replace

import pytest

from studytool.core.errors import DocumentError
from studytool.models.by_cohort import CohortCells
from studytool.models.result import Estimate, NotAvailable
from studytool.report.disclosure import suppress_table
from studytool.report.tables.cohorts import CohortTable

WAVES = (2003.0, 2004.0, 2006.0)
TERMS = {
    (2004.0, 2004.0): "att[2004,2004]",
    (2004.0, 2006.0): "att[2004,2006]",
    (2006.0, 2004.0): "att[2006,2004]",
    (2006.0, 2006.0): "att[2006,2006]",
}


def by_cohort(make, people=(40, 30)):
    estimates = {
        "att[2004,2004]": Estimate(1.25, 0.5, 60.0, 0.01, 0.25, 2.25),
        "att[2004,2006]": Estimate(2.5, 0.6, 60.0, 0.01, 1.3, 3.7),
        "att[2006,2004]": NotAvailable("nobody is left to compare with"),
        "att[2006,2006]": Estimate(0.5, 0.4, 60.0, 0.2, -0.3, 1.3),
    }
    return replace(
        make.fitted("visits", estimates, shown=("att[2004,2004]",)),
        cohorts=CohortCells((2004.0, 2006.0), WAVES, people, 48, TERMS),
        behind={term: min(people) for term in estimates},
    )


def lay_out(make, result=None, **options):
    models = {"visits": (make.model_spec("visits"), result or by_cohort(make))}
    table = CohortTable(name="t1", model="visits", **options)
    return table.lay_out(make.material(models=models))


def test_every_cohort_is_a_row_with_its_people_and_every_wave_a_column(make):
    table = lay_out(make)
    assert [row.head for row in table.rows] == [
        "2004",
        "",
        "2006",
        "",
        "Never treated",
        "In the sample",
    ]
    assert [column.head for column in table.columns[1:]] == ["2003", "2004", "2006"]
    assert [row.cells[0].value for row in table.rows] == [40, "", 30, "", 48, 118]


def test_an_effect_stands_at_its_cohort_and_wave_with_its_interval_below(make):
    table = lay_out(make)
    effect, below = table.rows[0].cells[3], table.rows[1].cells[3]
    assert effect.value == 2.5
    assert effect.source == "visits.att[2004,2006].estimate"
    assert (below.value, below.low, below.high) == (None, 1.3, 3.7)


def test_standard_errors_stand_below_where_asked(make):
    table = lay_out(make, show="std_error")
    assert table.rows[1].cells[2].value == 0.5
    assert "Standard errors stand below" in table.notes[0]


def test_what_cannot_be_estimated_says_so_and_what_is_not_there_is_a_dash(make):
    table = lay_out(make)
    assert table.rows[2].cells[2].reason == "not estimable"
    assert table.rows[0].cells[1].value is None
    assert table.rows[0].cells[1].reason == ""


def test_effects_of_a_small_cohort_are_hidden_with_what_stands_below(make):
    table, findings = suppress_table(lay_out(make, by_cohort(make, (67, 3))), 5, ())
    small = [*table.rows[2].cells[3:], *table.rows[3].cells[3:]]
    assert all(cell.value is None and cell.low is None and cell.reason for cell in small)
    assert table.rows[2].cells[0].value != 3
    assert findings


def test_a_small_cohort_is_not_the_sample_less_the_others(make):
    table, _ = suppress_table(lay_out(make, by_cohort(make, (67, 3))), 5, ())
    people = [row.cells[0].value for row in table.rows if row.head]
    assert people == [67, None, None, 118]


def test_cohorts_that_are_not_all_of_the_sample_have_no_total(make):
    assert lay_out(make, by_cohort(make, (40, 20))).rows[-1].head == "Never treated"


def test_a_model_without_cohorts_is_refused_with_one_that_has_them(make):
    with pytest.raises(DocumentError) as caught:
        lay_out(make, make.fitted("visits"))
    assert caught.value.where == "model"
    assert "callaway_santanna" in caught.value.remedy
