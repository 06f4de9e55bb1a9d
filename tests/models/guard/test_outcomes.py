from __future__ import annotations

import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.did import Did
from studytool.models.family import Family
from studytool.models.guard.outcomes import examine_outcomes
from tests.simulate import World, simulate


@pytest.fixture(scope="module")
def fitted():
    panel = simulate(World(children=80), 1)
    common = {"treatment": "offered"}
    models = [
        Ancova.model_validate({"name": "one", "outcome": "y", **common}),
        Ancova.model_validate({"name": "two", "outcome": "yes", **common}),
        Did.model_validate({"name": "same", "outcome": "y", "post": [2, 3], **common}),
        Ancova.model_validate({"name": "other", "outcome": "y", "treatment": "visited"}),
    ]
    return {m.name: (m, m.fit(panel, seed=1, progress=Silent())) for m in models}


def test_several_outcomes_of_one_treatment_are_told_with_their_chance(fitted):
    found = examine_outcomes(fitted, ())
    assert set(found) == {"one", "two", "same"}
    assert found["one"].code == "many_outcomes"
    assert "2 outcomes (y, yes)" in found["one"].message
    assert "about 10%" in found["one"].message


def test_a_family_covers_its_outcomes_also_where_another_model_judges_them(fitted):
    family = Family(name="both", members=("one", "two"))
    assert examine_outcomes(fitted, [family]) == {}


def test_one_outcome_is_no_family(fitted):
    alone = {name: fitted[name] for name in ("one", "same", "other")}
    assert examine_outcomes(alone, ()) == {}
