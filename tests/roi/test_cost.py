from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.core.errors import DataError, DocumentError
from studytool.roi.cost import CostItem, CostSheet, added_up, ledger_of
from tests.brief_sample import hand_costs


def redfern():
    """Trial costs of Sinovuyo Teen, US$ (Redfern, Cluver, Casale, Steinert 2019, table 2)."""
    lines = {
        "Overheads": 9_700,
        "Materials (incl. transport, food, venue)": 33_483,
        "Preparation": 6_511,
        "Staff, delivery": 79_108,
        "Training": 7_153,
    }
    return [
        CostItem(
            category=name,
            ingredient=name,
            quantity=1,
            unit_price=amount,
            currency="USD",
            price_year=2015,
        )
        for name, amount in lines.items()
    ]


def test_the_lines_of_a_published_costing_give_its_total_and_order():
    ledger = ledger_of(redfern(), {})
    assert ledger.total.amount == 135_955  # printed 135,954: the lines are rounded
    assert [part.name.split()[0].strip(",") for part in ledger.categories] == [
        *("Preparation", "Training", "Staff", "Materials", "Overheads")
    ]
    assert [round(100 * part.share) for part in ledger.categories] == [5, 5, 58, 25, 7]
    assert round((ledger.total / 270).amount) == 504


def test_lines_add_up_by_category_and_by_phase():
    ledger = ledger_of(hand_costs(), {})
    assert ledger.total.amount == 20_000
    assert sum(part.amount.amount for part in ledger.categories) == 20_000
    assert sum(part.amount.amount for part in ledger.phases) == 20_000
    assert sum(part.share for part in ledger.categories) == pytest.approx(1)
    assert [part.name for part in ledger.phases] == ["start-up", "recurrent"]
    # 10 months of 1,000 rand, a fifth of which is charged
    assert ledger.lines[0].amount.amount == 2_000


def test_research_is_left_out_and_gifts_are_counted_and_both_are_said():
    ledger = ledger_of(hand_costs(), {})
    assert [line.ingredient for line in ledger.research] == ["Interviewers"]
    assert ledger.research_total.amount == 5_000
    assert ledger.donated.amount == 2_000
    said = {finding.code: finding.message for finding in ledger.findings}
    assert said["research_left_out"].startswith("R5,000 ")
    assert said["donated_counted"].startswith("R2,000 ")
    assert said["costs_unsure"] == "R2,000 of the cost is estimated, not recorded."


def test_one_programme_is_told_apart():
    other = CostItem(
        programme="Food", ingredient="Parcels", quantity=1, unit_price=70, price_year=2021
    )
    ledger = ledger_of((*hand_costs(), other), {})
    assert ledger.total.amount == 20_070
    assert ledger.of("Food").total.amount == 70
    assert ledger.of("Home visits").research_total.amount == 5_000
    assert ledger.of("") is ledger
    with pytest.raises(DocumentError, match="Foods") as caught:
        ledger.of("Foods")
    assert caught.value.remedy == 'Did you mean "Food"?'


@pytest.mark.parametrize("change", [{"currency": "USD"}, {"price_year": 2020}])
def test_currencies_and_price_years_do_not_mix(change):
    fields = {"ingredient": "Trainer", "quantity": 1, "unit_price": 9, "price_year": 2021}
    mixed = (*hand_costs(), CostItem(**(fields | change)))
    with pytest.raises(DataError, match="mix") as caught:
        ledger_of(mixed, {})
    assert caught.value.where == "costs[5]"


def test_no_costs_are_no_ledger():
    with pytest.raises(DataError, match="no costs"):
        added_up([])


@pytest.mark.parametrize(
    "change", [{"quantity": -1}, {"unit_price": -0.01}, {"shared": 101}, {"phase": "later"}]
)
def test_an_item_that_makes_no_sense_is_refused(change):
    fields = {"ingredient": "Trainer", "quantity": 1, "unit_price": 9, "price_year": 2021}
    with pytest.raises(ValidationError):
        CostItem(**(fields | change))


def test_an_item_and_a_sheet_are_told_apart_by_their_fields():
    assert CostSheet(source="costs.csv").programme == ""
    with pytest.raises(ValidationError):
        CostItem.model_validate({"source": "costs.csv"})
    with pytest.raises(ValidationError):
        CostSheet.model_validate({"source": "x", "ingredient": "Trainer"})


def test_lines_that_stand_twice_and_shares_typed_as_fractions_are_told():
    item = hand_costs()[0]
    ledger = ledger_of([item, item, item.model_copy(update={"shared": 0.3})], {})
    codes = {found.code for found in ledger.findings}
    assert {"costs_twice", "share_slight"} <= codes
    usual = {found.code for found in ledger_of(hand_costs(), {}).findings}
    assert not usual & {"costs_twice", "share_slight"}
