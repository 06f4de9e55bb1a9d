from __future__ import annotations

import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.rd import Rd
from studytool.models.guard.cutoff import judge_cutoff
from studytool.models.guard.facts import gather_facts
from studytool.models.spec import Assignment
from tests.simulate import World, make_panel, simulate

RULE = {"exposure": "offered", "rule": "score", "variables": ("score",), "wave": 1}


def panel_of(take_up=1.0):
    """Those at 10 or more on a score at wave 1 were offered; it is what it was at every wave."""
    panel = simulate(World(children=300, assignment="score", take_up=take_up), 1)
    score = panel.frame["above"] * 4 + 10
    came = panel.frame.groupby("child_id")["visited"].transform("max")
    now = score + panel.frame["wave"] - 1
    return make_panel(panel.frame.assign(score=score, came=came, score_now=now))


def told(panel, *entries, **options):
    given = {
        "name": "m",
        "outcome": "y",
        "running": "score",
        "cutoff": 10,
        "bandwidth": 6,
        "where": "wave == 3",
        **options,
    }
    spec = Rd.model_validate(given)
    facts = gather_facts(spec, spec.fit(panel, seed=1, progress=Silent()), panel)
    concerned = [one for one in entries if facts.concerned_by(one)]
    return {f.code: f for f in judge_cutoff(facts, concerned)}


def rule(**changes):
    return Assignment.model_validate({**RULE, **changes})


def test_a_rule_that_was_kept_leaves_only_what_the_estimate_is_of():
    found = told(panel_of(), rule(cutoff={"score": 10.0}))
    assert {code: f.level for code, f in found.items()} == {"cutoff_local": "note"}
    assert "nothing of people far from the cut-off" in found["cutoff_local"].message


def test_a_treatment_that_was_checked_needs_no_record():
    assert list(told(panel_of(), treatment="offered")) == ["cutoff_local"]


def test_a_line_that_is_not_the_one_of_the_record_is_a_warning():
    found = told(panel_of(), rule(cutoff={"score": 11.0}))["cutoff_differs"]
    assert "treated from 11 on" in found.message
    assert "Say cutoff = 11" in found.remedy


@pytest.mark.parametrize(("take_up", "said"), [(1.0, False), (0.7, True)])
def test_people_who_did_not_go_by_the_line_are_counted(take_up, said):
    found = told(panel_of(take_up), rule(exposure="came", cutoff={"score": 10.0}))
    assert ("cutoff_not_sharp" in found) == said
    if said:
        assert "people who met the rule were not treated" in found["cutoff_not_sharp"].message


@pytest.mark.parametrize(("wave", "said"), [(None, True), (3, True), (1, False)])
def test_a_score_of_another_wave_than_the_one_that_decided_is_a_warning(wave, said):
    entry = rule(variables=("score_now",))
    found = told(panel_of(), entry, running="score_now", running_wave=wave, cutoff=11)
    assert ("cutoff_wave" in found) == said
    if said:
        assert "Say running_wave = 1" in found["cutoff_wave"].remedy
