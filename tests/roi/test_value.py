from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.core.errors import DataError, DocumentError, ReleaseError
from studytool.core.findings import Finding
from studytool.core.units import Money
from studytool.models.result import NotAvailable
from studytool.roi.cost import ledger_of
from studytool.roi.returns import Parameter, Range, Roi
from studytool.roi.value import break_even, cases_averted, cost_per_case, value_for_money
from tests.brief_sample import hand_costs, hand_material
from tests.roi.test_cost import redfern

SERIOUS = Finding("error", "regression_to_the_mean", "Visits followed an earlier score.")


def returned(roi=None, parameters=(), **material):
    asked = {"effect": "visits.offered"} | (roi or {})
    ledger = ledger_of(hand_costs(), {})
    return value_for_money(Roi(**asked), ledger, parameters, hand_material(**material))


def dollars(amount):
    return Money(amount, "USD", 2015)


def test_the_published_sinovuyo_returns_come_out():
    """Redfern et al. 2019: 504 and 266 a family, 1,837 and 972 an incident, 73 (29 to 118)."""
    trial = ledger_of(redfern(), {}).total
    per_case = cost_per_case(trial, Range(73, 29, 118))
    assert per_case.value.amount == pytest.approx(1_837, rel=0.02)
    assert per_case.low.amount == pytest.approx(1_152, rel=0.001)
    assert per_case.high.amount == pytest.approx(4_688, rel=0.001)
    at_scale = dollars(266_380)
    assert round((at_scale / 1_000).amount) == 266
    averted_a_family = 135_954 / 1_837 / 270
    scaled = Range(averted_a_family * 1_000, 29 / 270 * 1_000, 118 / 270 * 1_000)
    assert cost_per_case(at_scale, scaled).value.amount == pytest.approx(972, rel=0.02)


def test_cost_effect_and_people_are_joined_by_hand():
    # 20,000 rand, 40 children, 0.2 fewer cases a child (0.1 to 0.3)
    made = returned()
    assert made.reached == 40
    assert made.cost.amount == 20_000
    assert made.per_person.amount == 500
    assert made.families == 40
    assert made.per_family.amount == 500
    assert (made.averted.value, made.averted.low, made.averted.high) == (8, 4, 12)
    assert made.per_case.value.amount == 2_500
    assert made.per_case.low.amount == pytest.approx(20_000 / 12)
    assert made.per_case.high.amount == 5_000
    assert "prices of 2021 (ZAR)" in made.notes[0]


@given(
    st.floats(-0.9, -0.01),
    st.floats(0.001, 0.009),
    st.floats(1, 1e4),
    st.floats(1, 1e9),
)
def test_cost_per_case_is_cost_over_effect_times_people(effect, half, people, cost):
    averted = cases_averted(Range(effect, effect - half, effect + half), people, better="lower")
    per_case = cost_per_case(dollars(cost), averted)
    assert per_case.value.amount == pytest.approx(cost / (-effect * people))
    assert per_case.low.amount < per_case.value.amount < per_case.high.amount
    even = break_even(dollars(cost), people, per_case.value, better="lower")
    assert even == pytest.approx(effect)


@pytest.mark.parametrize("effect", [(-0.1, -0.3, 0.1), (-0.1, -0.2, 0.0), (0.0, -0.1, 0.1)])
def test_an_interval_with_zero_gives_no_cost_per_case(effect):
    made = returned(effect=effect)
    assert isinstance(made.per_case, NotAvailable)
    assert made.per_case.reason == "not estimable: the interval of the effect includes zero"
    said = {found.code: found for found in made.findings}["effect_includes_zero"]
    assert said.level == "warning"
    assert "at worst R20,000 is spent and no case is averted" in said.message


def test_the_wrong_side_is_said():
    made = returned(effect=(0.2, 0.1, 0.3))
    assert isinstance(made.per_case, NotAvailable)
    assert "wrong side" in made.per_case.reason
    assert made.averted.value == -8
    assert "effect_wrong_side" in {found.code for found in made.findings}


def test_where_more_is_better_the_signs_turn():
    made = returned({"better": "higher"}, effect=(0.2, 0.1, 0.3))
    assert (made.averted.low, made.averted.high) == (4, 12)
    assert made.per_case.value.amount == 2_500


