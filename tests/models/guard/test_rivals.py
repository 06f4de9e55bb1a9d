from __future__ import annotations

import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.event_study import EventStudy
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.guard.facts import gather_facts
from studytool.models.guard.rivals import find_rivals, quote, told_by_rivals
from studytool.models.spec import Assignment
from tests.simulate import World, simulate

OFFER = Assignment(exposure="offered", also=("visited",), rule="score")


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
    assert [m.name for m, _ in find_rivals(facts, {"baseline"}, study, OFFER)] == [
        "first",
        "second",
    ]


def test_a_model_is_not_its_own_rival(panel, study):
    facts = gather_facts(*study["first"], panel)
    assert [m.name for m, _ in find_rivals(facts, {"baseline"}, study, OFFER)] == ["second"]


def test_quotes_name_kind_model_and_signed_estimate(study):
    model, result = study["fe"]
    assert quote(model, result) == f"fixed effects (fe) {result.estimates['visited'].estimate:+.2f}"


def test_a_model_of_something_else_is_no_rival(panel, study):
    facts = gather_facts(*study["fe"], panel)
    entry = Assignment(exposure="visited", rule="score")
    assert [m.name for m, _ in find_rivals(facts, {"baseline"}, study, entry)] == ["second"]


def test_the_estimate_quoted_is_that_of_the_treatment_meant(panel):
    model = FixedEffects(name="two", outcome="y", treatment=("age", "visited"), effects=("wave",))
    result = model.fit(panel, seed=1, progress=Silent())
    own = f"{result.estimates['visited'].estimate:+.2f}"
    assert quote(model, result, ("offered", "visited")).endswith(own)
    assert not quote(model, result).endswith(own)


def test_a_model_with_a_title_is_quoted_by_it(study):
    spec, result = study["fe"]
    titled = spec.model_copy(update={"title": "Visits, fixed effects"})
    assert quote(titled, result).startswith("Visits, fixed effects ")


def test_all_that_is_quoted_of_rivals_is_told_and_no_more(study):
    spec, _ = study["fe"]
    others = {name: pair for name, pair in study.items() if name != "fe"}
    told = told_by_rivals(spec, others)

    def after(name, **fields):
        other, result = others[name]
        return told_by_rivals(spec, others | {name: (other.model_copy(update=fields), result)})

    assert after("first", title="Offered") != told
    assert after("first", treatment="visited") != told
    assert after("other", title="Of another outcome") == told
    assert after("first", covariance="cr1") == told
    assert told_by_rivals(spec, others | {"first": study["second"]}) != told


def test_an_event_study_is_quoted_by_its_mean_from_the_start_on(panel):
    model = EventStudy(name="path", outcome="y", treatment="visited")
    result = model.fit(panel, seed=1, progress=Silent())
    mean = sum(result.estimates[f"event[{time}]"].estimate for time in (0, 1)) / 2
    assert quote(model, result) == f"event study (path) {mean:+.2f} on average from the start on"
