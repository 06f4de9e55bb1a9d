"""Children offered help because they scored high: the study, its record and what the guard says."""

from __future__ import annotations

from studytool.core.progress import Silent
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.did import Did
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.pooled import Pooled
from studytool.models.guard.assignment import examine_assignment
from studytool.models.guard.facts import gather_facts
from studytool.models.spec import Assignment
from tests.simulate import World

SCORE = World(children=300, assignment="score")


def rule(**options):
    entry = {
        "exposure": "offered",
        "also": ["visited"],
        "rule": "score",
        "variables": ["y"],
        "wave": 1,
        **options,
    }
    return Assignment.model_validate(entry)


def fitted(panel, *models):
    return {m.name: (m, m.fit(panel, seed=1, progress=Silent())) for m in models}


def examine(panel, name, study, *entries):
    model, result = study[name]
    facts = gather_facts(model, result, panel)
    concerned = [entry for entry in entries if facts.concerned_by(entry)]
    return {finding.code: finding for finding in examine_assignment(facts, concerned, study)}


def models():
    return (
        Pooled(name="naive", outcome="y", treatment="visited"),
        FixedEffects(name="fe", outcome="y", treatment="visited", cluster=("person",)),
        Did(name="dd", outcome="y", treatment="offered", post=(2, 3)),
        Ancova(name="offer", outcome="y", treatment="offered"),
        Ancova(name="visits", outcome="y", treatment="visited"),
    )
