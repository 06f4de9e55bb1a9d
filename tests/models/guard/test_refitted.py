from __future__ import annotations

import numpy as np
import pytest

from studytool.core.progress import Silent
from studytool.models.estimators.callaway_santanna import CallawaySantanna
from studytool.models.estimators.etwfe import Etwfe
from studytool.models.estimators.stacked import Stacked
from studytool.models.estimators.sun_abraham import SunAbraham
from studytool.models.guard.expected import expect_from_rule
from studytool.models.guard.facts import gather_facts
from studytool.models.guard.refitted import COLUMN, refit
from studytool.models.result import Estimate
from tests.models.guard.test_expected import RULE, starting

KINDS = (CallawaySantanna, SunAbraham, Etwfe, Stacked)


def facts_of(model, panel):
    return gather_facts(model, model.fit(panel, seed=1, progress=Silent()), panel)


@pytest.mark.parametrize("kind", KINDS)
def test_regression_to_the_mean_is_foretold_at_each_event_time(kind):
    """Chosen by the score of wave 1, served from wave 2 or 4 on, without any effect."""
    model = kind(name="m", outcome="y", treatment="d")
    facts = facts_of(model, starting(2, 4, waves=5))
    expected = expect_from_rule(facts, RULE)
    found = facts.result.estimates
    assert len(expected.events) >= 2
    for term, value in expected.events:
        assert value == pytest.approx(found[term].estimate, abs=0.06), term
    after = [value for term, value in expected.events if not term.startswith("event[-")]
    assert expected.estimate == pytest.approx(np.mean(after))
    assert expected.estimate < -0.2
    assert expected.before > expected.after


@pytest.mark.parametrize("kind", KINDS)
def test_the_outcome_itself_gives_the_estimates_themselves(kind):
    panel = starting(2, 3, waves=4, children=400)
    model = kind(name="m", outcome="y", treatment="d", bands=True)
    facts = facts_of(model, panel)
    again = refit(facts, panel.frame["y"].to_numpy()[facts.used])
    points = {t: e.estimate for t, e in facts.result.estimates.items() if t.startswith("event[")
              and isinstance(e, Estimate)}  # fmt: skip
    assert {term: value for term, (_, value) in again.items()} == pytest.approx(points)
    assert COLUMN not in panel.frame


def test_an_outcome_that_cannot_be_estimated_gives_nothing():
    panel = starting(2, 3, waves=4, children=400)
    facts = facts_of(CallawaySantanna(name="m", outcome="y", treatment="d"), panel)
    assert refit(facts, np.full(facts.used.sum(), np.nan)) == {}
    assert refit(facts, np.ones(facts.used.sum())) == {}


def test_controls_used_by_weights_leave_it_open():
    panel = starting(2, 3, waves=4, children=400)
    model = CallawaySantanna(name="m", outcome="y", treatment="d", controls=("age",))
    assert expect_from_rule(facts_of(model, panel), RULE) is None
