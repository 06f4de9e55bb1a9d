from __future__ import annotations

import numpy as np
import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.dose_response import DoseResponse
from studytool.models.estimators.event_study import EventStudy
from studytool.models.estimators.fe_logit import FeLogit
from studytool.models.estimators.fe_poisson import FePoisson
from studytool.models.estimators.first_difference import FirstDifference
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.paired import Paired
from studytool.models.estimators.pooled import Pooled
from studytool.models.estimators.rd import Rd
from studytool.models.guard.facts import gather_facts
from studytool.models.guard.people import examine_people
from studytool.models.inference.power import minimum_detectable_effect
from tests.simulate import World, make_panel, simulate


def findings(panel, model):
    facts = gather_facts(model, model.fit(panel, seed=1, progress=Silent()), panel)
    return {finding.code: finding for finding in examine_people(facts)}


def within(**options):
    return FixedEffects.model_validate(
        {"name": "m", "outcome": "y", "treatment": "visited", "cluster": ["person"], **options}
    )


def leaving(count, *, only_treated=False):
    """A panel of 100 children of whom `count` are gone at wave 3."""
    panel = simulate(World(children=100, effect=2.0), 1)
    first = panel.frame[panel.frame["wave"] == 1]
    pool = first[first["offered"] == 1] if only_treated else first
    gone = panel.frame["child_id"].isin(pool["child_id"].head(count))
    return make_panel(panel.frame[~(gone & (panel.frame["wave"] == 3))])


@pytest.mark.parametrize(("count", "said"), [(5, False), (6, True)])
def test_attrition_is_said_above_five_in_a_hundred(count, said):
    assert ("attrition" in findings(leaving(count), within())) == said


def test_attrition_has_stronger_words_above_twenty():
    mild = findings(leaving(20), within())["attrition"].message
    strong = findings(leaving(24), within())["attrition"].message
    assert "over 20 %" not in mild
    assert "24 of the 100 people of wave 1 (24%)" in strong
    assert "over 20 %" in strong


def test_tracked_samples_are_measured_against_everyone_in_scope():
    found = findings(leaving(24), within(sample="tracked"))["attrition"]
    assert "24 of the 100" in found.message
    scope = findings(leaving(24), within(where="wave < 3"))
    assert "attrition" not in scope


def test_unequal_attrition_is_named_where_groups_are_known_from_the_start():
    panel = leaving(12, only_treated=True)
    model = Ancova(name="m", outcome="y", treatment="offered")
    message = findings(panel, model)["attrition"].message
    assert "Of the treated 32% are lost, of the others 0%" in message
    assert "itself a warning" in message


def test_the_change_of_people_asked_twice_counts_attrition_too():
    found = findings(leaving(24), Paired(name="m", outcome="yes", waves=(1, 3)))
    assert "24 of the 100" in found["attrition"].message


@pytest.mark.parametrize(("events", "said"), [(9, True), (10, False)])
def test_a_rare_outcome_is_named_by_its_events(events, said):
    panel = simulate(World(children=100, waves=1), 1)
    rare = np.zeros(100)
    rare[:events] = 1.0
    panel = make_panel(panel.frame.assign(rare=rare, often=1 - rare))
    for name in ("rare", "often"):
        found = findings(panel, Pooled(name="m", outcome=name, treatment="offered"))
        assert ("rare_outcome" in found) == said


def test_people_who_carry_a_fixed_effects_estimate_are_counted():
    found = findings(simulate(World(children=100), 1), within())
    assert "38 of 100 people carry the estimate" in found["never_changers"].message
    pooled = Pooled(name="m", outcome="y", treatment="visited")
    assert "never_changers" not in findings(simulate(World(children=100), 1), pooled)


def test_every_null_says_what_could_have_been_found():
    panel = simulate(World(children=100), 1)
    model = within()
    result = model.fit(panel, seed=1, progress=Silent())
    message = findings(panel, model)["thin_power"].message
    least = result.statistics["minimum_detectable_effect"]
    assert f"at least {least:.3g} ({least / result.statistics['outcome_sd']:.2f} SD)" in message
    assert "does not mean that there is no effect" in message


