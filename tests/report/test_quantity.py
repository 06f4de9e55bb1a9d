from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from studytool.core.errors import DocumentError
from studytool.models.result import NotAvailable
from studytool.report.quantity import quantity, reproduce
from studytool.report.small_cells import small
from studytool.report.table import Cell
from tests.brief_sample import hand_material


@dataclass(frozen=True)
class Entry:
    """What a study says of a published number."""

    quantity: str
    published: float
    tolerance: float = 0.005
    source: str = "a book"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("visits.offered.estimate", -0.2),
        ("visits.offered.df", 61.3),
        ("visits.offered.p", 0.004),
        ("visits.wild_cluster.statistic", -2.9),
        ("visits.wild_cluster.draws", 9999),
        ("visits.n_people", 120),
        ("visits.n_rows", 240),
        ("visits.n_clusters.household", 100),
        ("visits.statistics.outcome_sd", 0.48),
        ("visits.statistics.n_treated_people", 40),
        ("visits.flow.people", 120),
        ("panel.people", 120),
        ("panel.people[1]", 120),
        ("panel.rows", 360),
        ("panel.waves", 3),
        ("panel.household", 100),
        ("table1.high[3].value", 0.35),
        ("table1.high[2022].count", 42),
        ("table1.harsh[1].n", 45),
    ],
)
def test_every_number_has_a_name(name, value):
    cell = quantity(hand_material(), name)
    assert cell.value == value
    assert cell.source == name


def test_terms_may_hold_dots():
    material = hand_material()
    model, result = material.models["visits"]
    estimates = {**result.estimates, "C(dose)[1.5]": result.estimates["const"]}
    models = {"visits": (model, replace(result, estimates=estimates))}
    renamed = replace(material, models=models)
    assert quantity(renamed, "visits.C(dose)[1.5].estimate").value == 0.4


def test_an_interval_is_both_ends():
    cell = quantity(hand_material(), "visits.offered.interval")
    assert (cell.value, cell.low, cell.high) == (None, -0.3, -0.1)


def test_the_people_behind_a_number_come_with_it():
    assert small(quantity(hand_material(), "table1.harsh[3].value"), 5)
    assert small(quantity(hand_material(), "table1.harsh[3].count"), 5)
    assert not small(quantity(hand_material(), "table1.harsh[3].n"), 5)
    assert small(quantity(hand_material(n_people=4), "visits.offered.estimate"), 5)
    assert small(quantity(hand_material(n_people=4), "visits.n_people"), 5)
    assert not small(quantity(hand_material(), "visits.offered.estimate"), 5)


def test_a_change_of_a_share_is_as_small_as_the_smaller_share():
    material = hand_material()
    model, result = material.models["visits"]
    shares = {"share_earlier": 0.3, "share_later": 2 / 120}
    paired = replace(result, statistics=shares)
    small_share = replace(material, models={"visits": (model, paired)})
    for name in (
        "visits.offered.estimate",
        "visits.wild_cluster.p",
        "visits.statistics.share_later",
    ):
        assert small(quantity(small_share, name), 5)
    assert not small(quantity(small_share, "visits.n_people"), 5)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("vists.offered.estimate", 'Did you mean "visits"?'),
        ("visits.oferred.estimate", 'Did you mean "offered"?'),
        ("visits.offered.estimat", 'Did you mean "estimate"?'),
        ("visits.wild_cluster.estimate", "Known here: statistic, df, p, draws"),
        ("visits.n_clusters.households", 'Did you mean "household"?'),
        ("visits.statistics.outcome_sdd", 'Did you mean "outcome_sd"?'),
        ("visits", "Known here: offered"),
        ("table1.higher[3].value", 'Did you mean "high"?'),
        ("table1.high[3].values", 'Did you mean "value"?'),
        ("table1.high[4].value", "There are: high[1], high[2], high[3]."),
        ("table1.high.value", "There are: high[1], high[2], high[3]."),
        ("panel.peoples", 'Did you mean "people"?'),
        ("panel.people[9]", "Known here: 1, 2, 3."),
        ("roi.costs", 'Did you mean "roi.cost"?'),
    ],
)
def test_a_name_that_is_nothing_is_told_with_the_nearest(name, remedy):
    with pytest.raises(DocumentError) as caught:
        quantity(hand_material(), name, extra={"roi.cost": Cell(1.0)})
    assert remedy in caught.value.remedy