def test_a_serious_finding_stands_in_the_way_until_it_is_answered():
    with pytest.raises(ReleaseError, match="Visits followed an earlier score") as caught:
        returned(findings=(SERIOUS,))
    assert caught.value.where == "roi.effect"
    assert "regression_to_the_mean" in caught.value.remedy
    answer = {"finding": "regression_to_the_mean", "reason": "The offer was random in the end."}
    made = returned({"defended": (answer,)}, findings=(SERIOUS,))
    assert made.defended[0].reason == "The offer was random in the end."
    assert SERIOUS in made.findings


def test_an_answer_to_another_finding_does_not_help():
    answer = {"finding": "few_clusters", "reason": "no"}
    with pytest.raises(ReleaseError):
        returned({"defended": (answer,)}, findings=(SERIOUS,))


def test_only_shares_make_cases():
    with pytest.raises(DocumentError, match="cannot be turned into cases") as caught:
        returned(outcome="difficulties")
    assert "not a 0/1 outcome" in caught.value.why


@pytest.mark.parametrize(
    ("effect", "remedy"),
    [("vists.offered", 'Did you mean "visits"?'), ("visits.offer", 'Did you mean "offered"?')],
)
def test_an_effect_that_is_not_there_is_told_with_the_nearest(effect, remedy):
    with pytest.raises(DocumentError) as caught:
        returned({"effect": effect})
    assert caught.value.remedy == remedy


def test_those_reached_are_a_number_or_a_quantity():
    made = returned({"reached": 50, "families": 25, "reached_label": "all who were offered"})
    assert made.per_person.amount == 400
    assert made.per_family.amount == 800
    assert "Reached: all who were offered." in made.notes
    assert "reached_differs" in {found.code for found in made.findings}
    assert returned({"reached": "visits.n_people"}).reached == 120
    assert isinstance(returned({"reached": 50}).per_family, NotAvailable)


@pytest.mark.parametrize("reached", [0, -3, "visits.offered.estimate", "visits.n_persons"])
def test_those_reached_have_to_be_some(reached):
    with pytest.raises(DocumentError) as caught:
        returned({"reached": reached})
    assert caught.value.where == "roi.reached"


def test_break_even_needs_a_threshold_in_the_same_money():
    limit = Parameter(name="threshold", value=5_000, year=2021, currency="ZAR")
    assert returned(parameters=(limit,)).break_even == -0.1
    assert isinstance(returned().break_even, NotAvailable)
    other = limit.model_copy(update={"year": 2019})
    with pytest.raises(DataError, match="2019 ZAR"):
        returned(parameters=(other,))
    with pytest.raises(DocumentError, match='no parameter "limit"'):
        returned({"threshold": "limit"}, parameters=(limit,))


def test_an_effect_for_each_unit_more_is_no_effect_on_people():
    material = hand_material()
    minutes = material.panel.frame["offered"] * 45
    frame = material.panel.frame.assign(offered=minutes)
    dosed = replace(material, panel=replace(material.panel, frame=frame))
    with pytest.raises(DocumentError) as caught:
        value_for_money(Roi(effect="visits.offered"), ledger_of(hand_costs(), {}), (), dosed)
    assert caught.value.where == "roi.effect"
    assert "for each unit" in caught.value.why


def test_costs_of_nothing_are_no_return():
    free = [item.model_copy(update={"unit_price": 0}) for item in hand_costs()]
    with pytest.raises(DataError, match="add up to nothing"):
        value_for_money(Roi(effect="visits.offered"), ledger_of(free, {}), (), hand_material())


def test_half_a_person_is_not_reached():
    with pytest.raises(DocumentError, match="whole numbers"):
        returned({"reached": 2.5})


def test_returns_tell_of_as_few_people_as_their_effect():
    material = hand_material()
    model, result = material.models["visits"]
    told = {**result.statistics, "n_treated_people": 3.0}
    few = replace(result, shown=("offered",), statistics=told)
    asked = replace(material, models={"visits": (model, few)})
    ledger = ledger_of(hand_costs(), {})
    assert value_for_money(Roi(effect="visits.offered"), ledger, (), asked).behind == 3
