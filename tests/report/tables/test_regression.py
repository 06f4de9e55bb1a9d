from __future__ import annotations

import math
from dataclasses import replace

from studytool.models.by_cohort import CohortCells
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.result import Estimate, EventPath, NotAvailable
from studytool.report.tables.regression import RegressionTable
from studytool.report.text import as_text

BOTH = ("visits", "visits_ancova")


def laid_out(make, **options):
    asked = RegressionTable(**{"name": "t2", "models": BOTH} | options)
    return asked.lay_out(make.material(models=make.both_models()))


def test_models_stand_side_by_side(make):
    table = laid_out(make, title="Home visits and caregiver-reported difficulties")
    make.in_golden("tables/regression.txt", as_text(table, number=2))


def test_treatments_alone_can_be_shown(make):
    table = laid_out(make, show="treatments")
    assert [row.head for row in table.rows if row.role != "count"] == [
        "Visited since last interview"
    ]


def test_the_constant_stands_last_where_it_is_asked_for(make):
    heads = [row.head for row in laid_out(make, constant=True).rows if row.role != "count"]
    assert heads[-1] == "Constant"
    assert heads[0] == "Visited since last interview"


def test_a_control_called_const_is_no_constant(make):
    control = make.fitted(
        estimates={
            "visited": Estimate(1.0, 0.5, 9.0, 0.1, -0.1, 2.1),
            "const": Estimate(7.0, 0.5, 9.0, 0.1, 6.0, 8.0),
        }
    )
    own = replace(
        control,
        name="pooled",
        estimates={**control.estimates, "(const)": Estimate(3.0, 1, 9, 1, 1, 5)},
    )
    spec = FixedEffects(
        name="visits", outcome="difficulties", treatment="visited", controls=("const",)
    )
    plain = make.both_models()["visits_ancova"]
    models = {"visits": (spec, control), "pooled": (spec, own), "plain": plain}
    table = RegressionTable(name="t", models=("visits", "pooled", "plain"), constant=True)
    rows = table.lay_out(make.material(models=models)).rows
    held = next(row for row in rows if row.key == (("term", "const"),))
    assert [cell.value for cell in held.cells[::3]] == [7.0, 7.0, None]
    last = next(row for row in rows if row.key == (("term", "(const)"),))
    assert [cell.value for cell in last.cells[::3]] == [None, 3.0, 4.0]


def test_a_term_of_one_model_has_dashes_in_the_other(make):
    table = laid_out(make)
    (row,) = [row for row in table.rows if row.head == "Difficulties at wave 1"]
    assert [cell.value for cell in row.cells[:3]] == [None] * 3
    assert not any(cell.reason for cell in row.cells[:3])


def test_a_long_reason_moves_under_the_table(make):
    reason = "it is the same as household size in every row that is left"
    model = make.fitted(estimates={"visited": NotAvailable(reason)})
    material = make.material(models={"visits": (make.model_spec(title="M"), model)})
    table = RegressionTable(name="t", models=("visits",)).lay_out(material)
    assert [cell.reason for cell in table.rows[0].cells] == ["not estimable", "", ""]
    note = f"Visited since last interview, M, not estimable: {reason}."
    assert note in table.notes


def test_a_number_that_does_not_exist_is_a_reason_not_a_nan(make):
    broken = Estimate(1.0, math.nan, 1.0, math.nan, -math.inf, math.inf)
    model = make.fitted(estimates={"visited": broken})
    material = make.material(models={"visits": (make.model_spec(), model)})
    table = RegressionTable(name="t", models=("visits",)).lay_out(material)
    assert [cell.reason for cell in table.rows[0].cells] == ["", "not available", "not available"]


def test_groups_are_counted_but_not_protected_as_people(make):
    model = replace(make.fitted(), n_people=3, n_clusters={"state": 3})
    panel = make.panel(design="groups", person="state")
    material = make.material(models={"visits": (make.model_spec(), model)}, panel=panel)
    table = RegressionTable(name="t", models=("visits",)).lay_out(material)
    assert {cell.base for row in table.rows for cell in row.cells} == {None}
    assert [row.head for row in table.rows if row.role == "count"] == [
        "Groups",
        "Rows (group and wave)",
    ]


def test_cells_say_where_their_number_comes_from(make):
    row = laid_out(make).rows[0]
    assert row.cells[0].source == "visits.visited.estimate"
    assert row.cells[5].source == "visits_ancova.visited.p"
    assert row.key == (("term", "visited"),)


def test_an_estimate_carries_its_standard_error(make):
    table = laid_out(make)
    cells = [cell for row in table.rows for cell in row.cells if cell.std_error is not None]
    found = next(iter(make.fitted().estimates.values()))
    assert (found.estimate, found.std_error) in [(cell.value, cell.std_error) for cell in cells]


def test_the_reference_of_a_path_stands_in_its_place_and_is_told_in_words(make):
    point = Estimate(0.2, 0.4, 40.0, 0.62, -0.61, 1.01)
    terms = ("event[-2]", "event[-1]", "event[0]")
    points = {
        "event[-1]": NotAvailable("the reference, 0 by definition"),
        "event[0]": point,
        "event[-2]": point,
    }
    fitted = make.fitted(estimates=points, shown=("event[0]", "event[-2]"))
    path = EventPath(times=(-2, -1, 0), terms=terms, references=(-1,), people=(30, 30, 30))
    models = {"visits": (make.model_spec(), replace(fitted, path=path))}
    for show in ("all", "treatments"):
        table = RegressionTable(name="t", models=("visits",), show=show)
        page = table.lay_out(make.material(models=models))
        rows = [row for row in page.rows if row.role != "count"]
        assert [row.key for row in rows] == [(("term", term),) for term in terms]
        held = rows[1].cells
        assert (held[0].reason, held[1].value) == ("reference", "0, by construction")
        assert "reference" not in " ".join(page.notes)


def test_effects_by_cohort_and_wave_are_for_a_table_of_their_own(make):
    one = Estimate(1.0, 0.5, 9.0, 0.1, -0.1, 2.1)
    terms = ("simple", "event[-1]", "event[0]", "dynamic", "att[2,2]", "cohort[2]", "calendar[2]")
    cells = CohortCells((2.0,), (1.0, 2.0), (9,), 9, {(2.0, 2.0): "att[2,2]"})
    path = EventPath((-1, 0), ("event[-1]", "event[0]"), (), (9, 9))
    wide = EventPath((-2, 0), ("event[-2]", "event[0]"), (), (9, 9))
    shown = ("simple", "event[-1]", "event[0]")
    fitted = make.fitted(estimates=dict.fromkeys(terms, one), shown=shown)
    first = replace(fitted, cohorts=cells, path=path)
    models = {
        "visits": (make.model_spec(), first),
        "other": (make.model_spec(name="other"), replace(first, name="other", path=wide)),
    }
    asked = RegressionTable(name="t2", models=tuple(models))
    table = asked.lay_out(make.material(models=models))
    heads = [row.key[0][1] for row in table.rows if row.role in {"lead", "body"}]
    assert heads == ["simple", "event[-2]", "event[-1]", "event[0]", "dynamic"]