def test_numbers_of_later_steps_are_found_too():
    cell = quantity(hand_material(), "roi.cost", extra={"roi.cost": Cell(20.0, unit="money")})
    assert (cell.value, cell.source) == (20.0, "roi.cost")


def test_an_estimate_that_nothing_judges_is_a_number_without_an_error():
    material = hand_material()
    model, result = material.models["visits"]
    alone = NotAvailable("four numbers; the estimate itself is -56.9", -56.9)
    told = replace(result, estimates={**result.estimates, "offered": alone})
    bare = replace(material, models={"visits": (model, told)})
    assert quantity(bare, "visits.offered.estimate").value == -56.9
    for field in ("std_error", "p", "interval"):
        cell = quantity(bare, f"visits.offered.{field}")
        assert (cell.value, cell.low) == (None, None)
        assert cell.reason == alone.reason
    (made,) = reproduce([Entry("visits.offered.estimate", -56.9)], bare)
    assert made.holds


def test_a_number_that_does_not_exist_keeps_its_reason():
    material = hand_material()
    model, result = material.models["visits"]
    estimates = {"offered": NotAvailable("collinear with school")}
    models = {"visits": (model, replace(result, estimates=estimates))}
    gone = replace(material, models=models)
    assert quantity(gone, "visits.offered.estimate").reason == "collinear with school"
    made = reproduce([Entry("visits.offered.estimate", 1.0)], gone)[0]
    assert (made.ours, made.holds, made.reason) == (None, False, "collinear with school")


@pytest.mark.parametrize(
    ("published", "tolerance", "holds"),
    [(-0.2, 0.0, True), (-0.1, 0.1, True), (-0.1, 0.0999, False), (0.2, 0.3, False)],
)
def test_a_published_number_holds_within_its_tolerance(published, tolerance, holds):
    made = reproduce([Entry("visits.offered.estimate", published, tolerance)], hand_material())
    assert (made[0].ours, made[0].holds) == (-0.2, holds)


@pytest.mark.parametrize("name", ["visits.offered.interval", "visits.offered.estimates"])
def test_what_cannot_be_compared_is_told_at_its_entry(name):
    entries = [Entry("visits.offered.estimate", -0.2), Entry(name, 1.0)]
    with pytest.raises(DocumentError) as caught:
        reproduce(entries, hand_material())
    assert caught.value.where == "reproduces[1].quantity"


@pytest.mark.parametrize(
    ("statistics", "name", "hidden"),
    [
        ({"to_yes": 3.0, "to_no": 40.0}, "to_yes", True),
        ({"to_yes": 118.0, "to_no": 0.0}, "to_yes", True),
        ({"to_yes": 3.0, "to_no": 40.0}, "to_no", False),
        ({"outcome_mean": 0.02, "n_yes_people": 3.0, "n_no_people": 119.0}, "outcome_mean", True),
        ({"outcome_sd": 0.14, "n_yes_people": 3.0, "n_no_people": 119.0}, "outcome_sd", True),
        ({"outcome_mean": 0.5, "n_yes_people": 90.0, "n_no_people": 80.0}, "outcome_mean", False),
        ({"outcome_mean": 14.2}, "outcome_mean", False),
    ],
)
def test_a_statistic_is_as_small_as_the_people_it_tells_of(statistics, name, hidden):
    material = hand_material()
    model, result = material.models["visits"]
    changed = replace(material, models={"visits": (model, replace(result, statistics=statistics))})
    assert small(quantity(changed, f"visits.statistics.{name}"), 5) == hidden


def test_the_statistic_of_an_exact_test_is_a_number_of_people():
    material = hand_material()
    model, result = material.models["visits"]
    tests = {"mcnemar_exact": replace(result.tests["wild_cluster"], statistic=2.0)}
    changed = replace(material, models={"visits": (model, replace(result, tests=tests))})
    cell = quantity(changed, "visits.mcnemar_exact.statistic")
    assert (cell.value, small(cell, 5)) == (2.0, True)


def test_what_tells_of_few_treated_people_is_small():
    material = hand_material()
    model, result = material.models["visits"]
    told = {**result.statistics, "n_treated_people": 3.0, "minimum_detectable_effect": 0.4}
    few = replace(result, shown=("offered",), statistics=told)
    made = replace(material, models={"visits": (model, few)})
    assert small(quantity(made, "visits.offered.estimate"), 5)
    assert small(quantity(made, "visits.offered.interval"), 5)
    assert small(quantity(made, "visits.statistics.minimum_detectable_effect"), 5)
