from __future__ import annotations

from dataclasses import replace

import pytest

from studytool.models.result import Estimate, EventPath, NotAvailable
from studytool.report.disclosure import suppress_table
from studytool.report.tables.regression import RegressionTable
from studytool.report.term_people import term_behind, term_of_test

FOUND = Estimate(5.11, 3.0, 20.0, 0.08, -0.75, 10.97)
PATH = EventPath(
    times=(-2, -1, 0),
    terms=("event[-2]", "event[-1]", "event[0]"),
    references=(-1,),
    people=(3, 40, 40),
)


def behind(make, term, *, shown=(), people=118, **statistics):
    counts = {name.replace("__", "["): float(count) for name, count in statistics.items()}
    return term_behind(make.panel(), of(make, shown, counts, people), term)


def of(make, shown, counts, people=118):
    result = make.fitted(people=people, rows=2 * people, statistics=counts)
    return replace(result, shown=shown or ("visited",))


def event_study(make):
    estimates = {
        "event[-2]": FOUND,
        "event[-1]": NotAvailable("the reference, 0 by definition"),
        "event[0]": replace(FOUND, estimate=1.5),
    }
    result = make.fitted(estimates=estimates)
    return replace(result, shown=("event[0]", "event[-2]"), path=PATH)


def test_a_point_of_a_path_has_its_treated_people_behind_it(make):
    assert term_behind(make.panel(), event_study(make), "event[-2]") == (3.0, 118.0)
    assert term_behind(make.panel(), event_study(make), "event[0]") == (40.0, 118.0)


def test_groups_are_no_people(make):
    panel = make.panel(design="groups", person="state")
    assert term_behind(panel, event_study(make), "event[-2]") == (None, None)


def test_the_table_of_an_event_study_hides_what_its_chart_hides(make):
    models = {"visits": (make.model_spec(), event_study(make))}
    table = RegressionTable(name="t", models=("visits",)).lay_out(make.material(models=models))
    safe, findings = suppress_table(table, 5, ())
    (few,) = [row for row in safe.rows if row.key == (("term", "event[-2]"),)]
    assert {cell.reason for cell in few.cells} == {"hidden"}
    assert {cell.value for cell in few.cells} == {None}
    assert {cell.low for cell in few.cells} == {None}
    (many,) = [row for row in safe.rows if row.key == (("term", "event[0]"),)]
    assert many.cells[0].value == 1.5
    assert "cell_suppressed" in {found.code for found in findings}


def test_few_treated_hide_the_lead_and_few_untreated_where_nobody_changes(make):
    assert behind(make, "visited", n_treated_people=3, n_changers=3) == (3.0, None)
    assert behind(make, "visited", n_treated_people=115, n_changers=115) == (115.0, None)
    assert behind(make, "visited", n_treated_people=115, n_changers=0) == (3.0, None)
    assert behind(make, "age", n_treated_people=3) == (None, 118.0)


def test_a_bin_is_hidden_with_few_people_in_it_or_in_what_it_is_compared_with(make):
    bins = {"n_people[below 1]": 50.0, "n_people[1 to <4]": 4.0, "n_people[4+]": 30.0}
    shown = ("visits[1 to <4]", "visits[4+]")
    panel, result = make.panel(), of(make, shown, bins)
    assert term_behind(panel, result, "visits[1 to <4]") == (4.0, None)
    assert term_behind(panel, result, "visits[4+]") == (30.0, None)
    few = of(make, shown, {**bins, "n_people[below 1]": 2.0})
    assert term_behind(panel, few, "visits[4+]") == (2.0, None)


@pytest.mark.parametrize(
    ("served", "hidden"),
    [
        ((20, 3, 30), {"visited[g=2]", "visited:C(g)[2]"}),
        (
            (3, 20, 30),
            {"visited[g=1]", "visited", "visited:C(g)[2]", "visited:C(g)[3]"},
        ),
    ],
)
def test_a_small_group_of_a_moderator_cannot_be_added_up_from_the_rest(make, served, hidden):
    terms = ("visited", "visited:C(g)[2]", "visited:C(g)[3]")
    shown = (*terms, "visited[g=1]", "visited[g=2]", "visited[g=3]")
    counts = {f"n_treated_people[g={i}]": float(n) for i, n in enumerate(served, 1)}
    counts |= {f"n_people[g={i}]": 40.0 for i in (1, 2, 3)}
    panel, result = make.panel(), of(make, shown, counts)
    small = {term for term in shown if (term_behind(panel, result, term)[0] or 99) < 5}
    assert small == hidden


def test_a_test_by_drawing_again_is_of_its_term():
    assert term_of_test("wild_cluster[event[-2]]") == "event[-2]"
    assert term_of_test("pre_trends") == ""


def test_a_control_that_few_people_have_is_hidden(make):
    result = replace(of(make, (), {}), behind={"C(school)[Moutse]": 3})
    assert term_behind(make.panel(), result, "C(school)[Moutse]") == (3.0, None)
