from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.core.errors import DataError
from studytool.survey.measures.domain_risk import DomainRisk


def test_items_at_risk_are_counted_into_bands(panel):
    made = panel(a=[0.0, 1.0, 1.0, 1.0], b=[0.0, 0.0, 1.0, None], c=[1.0, 1.0, 1.0, None])
    scored = DomainRisk(
        name="r", items=("a", "b", "c"), reverse=("c",), minimum_items=2, version="2020"
    ).score(made)
    assert scored.values.tolist()[:3] == [0.0, 1.0, 2.0]
    assert scored.values.isna().tolist() == [False, False, False, True]
    assert scored.reasons.tolist()[3] == "too few items"
    assert scored.variable.labels == {"0": "low", "1": "moderate", "2": "high"}
    assert scored.variable.version == "2020"
    assert scored.variable.higher_is == "worse"


def test_bands_on_some_items_are_counted(panel):
    scored = DomainRisk(name="r", items=("a", "b"), minimum_items=1).score(
        panel(a=[1.0, 1.0], b=[1.0, None])
    )
    assert scored.values.tolist() == [2.0, 1.0]
    assert "1 of 2 bands" in scored.findings[0].message


@pytest.mark.parametrize("cell", [0.5, 2.0])
def test_an_item_that_is_no_yes_or_no_stops(panel, cell):
    with pytest.raises(DataError, match='"b" is neither 0 nor 1'):
        DomainRisk(name="r", items=("a", "b")).score(panel(a=[1.0], b=[cell]))


def test_a_band_nobody_can_reach_is_refused():
    with pytest.raises(ValidationError, match="there are 1 items"):
        DomainRisk(name="r", items=("a",))


def test_it_says_that_the_rule_is_the_studys_to_set():
    assert "not public" in str(DomainRisk.__doc__)
