from __future__ import annotations

import pandas as pd
import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.guard.facts import gather_facts
from studytool.models.guard.score import compare_with_rule, find_score
from studytool.models.spec import Assignment
from studytool.survey.codebook import Variable
from tests.simulate import make_panel

FRAME = pd.DataFrame(
    {
        "child_id": [f"c{n}" for n in range(6) for _ in range(2)],
        "wave": [1, 2] * 6,
        "hh_id": [f"h{n // 2}" for n in range(6) for _ in range(2)],
        "y": [1.0, 2, 4, 3, 2, 5, 6, 4, 3, 3, 5, 1],
        "band": [2.0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0],
        "good": [1.0, 0, 5, 0, 9, 0, 2, 0, 8, 0, 7, 0],
        "word": ["x"] * 12,
        "d": [0.0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
    }
)


def facts_of(panel):
    model = FixedEffects(name="m", outcome="y", treatment="d")
    return gather_facts(model, model.fit(panel, seed=1, progress=Silent()), panel)


@pytest.fixture
def facts():
    panel = make_panel(FRAME)
    labels = {"0": "low", "1": "moderate", "2": "high"}
    panel.codebook["band"] = Variable(name="band", labels=labels, higher_is="worse")
    panel.codebook["good"] = Variable(name="good", higher_is="better")
    panel.codebook["y"] = Variable(name="y")
    return facts_of(panel)


def rule(**options):
    return Assignment.model_validate({"exposure": "d", "rule": "score", "wave": 1, **options})


def test_one_variable_is_the_score_as_it_is(facts):
    assert find_score(facts, rule(variables=["band"])).tolist() == [2, 1, 0, 2, 0, 1]


def test_a_variable_whose_low_values_are_worse_is_turned(facts):
    assert find_score(facts, rule(variables=["good"])).tolist() == [-1, -5, -9, -2, -8, -7]


def test_without_a_codebook_the_treated_say_which_way(facts):
    # the treated have 1 and 6 at wave 1, the others 4, 2, 3, 5: no difference
    assert find_score(facts, rule(variables=["y"]))[0] == 1
    lower = FRAME.assign(y=[1.0, 2, 14, 3, 12, 5, 6, 4, 13, 3, 15, 1])
    panel = make_panel(lower)
    panel.codebook["y"] = Variable(name="y")
    assert find_score(facts_of(panel), rule(variables=["y"]))[0] == -1


def test_several_variables_are_measured_from_their_cutoffs(facts):
    cutoff = {"band": "high", "good": 2}
    highest = find_score(facts, rule(variables=["band", "good"], cutoff=cutoff))
    lowest = find_score(facts, rule(variables=["band", "good"], cutoff=cutoff, combine="all"))
    assert (highest >= 0).tolist() == [True, False, False, True, False, False]
    assert (lowest >= 0).tolist() == [True, False, False, True, False, False]
    assert (highest >= lowest).all()


def test_no_score_from_texts_unknown_columns_or_nothing(facts):
    for names in (["word"], ["nowhere"], []):
        assert find_score(facts, rule(variables=names)) is None


def test_who_met_the_rule_and_was_treated(facts):
    followed = compare_with_rule(facts, rule(variables=["band"], cutoff={"band": "high"}))
    assert (followed.met, followed.treated, followed.declined, followed.others) == (2, 2, 0, 0)
    wider = compare_with_rule(facts, rule(variables=["band"], cutoff={"band": "moderate"}))
    assert (wider.met, wider.declined) == (4, 2)
    better = compare_with_rule(facts, rule(variables=["good"], cutoff={"good": 1}))
    assert (better.met, better.declined, better.others) == (1, 0, 1)
    both = rule(variables=["band", "good"], cutoff={"band": 2, "good": 1}, combine="all")
    assert compare_with_rule(facts, both).met == 1


def test_one_member_is_enough_for_a_household(facts):
    together = rule(variables=["band"], cutoff={"band": "high"}, allocation_unit="household")
    followed = compare_with_rule(facts, together)
    assert (followed.met, followed.declined) == (4, 2)


def test_no_comparison_without_cutoffs(facts):
    assert compare_with_rule(facts, rule(variables=["band"])) is None
    assert compare_with_rule(facts, rule(variables=["band"], cutoff={"band": "huge"})) is None
    assert compare_with_rule(facts, rule()) is None
