from __future__ import annotations

import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.event_study import EventStudy
from studytool.models.guard.facts import gather_facts
from studytool.models.guard.people import examine_people
from studytool.models.guard.trends import examine_trends
from studytool.models.inference.power import minimum_detectable_effect
from tests.simulate import World, make_panel, simulate


def fitted(*, start=4, drift=0.0, effect=0.0):
    """Half of the children begin at `start`; before it they drift away by `drift` a wave."""
    panel = simulate(World(children=300, waves=5, share=0.5), 2)
    wave = panel.frame["wave"]
    d = ((panel.frame["offered"] == 1) & (wave >= start)).astype(float)
    y = panel.frame["y"] + drift * wave * panel.frame["offered"] + effect * d
    panel = make_panel(panel.frame.assign(d=d, y=y))
    model = EventStudy(name="m", outcome="y", treatment="d", cluster=("person",))
    return gather_facts(model, model.fit(panel, seed=1, progress=Silent()), panel)


def test_waves_before_that_show_nothing_are_no_proof():
    facts = fitted()
    (finding,) = examine_trends(facts)
    assert (finding.code, finding.level) == ("pre_trends", "note")
    leads = [facts.result.estimates[f"event[-{n}]"] for n in (2, 3)]
    least = min(minimum_detectable_effect(one.std_error, one.df) for one in leads)
    assert f"only if it is at least {least:.3g}" in finding.message
    assert "not proof" in finding.message


def test_waves_before_that_differ_are_a_warning():
    (finding,) = examine_trends(fitted(drift=0.5))
    assert (finding.code, finding.level) == ("pre_trends", "warning")
    assert finding.remedy


def test_one_wave_before_is_said_once_by_the_fit():
    facts = fitted(start=2)
    assert list(examine_trends(facts)) == []
    codes = [finding.code for finding in facts.result.findings]
    assert codes.count("parallel_trends_untestable") == 1


@pytest.mark.parametrize(("effect", "said"), [(0.0, True), (3.0, False)])
def test_power_is_said_once_and_of_the_waves_after_the_start(effect, said):
    power = [f for f in examine_people(fitted(effect=effect)) if f.code == "thin_power"]
    assert len(power) == said
    if said:
        assert '"event[0]"' in power[0].message
        assert "event[-" not in power[0].message
