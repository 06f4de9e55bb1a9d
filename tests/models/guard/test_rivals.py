from __future__ import annotations

import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.guard.facts import gather_facts
from studytool.models.guard.rivals import find_rivals, quote
from tests.simulate import World, simulate


@pytest.fixture(scope="module")
def panel():
    return simulate(World(children=80), 1)


@pytest.fixture(scope="module")
def study(panel):
    models = (
        FixedEffects(name="fe", outcome="y", treatment="visited"),
        Ancova(name="other", outcome="yes", treatment="offered"),
        Ancova(name="first", outcome="y", treatment="offered"),
        Ancova(name="second", outcome="y", treatment="visited"),
    )
    return {m.name: (m, m.fit(panel, seed=1, progress=Silent())) for m in models}


def test_rivals_share_the_outcome_and_keep_the_order_of_the_study(panel, study):
    facts = gather_facts(*study["fe"], panel)
    assert [m.name for m, _ in find_rivals(facts, ("ancova",), study)] == ["first", "second"]


def test_a_model_is_not_its_own_rival(panel, study):
    facts = gather_facts(*study["first"], panel)
    assert [m.name for m, _ in find_rivals(facts, ("ancova",), study)] == ["second"]


def test_quotes_name_kind_model_and_signed_estimate(study):
    model, result = study["fe"]
    assert quote(model, result) == f"fixed effects (fe) {result.estimates['visited'].estimate:+.2f}"
