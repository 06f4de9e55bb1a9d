from __future__ import annotations

import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.did import Did
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.guard.facts import gather_facts
from studytool.models.guard.held import find_held, is_conditioned
from studytool.models.spec import Assignment
from tests.models.guard.offered import examine, fitted
from tests.simulate import World, simulate


@pytest.fixture(scope="module")
def panel():
    return simulate(World(children=300, assignment="score", waves=4), 1)


def facts_of(panel, model):
    return gather_facts(model, model.fit(panel, seed=1, progress=Silent()), panel)


def changes(**options):
    given = {"name": "m", "outcome": "y", "treatment": "offered", **options}
    return Did.model_validate(given)


def test_the_baseline_of_an_ancova_is_held_as_at_its_wave(panel):
    model = Ancova(name="m", outcome="y", treatment="visited", baseline=("age",), baseline_wave=2)
    held = find_held(facts_of(panel, model))
    assert (held.columns, held.wave) == ({"age"}, 2.0)


@pytest.mark.parametrize(("post", "wave"), [((2, 3, 4), 1.0), ((3, 4), 2.0)])
def test_controls_of_other_methods_are_held_as_at_the_last_wave_before(panel, post, wave):
    model = changes(post=post, method="outcome_regression", controls=("y",))
    held = find_held(facts_of(panel, model))
    assert (held.columns, held.wave) == ({"y"}, wave)


def test_controls_of_a_regression_hold_nothing_from_before(panel):
    score = Assignment(exposure="offered", rule="score", variables=("age",), wave=1)
    facts = facts_of(panel, changes(post=(2, 3, 4), controls=("age",)))
    assert find_held(facts).columns == set()
    assert not is_conditioned(facts, score)


@pytest.mark.parametrize(
    ("rule", "variables", "conditioned"),
    [
        ("score", ("y",), True),
        ("score", ("y", "age"), False),
        ("score", (), False),
        ("level", ("age",), True),
    ],
)
def test_changes_given_all_that_decided_are_compared_as_results_are(
    panel, rule, variables, conditioned
):
    model = changes(post=(2, 3, 4), method="outcome_regression", controls=("y",))
    entry = Assignment(exposure="offered", rule=rule, variables=variables, wave=1)
    assert is_conditioned(facts_of(panel, model), entry) == conditioned


def test_fixed_effects_hold_nothing(panel):
    model = FixedEffects(name="m", outcome="y", treatment="visited")
    entry = Assignment(exposure="visited", rule="level")
    assert not is_conditioned(facts_of(panel, model), entry)


def test_a_start_other_than_the_one_that_decided_is_not_what_decided(panel):
    model = Ancova(name="m", outcome="y", treatment="offered", baseline_wave=2)
    entry = Assignment(exposure="offered", rule="score", variables=("y",), wave=1)
    found = examine(panel, "m", fitted(panel, model), entry)["assignment_not_conditioned"]
    assert "Say baseline_wave = 1" in found.remedy
