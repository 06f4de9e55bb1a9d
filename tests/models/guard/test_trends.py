from __future__ import annotations

import numpy as np
import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.did import Did
from studytool.models.estimators.first_difference import FirstDifference
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.guard.facts import gather_facts
from studytool.models.guard.trends import examine_trends, find_starts
from tests.simulate import World, make_panel, simulate


def facts_of(panel, model):
    return gather_facts(model, model.fit(panel, seed=1, progress=Silent()), panel)


def codes(facts):
    return {finding.code: finding for finding in examine_trends(facts)}


def staggered(*starts, waves=4):
    """A panel in which the offered begin at one of `starts`, in turn."""
    panel = simulate(World(children=200, waves=waves), 1)
    child = panel.frame["child_id"].str[1:].astype(int)
    start = np.asarray(starts)[child % len(starts)]
    begun = (panel.frame["offered"] == 1) & (panel.frame["wave"] >= start)
    return make_panel(panel.frame.assign(d=begun.astype(float)))


def model(**options):
    return FixedEffects.model_validate({"name": "m", "outcome": "y", "treatment": "d", **options})


def test_one_wave_before_shows_no_trend():
    found = codes(facts_of(staggered(2), model()))
    assert set(found) == {"parallel_trends_untestable"}
    assert "Only one wave lies before treatment" in found["parallel_trends_untestable"].message


def test_two_waves_before_can_show_one():
    assert codes(facts_of(staggered(3), model())) == {}


def test_only_the_later_beginners_give_a_trend():
    found = codes(facts_of(staggered(2, 3), model()))
    assert set(found) == {"parallel_trends_untestable", "forbidden_comparisons"}
    message = found["parallel_trends_untestable"].message
    assert "For some only one wave lies before treatment" in message
    assert "Only those who begin at wave 3 have two waves before" in message
    assert "at wave 2" in found["forbidden_comparisons"].message


@pytest.mark.parametrize(("post", "start"), [((2, 3), 2.0), (3, 3.0), ("late", 3.0)])
def test_a_group_indicator_is_dated_by_post(post, start):
    panel = simulate(World(children=100), 1)
    panel = make_panel(panel.frame.assign(late=(panel.frame["wave"] == 3).astype(float)))
    spec = Did(name="m", outcome="y", treatment="offered", post=post)
    facts = facts_of(panel, spec)
    assert find_starts(facts) == {start: 38}
    assert ("parallel_trends_untestable" in codes(facts)) == (start == 2.0)


def test_two_waves_date_themselves():
    panel = simulate(World(children=100, waves=2), 1)
    assert find_starts(facts_of(panel, Did(name="m", outcome="y", treatment="offered"))) == {2: 38}


def test_other_kinds_are_not_asked():
    panel = simulate(World(children=100), 1)
    assert codes(facts_of(panel, Ancova(name="m", outcome="y", treatment="offered"))) == {}


def test_first_differences_see_the_wave_they_start_from():
    changes = FirstDifference(name="m", outcome="y", treatment="d")
    assert set(codes(facts_of(staggered(3), changes))) == set()
    found = codes(facts_of(staggered(2), changes))
    assert "Only one wave lies before treatment" in found["parallel_trends_untestable"].message
