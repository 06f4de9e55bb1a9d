from __future__ import annotations

import numpy as np
import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.between import Between
from studytool.models.estimators.did import Did
from studytool.models.estimators.event_study import EventStudy
from studytool.models.estimators.fe_logit import FeLogit
from studytool.models.estimators.first_difference import FirstDifference
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.gee import Gee
from studytool.models.estimators.mixed import Mixed
from studytool.models.estimators.mundlak import Mundlak
from studytool.models.estimators.pooled import Pooled
from studytool.models.estimators.random_effects import RandomEffects
from studytool.models.guard.expected import expect_from_rule
from studytool.models.guard.facts import gather_facts
from studytool.models.spec import Assignment
from tests.simulate import World, make_panel, simulate

RULE = Assignment(exposure="d", rule="score", variables=("y",), wave=1)


def fitted(panel, model, entry=RULE):
    """The estimate without any effect, and what is expected of it."""
    result = model.fit(panel, seed=1, progress=Silent())
    facts = gather_facts(model, result, panel)
    return result.estimates[result.shown[0]], expect_from_rule(facts, entry)


def starting(*starts, waves=3, children=20_000, **changes):
    """Children chosen by their score at wave 1, treated from one of `starts` on, in turn."""
    world = World(children=children, waves=waves, assignment="score", **changes)
    panel = simulate(world, 1)
    child = panel.frame["child_id"].str[1:].astype(int)
    begun = panel.frame["wave"] >= np.asarray(starts)[child % len(starts)]
    d = ((panel.frame["offered"] == 1) & begun).astype(float)
    return make_panel(panel.frame.assign(d=d))


def within(**options):
    return FixedEffects.model_validate({"name": "m", "outcome": "y", "treatment": "d", **options})


@pytest.mark.parametrize(
    ("start", "where", "published"),
    [(2, "", -0.81), (3, "", -0.405), (3, "wave >= 2", 0.0), (2, "wave <= 2", -0.81)],
)
def test_before_and_after_follow_the_rows_and_the_start_of_treatment(start, where, published):
    estimate, expected = fitted(starting(start), within(where=where))
    assert expected.estimate == pytest.approx(estimate.estimate, abs=0.04)
    assert expected.in_sd == pytest.approx(published, abs=0.05)


def test_several_starts_are_weighted_as_the_model_weights_them():
    estimate, expected = fitted(starting(2, 4, waves=5), within())
    assert expected.estimate == pytest.approx(estimate.estimate, abs=0.04)


def test_treatment_that_ends_again_is_in_force_only_while_it_lasts():
    panel = starting(2)
    d = panel.frame["d"] * (panel.frame["wave"] == 2)
    estimate, expected = fitted(make_panel(panel.frame.assign(d=d)), within())
    assert expected.estimate == pytest.approx(estimate.estimate, abs=0.04)


def test_a_group_indicator_is_in_force_after_post():
    panel = starting(2, children=8_000)
    for effects in (None, ()):
        model = Did(name="m", outcome="y", treatment="offered", post=(3,), effects=effects)
        estimate, expected = fitted(panel, model)
        assert expected.estimate == pytest.approx(estimate.estimate, abs=0.08)
        assert expected.in_sd == pytest.approx(-0.405, abs=0.08)


@pytest.mark.parametrize("coded", [lambda d: d + 1, lambda d: 2 * d])
def test_two_values_are_two_groups_whatever_they_are_called(coded):
    panel = starting(2, children=4_000)
    _, plain = fitted(panel, within())
    recoded = make_panel(panel.frame.assign(d=coded(panel.frame["d"])))
    step = coded(1) - coded(0)
    _, expected = fitted(recoded, within())
    assert expected.estimate == pytest.approx(plain.estimate / step)
    assert expected.following.share == pytest.approx(0.38, abs=0.001)


def test_an_interaction_is_in_force_where_all_its_sides_are():
    panel = starting(2, children=8_000)
    late = (panel.frame["wave"] > 1).astype(float)
    product = within(treatment="offered:late", controls=("late",))
    _, expected = fitted(make_panel(panel.frame.assign(late=late)), product)
    _, plain = fitted(panel, within())
    assert expected.estimate == pytest.approx(plain.estimate)


@pytest.mark.parametrize("treatment", ["d:age", "dose"])
def test_an_amount_has_no_figure(treatment):
    panel = starting(2, children=200)
    panel = make_panel(panel.frame.assign(dose=panel.frame["d"] * panel.frame["wave"]))
    assert fitted(panel, within(treatment=treatment))[1] is None


def test_the_wave_of_assignment_dates_the_score():
    panel = starting(3, waves=4)
    _, expected = fitted(panel, within(), RULE.model_copy(update={"wave": 2.0}))
    assert expected.before == pytest.approx(0.75, abs=0.05)
    assert fitted(panel, within(), RULE.model_copy(update={"wave": 9.0}))[1] is None


def test_no_figure_without_a_usable_score():
    panel = starting(2, children=200)
    for names in (("hh_id",), ("nowhere",), ()):
        entry = RULE.model_copy(update={"variables": names})
        assert fitted(panel, within(), entry)[1] is None


