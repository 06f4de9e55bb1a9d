from __future__ import annotations

from dataclasses import replace

import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.mixed import Mixed
from studytool.models.estimators.paired import Paired
from studytool.models.guard import examine
from studytool.models.guard.shared_change import HELD_TRUTH
from studytool.models.spec import Assignment
from tests.coverage.study import FOLDER, read_table
from tests.simulate import World, make_panel, simulate

SCHOOLS = World(children=240, schools=8, unit="school", share=0.4, shock=0.2)
WHOLE = Assignment(exposure="visited", rule="random", allocation_unit="school")
MIXED = Mixed(
    name="m",
    outcome="y",
    treatment="visited",
    controls=("C(wave)",),
    effects=("person", "school"),
)
PAIRED = Paired(name="m", outcome="y", waves=(1, 3))


def warned(model, world=SCHOOLS, entries=(), panel=None):
    panel = simulate(world, 3) if panel is None else panel
    result = model.fit(panel, seed=1, progress=Silent())
    found = [f for f in examine(model, result, panel, entries, {}) if f.code == "shared_change"]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize("entries", [(), (WHOLE,)], ids=["seen in the data", "recorded"])
def test_a_mixed_model_of_whole_schools_is_warned_of(entries):
    found = warned(MIXED, entries=entries)
    assert found.level == "warning"
    assert found.message.startswith("Whole units of school were treated. ")
    assert "alike inside the 8 units of school" in found.message
    assert 'kind = "fixed_effects", cluster = ["school"], covariance = "cr2"' in found.remedy


def test_a_paired_comparison_is_warned_of_by_how_alike_the_changes_are():
    """Var(change) is 2 (1 - rho) + 2 shock = 1.4 with 0.4 of it shared: correlation 0.29."""
    panel = simulate(replace(SCHOOLS, schools=60, children=1200), 3)
    found = warned(PAIRED, panel=panel)
    assert found.message.startswith("What people of one school share at a wave is not in a paired")
    said = float(found.message.split("correlation ")[1].split(")")[0])
    assert said == pytest.approx(0.4 / 1.4, abs=0.08)
    times = float(found.message.split("mean change ")[1].split(" ")[0])
    assert times == pytest.approx((1 + 19 * said) ** 0.5, abs=0.02)
    assert "with the wave as treatment" in found.remedy


def test_a_paired_comparison_reads_who_was_served_as_one_in_the_record():
    calm = replace(SCHOOLS, shock=0.0)
    assert warned(PAIRED, calm) is None
    assert warned(PAIRED, calm, entries=[WHOLE]).message.startswith("Whole units of school")


def test_where_nothing_is_shared_nothing_is_said():
    assert warned(MIXED, World(children=240, schools=8)) is None
    assert warned(PAIRED, World(children=240, schools=8)) is None


def test_many_units_that_share_nothing_are_enough():
    many = replace(SCHOOLS, schools=60, children=600, shock=0.0)
    assert warned(MIXED, many, entries=[WHOLE]) is None
    assert warned(MIXED, replace(many, shock=0.2), entries=[WHOLE]) is not None


def test_units_of_one_person_each_are_people():
    assert warned(PAIRED, replace(SCHOOLS, schools=240, shock=0.2), entries=[WHOLE]) is None


def test_methods_that_can_cluster_are_left_to_the_rules_on_clusters():
    model = FixedEffects(name="m", outcome="y", treatment="visited", cluster=("person",))
    assert warned(model, entries=[WHOLE]) is None


def test_people_without_a_unit_are_left_out():
    panel = simulate(SCHOOLS, 3)
    some = panel.frame["child_id"].str[-1] == "1"
    column = panel.frame["school_id"].mask(some)
    found = warned(PAIRED, panel=make_panel(panel.frame.assign(school_id=column)))
    assert "alike inside the 8 units of school" in found.message


@pytest.mark.parametrize("kind", HELD_TRUTH)
def test_the_figures_are_those_of_the_coverage_study(kind):
    rows = {
        row.scenario: f"{100 * row.coverage:.0f}"
        for row in read_table(FOLDER / "table.csv")
        if row.use == kind
    }
    held = [rows[f"{count} schools"] for count in (5, 10, 30)]
    assert HELD_TRUTH[kind] == f"{held[0]}, {held[1]} and {held[2]}"
    assert HELD_TRUTH[kind] in warned({"mixed": MIXED, "paired": PAIRED}[kind]).message