def test_a_clear_effect_needs_no_word_on_power():
    assert "thin_power" not in findings(simulate(World(children=200, effect=2.0), 1), within())


def test_outside_the_team_few_people_are_not_counted():
    panel = simulate(World(children=40), 1)
    gone = panel.frame["child_id"].isin(panel.frame["child_id"].unique()[:4])
    rare = np.zeros(len(panel.frame))
    rare[[0, 4, 7]] = 1.0
    late = gone & (panel.frame["wave"] == 3)
    panel = make_panel(panel.frame.assign(rare=rare)[~late])
    found = findings(panel, within(outcome="rare"))
    assert "4 of the 40 people of wave 1 (10%)" in found["attrition"].message
    assert "Fewer than 5 of the 40 people of wave 1 are not" in found["attrition"].told(5).message
    assert "3 of 116 rows" in found["rare_outcome"].message
    assert "yes in the rows of fewer than 5 people." in found["rare_outcome"].told(5).message
    many = findings(
        leaving(12, only_treated=True), Ancova(name="m", outcome="y", treatment="offered")
    )
    assert "Of the treated" not in many["attrition"].told(13).message


def test_people_the_method_has_no_use_for_are_not_lost():
    panel = simulate(World(children=200, effect=0.5), 5)
    logit = FeLogit(name="m", outcome="yes", treatment="visited")
    assert logit.fit(panel, seed=1, progress=Silent()).n_people < 150
    assert "attrition" not in findings(panel, logit)
    line = Rd(name="m", outcome="y", running="above", cutoff=0, bandwidth=0.5)
    assert "attrition" not in findings(panel, line)


def test_people_who_answered_at_the_last_wave_but_have_no_difference_are_not_lost():
    panel = simulate(World(children=100, effect=0.5), 5)
    person = panel.frame["child_id"].astype("category").cat.codes
    panel = make_panel(panel.frame[~((person < 24) & (panel.frame["wave"] == 2))])
    model = FirstDifference(name="m", outcome="y", treatment="visited")
    result = model.fit(panel, seed=1, progress=Silent())
    assert result.n_people == 76
    assert "attrition" not in findings(panel, model)


def test_standard_deviations_are_said_of_outcomes_and_not_of_log_odds():
    panel = simulate(World(children=200), 5)
    model = FeLogit(name="m", outcome="yes", treatment="visited", cluster=["person"])
    result = model.fit(panel, seed=1, progress=Silent())
    said = [f for f in examine_people(gather_facts(model, result, panel)) if f.code == "thin_power"]
    assert said
    assert not any(" SD)" in finding.message for finding in said)


@pytest.mark.parametrize("ratios", [False, True])
def test_power_is_in_the_scale_of_the_estimate(ratios):
    panel = simulate(World(children=200), 5)
    options = {"name": "m", "outcome": "yes", "treatment": "visited", "cluster": ["person"]}
    plain = FeLogit.model_validate(options).fit(panel, seed=1, progress=Silent())
    found = findings(panel, FeLogit.model_validate({**options, "exponentiate": ratios}))
    error = plain.estimates["visited"].std_error
    least = minimum_detectable_effect(error, plain.estimates["visited"].df)
    message = found["thin_power"].message
    assert f"an odds ratio of {np.exp(least):.3g} or {np.exp(-least):.3g}" in message
    assert ("holds 1, no difference" in message) == ratios
    assert (f"{least:.3g} in log odds" in message) != ratios


def test_who_carries_a_logit_is_said_once():
    panel = simulate(World(children=200), 5)
    model = FeLogit(name="m", outcome="yes", treatment="visited")
    assert "never_changers" not in findings(panel, model)
    codes = [f.code for f in model.fit(panel, seed=1, progress=Silent()).findings]
    assert codes.count("outcome_never_changes") == 1


@pytest.mark.parametrize(
    "model",
    [
        FePoisson(name="m", outcome="days", treatment="visited"),
        EventStudy(name="m", outcome="y", treatment="visited"),
        DoseResponse(name="m", outcome="y", treatment="visits"),
    ],
)
def test_every_kind_that_compares_changes_counts_who_carries_it(model):
    assert "never_changers" in findings(simulate(World(children=100), 1), model)