def test_people_outside_the_sample_do_not_count():
    panel = starting(2, children=400)
    _, expected = fitted(panel, within(where="school_id == 'S1'"))
    inside = panel.frame[(panel.frame["school_id"] == "S1") & (panel.frame["wave"] == 1)]
    assert expected.following.share == pytest.approx(inside["offered"].mean())
    assert expected.following.people == int((inside["offered"] == 0).sum())


@pytest.mark.parametrize("treatment", ["offered", "visited"])
@pytest.mark.parametrize("effects", [(), ("wave",)])
def test_a_comparison_of_levels_is_foretold_too(treatment, effects):
    panel = starting(2, trend=0.0)
    model = Pooled(name="m", outcome="y", treatment=treatment, effects=effects)
    estimate, expected = fitted(panel, model)
    assert expected.estimate == pytest.approx(estimate.estimate, abs=0.04)


@pytest.mark.parametrize("start", [2, 3])
def test_correlated_random_effects_are_expected_what_fixed_effects_are(start):
    panel = starting(start, children=2_000)
    mundlak = Mundlak(name="m", outcome="y", treatment="d", effects=("wave",))
    ours, expected = fitted(panel, mundlak)
    assert expected.estimate == pytest.approx(fitted(panel, within())[1].estimate, rel=1e-9)
    assert ours.estimate == pytest.approx(expected.estimate, abs=0.15)


KINDS = [
    Pooled(name="m", outcome="y", treatment="d"),
    Pooled(name="m", outcome="y", treatment="d", controls=("C(wave)",)),
    FirstDifference(name="m", outcome="y", treatment="d"),
    Between(name="m", outcome="y", treatment="d"),
    RandomEffects(name="m", outcome="y", treatment="d", effects=("wave",)),
    RandomEffects(name="m", outcome="y", treatment="offered", effects=("wave",)),
    Mundlak(name="m", outcome="y", treatment="d", effects=("wave",)),
    Mundlak(name="m", outcome="y", treatment="offered", effects=("wave",)),
    Gee(name="m", outcome="y", treatment="d", controls=("C(wave)",)),
    Mixed(name="m", outcome="y", treatment="d", controls=("C(wave)",)),
    Did(name="m", outcome="y", treatment="d", method="doubly_robust"),
]


@pytest.mark.parametrize("model", KINDS, ids=lambda m: f"{m.kind} of {m.treatment}, {m.controls}")
def test_every_linear_kind_finds_what_is_expected_of_it(model):
    panel = starting(2, waves=4, attrition=0.1, trend=0.0)
    ours, expected = fitted(panel, model)
    assert expected.estimate == pytest.approx(ours.estimate, abs=0.06)


@pytest.mark.parametrize("model", KINDS, ids=lambda m: f"{m.kind} of {m.treatment}, {m.controls}")
def test_the_origin_of_the_score_plays_no_part(model):
    panel = starting(2, waves=4, attrition=0.1, children=400)
    moved = make_panel(panel.frame.assign(y=panel.frame["y"] + 50))
    here, there = (fitted(one, model)[1].estimate for one in (panel, moved))
    assert there == pytest.approx(here, abs=1e-6)


def test_the_path_of_an_event_study_bends_before_and_after():
    panel = starting(4, waves=5, trend=0.0)
    late = RULE.model_copy(update={"wave": 2.0})
    model = EventStudy(name="m", outcome="y", treatment="d", reference=-2)
    result = model.fit(panel, seed=1, progress=Silent())
    expected = expect_from_rule(gather_facts(model, result, panel), late)
    found = dict(expected.events)
    assert list(found) == ["event[-3]", "event[-1]", "event[0]", "event[1]"]
    first = expect_from_rule(gather_facts(model, result, panel), RULE)
    for term, value in first.events:
        assert value == pytest.approx(result.estimates[term].estimate, abs=0.05)
    # chosen at wave 1, three waves before the start: only that wave stands out
    assert dict(first.events)["event[-3]"] == pytest.approx(0.81, abs=0.06)
    assert first.estimate == pytest.approx(0.0, abs=0.06)


def test_a_first_treated_wave_dates_treatment_as_the_treatment_does():
    panel = starting(2, 3, waves=4, children=2_000)
    begun = panel.frame[panel.frame["d"] == 1].groupby("child_id")["wave"].min()
    panel = make_panel(panel.frame.assign(start=panel.frame["child_id"].map(begun)))
    entry = RULE.model_copy(update={"also": ("start",)})
    by_treatment = fitted_events(panel, EventStudy(name="m", outcome="y", treatment="d"), entry)
    by_cohort = fitted_events(panel, EventStudy(name="m", outcome="y", cohort="start"), entry)
    assert by_cohort == by_treatment
    assert len(by_cohort) == 4


def fitted_events(panel, model, entry):
    result = model.fit(panel, seed=1, progress=Silent())
    return expect_from_rule(gather_facts(model, result, panel), entry).events


@pytest.mark.parametrize(
    "model",
    [
        FeLogit(name="m", outcome="ill", treatment="d"),
        Gee(name="m", outcome="ill", treatment="d", distribution="binomial"),
        Gee(name="m", outcome="y", treatment="d", correlation="ar1"),
        Mixed(name="m", outcome="y", treatment="d", effects=("person", "school")),
        Did(name="m", outcome="y", treatment="d", method="doubly_robust", controls=("age",)),
    ],
)
def test_other_scales_and_weights_have_no_figure(model):
    assert fitted(starting(2, children=200), model)[1] is None
