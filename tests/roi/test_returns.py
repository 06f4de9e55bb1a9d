from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.models.result import NotAvailable
from studytool.roi.cost import ledger_of
from studytool.roi.returns import Parameter, Roi, returns_of
from tests.brief_sample import hand_costs, hand_material


@pytest.mark.parametrize("effect", ["visits", "", ".offered", "visits."])
def test_an_effect_is_a_model_and_a_term(effect):
    with pytest.raises(ValidationError):
        Roi(effect=effect)


def test_a_number_of_people_stays_a_number_and_a_quantity_a_text():
    assert Roi(effect="a.b", reached=62).reached == 62
    assert Roi(effect="a.b", reached="offers.offered[1].count").reached == "offers.offered[1].count"


def test_returns_carry_money_with_currency_and_price_year_everywhere():
    parameter = Parameter(name="threshold", value=6000)
    ledger = ledger_of(hand_costs(), {})
    made = returns_of(Roi(effect="visits.offered"), ledger, (parameter,), hand_material())
    amounts = [made.cost, made.per_person, made.per_family, made.threshold, made.per_case.low]
    assert {amount.prices for amount in amounts} == {"2021 ZAR"}
    assert not isinstance(made.break_even, NotAvailable)
