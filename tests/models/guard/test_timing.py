from __future__ import annotations

import numpy as np
import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.did import Did
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.guard.facts import gather_facts
from studytool.models.guard.timing import find_later, find_regressor, is_group
from tests.simulate import World, make_panel, simulate


@pytest.fixture
def panel():
    plain = simulate(World(children=40), 1)
    late = (plain.frame["wave"] == 3).astype(float)
    return make_panel(plain.frame.assign(late=late, twice=2 * plain.frame["visited"]))


def facts_of(panel, model):
    return gather_facts(model, model.fit(panel, seed=1, progress=Silent()), panel)


@pytest.mark.parametrize(("post", "later"), [((2, 3), [2, 3]), (3, [3]), ("late", [3])])
def test_a_group_indicator_is_in_force_at_the_later_waves(panel, post, later):
    facts = facts_of(panel, Did(name="m", outcome="y", treatment="offered", post=post))
    frame = panel.frame
    assert is_group(facts)
    assert sorted(set(facts.waves[find_later(facts)])) == later
    expected = frame["offered"] * frame["wave"].isin(later)
    np.testing.assert_array_equal(find_regressor(facts), expected)


def test_a_treatment_by_wave_is_in_force_as_it_is(panel):
    for treatment, model in (("visited", Did), ("twice", FixedEffects)):
        facts = facts_of(panel, model(name="m", outcome="y", treatment=treatment))
        assert not is_group(facts)
        np.testing.assert_array_equal(find_regressor(facts), panel.frame[treatment])


def test_an_amount_is_neither_in_force_nor_not(panel):
    facts = facts_of(panel, FixedEffects(name="m", outcome="y", treatment="visited:age"))
    assert find_regressor(facts) is None
