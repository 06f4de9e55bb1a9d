from __future__ import annotations

import numpy as np
import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.first_difference import FirstDifference
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.guard.expected import expect_from_rule
from studytool.models.guard.facts import gather_facts
from tests.models.guard.offered import SCORE, examine, fitted, models, rule
from tests.simulate import World, make_panel, simulate


@pytest.fixture(scope="module")
def panel():
    return simulate(SCORE, 1)


@pytest.fixture(scope="module")
def study(panel):
    return fitted(panel, *models())


@pytest.mark.parametrize("name", ["naive", "fe", "dd"])
def test_a_score_rule_makes_changes_and_levels_serious(panel, study, name):
    found = examine(panel, name, study, rule())
    assert list(found) == ["regression_to_the_mean"]
    finding = found["regression_to_the_mean"]
    assert finding.level == "error"
    assert "Expected from that alone: about" in finding.message
    assert "does not mean that the treatment did nothing" in finding.message


def test_the_estimates_stand_side_by_side_with_the_expected_bias(panel, study):
    message = examine(panel, "fe", study, rule())["regression_to_the_mean"].message
    own, offer = (study[name][1] for name in ("fe", "offer"))
    facts = gather_facts(*study["fe"], panel)
    expected = expect_from_rule(facts, rule())
    bias, spread = expected.estimate, expected.following.outcome_sd
    assert f"fixed effects (fe) {own.estimates['visited'].estimate:+.2f}" in message
    assert f"ANCOVA (offer) {offer.estimates['offered'].estimate:+.2f}" in message
    assert f"Expected from that alone: about {bias:+.2f} ({bias / spread:+.2f} SD)" in message
    assert "38% treated" in message


def test_without_an_ancova_the_remedy_writes_one(panel):
    study = fitted(panel, models()[1])
    finding = examine(panel, "fe", study, rule(variables=["age", "y"]))["regression_to_the_mean"]
    assert 'treatment = "offered"' in finding.remedy
    assert 'baseline = ["y", "age"]' in finding.remedy


def test_unnamed_variables_still_warn_and_say_what_is_missing(panel, study):
    finding = examine(panel, "fe", study, rule(variables=[]))["regression_to_the_mean"]
    assert finding.level == "error"
    assert "not named" in finding.message


def test_an_ancova_of_the_offer_on_the_score_is_told_why_it_holds(panel, study):
    found = examine(panel, "offer", study, rule())
    assert {code: finding.level for code, finding in found.items()} == {"lagged_outcome": "note"}


def test_an_ancova_that_leaves_out_the_score_is_warned(panel):
    model = Ancova(name="m", outcome="y", treatment="offered", baseline=("age",))
    found = examine(panel, "m", fitted(panel, model), rule())
    assert found["assignment_not_conditioned"].level == "warning"
    assert "Name in baseline: y" in found["assignment_not_conditioned"].remedy


def test_the_lagged_outcome_is_recommended_beside_another_score(panel):
    model = Ancova(name="m", outcome="y", treatment="offered", baseline=("age",))
    found = examine(panel, "m", fitted(panel, model), rule(variables=["age"]))
    assert found["lagged_outcome"].level == "note"
    assert 'Add "y"' in found["lagged_outcome"].remedy


def test_an_ancova_of_what_became_of_the_offer_is_warned():
    panel = simulate(World(children=300, assignment="score", take_up=0.7), 1)
    found = examine(panel, "visits", fitted(panel, models()[-1]), rule())
    assert found["take_up"].level == "warning"
    assert 'treatment = "offered"' in found["take_up"].remedy


def test_a_copy_of_the_offer_is_the_offer():
    panel = simulate(World(children=300, assignment="score", take_up=0.7), 1)
    panel = make_panel(panel.frame.assign(arm=panel.frame["offered"] + 1))
    study = fitted(panel, Ancova(name="m", outcome="y", treatment="arm"))
    assert list(examine(panel, "m", study, rule(also=["visited", "arm"]))) == ["lagged_outcome"]


@pytest.mark.parametrize(
    ("where", "start", "level"),
    [("", 2, "error"), ("", 3, "error"), ("wave >= 2", 3, "note"), ("wave <= 2", 2, "error")],
)
def test_no_wave_of_the_score_in_the_sample_is_nothing_to_regress(where, start, level):
    panel = simulate(World(children=6_000, assignment="score"), 1)
    d = panel.frame["visited"] * (panel.frame["wave"] >= start)
    panel = make_panel(panel.frame.assign(d=d))
    study = fitted(panel, FixedEffects(name="m", outcome="y", treatment="d", where=where))
    finding = examine(panel, "m", study, rule(exposure="d"))["regression_to_the_mean"]
    assert finding.level == level
    assert ("lie after it" in finding.message) == (level == "note")


def test_a_score_that_does_not_tell_the_outcome_is_a_caution():
    panel = simulate(World(children=6_000, assignment="score"), 1)
    unrelated = np.random.default_rng(3).normal(size=len(panel.frame))
    panel = make_panel(panel.frame.assign(other=unrelated))
    study = fitted(panel, FixedEffects(name="m", outcome="other", treatment="visited"))
    finding = examine(panel, "m", study, rule())["regression_to_the_mean"]
    assert finding.level == "warning"


def test_an_amount_is_serious_without_a_figure(panel):
    panel = make_panel(panel.frame.assign(dose=panel.frame["visited"] * panel.frame["wave"]))
    study = fitted(panel, FixedEffects(name="m", outcome="y", treatment="dose"))
    finding = examine(panel, "m", study, rule(exposure="dose"))["regression_to_the_mean"]
    assert finding.level == "error"
    assert "cannot be worked out: dose has more than two values" in finding.message


@pytest.mark.parametrize(("take_up", "said"), [(1.0, False), (0.7, True)])
def test_a_recorded_exposure_that_did_not_follow_its_rule_is_take_up(take_up, said):
    panel = simulate(World(children=300, assignment="score", take_up=take_up), 1)
    cutoff = float(
        panel.frame.loc[(panel.frame["wave"] == 1) & (panel.frame["offered"] == 1), "y"].min()
    )
    study = fitted(panel, Ancova(name="m", outcome="y", treatment="visited"))
    entry = rule(exposure="visited", also=[], cutoff={"y": cutoff})
    found = examine(panel, "m", study, entry)
    assert ("take_up" in found) == said
    if said:
        assert "people who met the rule were not treated" in found["take_up"].message


@pytest.mark.parametrize("take_up", [1.0, 0.6])
def test_the_expected_bias_is_the_bias(take_up):
    # averaged over studies: what fixed effects find without any effect, and what was expected
    world = World(children=150, assignment="score", take_up=take_up)
    model = FixedEffects(name="fe", outcome="y", treatment="visited")
    found, expected = [], []
    for seed in range(60):
        panel = simulate(world, seed)
        result = model.fit(panel, seed=1, progress=Silent())
        found.append(result.estimates["visited"].estimate)
        expected.append(expect_from_rule(gather_facts(model, result, panel), rule()).estimate)
    spread = np.std(np.array(found) - np.array(expected), ddof=1) / np.sqrt(60)
    assert np.mean(found) < -0.6
    assert np.mean(expected) == pytest.approx(np.mean(found), abs=4 * spread)


def test_first_differences_are_told_that_the_score_is_their_first_wave(panel):
    study = fitted(panel, FirstDifference(name="m", outcome="y", treatment="visited"))
    finding = examine(panel, "m", study, rule())["regression_to_the_mean"]
    assert "closer to the average afterwards" in finding.message
    assert "Expected from that alone: about" in finding.message


@pytest.mark.parametrize(("siblings", "said"), [(2, True), (1, False)])
def test_people_who_came_in_by_anothers_score_are_named(siblings, said):
    panel = simulate(World(children=300, assignment="score", siblings=siblings), 1)
    model = Ancova(name="m", outcome="y", treatment="offered")
    found = examine(panel, "m", fitted(panel, model), rule(allocation_unit="household"))
    message = found["lagged_outcome"].message
    assert ("by the score of another of their household" in message) == said


@pytest.mark.parametrize(("name", "said"), [("fe", True), ("dd", True), ("naive", False)])
def test_between_the_two_is_said_of_changes_only(panel, study, name, said):
    remedy = examine(panel, name, study, rule())["regression_to_the_mean"].remedy
    assert remedy.startswith("Read the ANCOVA of the offer")
    assert ("Ding and Li" in remedy) == said


def test_an_ancova_that_leaves_the_score_free_is_not_the_one_to_read(panel):
    free = Ancova(name="free", outcome="y", treatment="offered", baseline=("age",))
    finding = examine(panel, "fe", fitted(panel, models()[1], free), rule())
    assert finding["regression_to_the_mean"].remedy.startswith("Add a model")
