from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.spec import Assignment


def test_one_treatment_or_several_come_as_a_tuple():
    assert FixedEffects(name="m", outcome="y", treatment="a").treatments == ("a",)
    assert FixedEffects(name="m", outcome="y", treatment=["a", "b"]).treatments == ("a", "b")


def test_needs_names_every_column_once():
    model = FixedEffects(
        name="m",
        outcome="y",
        treatment="visited:girl",
        controls=["C(grade)", "girl"],
        effects=["person", "school*wave"],
        cluster=["household"],
        weights="w",
    )
    expected = ("y", "visited", "girl", "grade", "person", "school", "wave", "household", "w")
    assert model.needs() == expected


def test_left_out_effects_are_told_from_none():
    assert FixedEffects(name="m", outcome="y", treatment="a").effects is None
    assert FixedEffects(name="m", outcome="y", treatment="a", effects=[]).effects == ()


@pytest.mark.parametrize("changes", [{"treatment": []}, {"level": 0.4}, {"covariance": "cr9"}])
def test_impossible_options_are_refused(changes):
    with pytest.raises(ValidationError):
        FixedEffects.model_validate({"name": "m", "outcome": "y", "treatment": "a", **changes})


def test_trends_are_refused_where_a_kind_does_not_take_them_out():
    asked = {"name": "m", "outcome": "y", "treatment": "a", "trends": ["person"]}
    with pytest.raises(ValidationError, match='kind = "ancova" has no trends'):
        Ancova.model_validate(asked)
    assert FixedEffects.model_validate(asked).needs() == ("y", "a", "person")


def test_a_model_without_treatment_is_refused_before_data_are_read():
    with pytest.raises(ValidationError, match="treatment"):
        Ancova.model_validate({"name": "m", "outcome": "y"})


def test_an_assignment_names_what_followed_from_the_offer():
    entry = Assignment(exposure="offered", also=["visited"], rule="score")
    assert entry.also == ("visited",)
    assert Assignment(exposure="offered", rule="random").also == ()


def test_what_the_registry_says_is_no_option_of_a_document():
    said = {"question", "compares", "right_when", "wrong_when", "equation", "sources", "verified"}
    assert not said & set(FixedEffects.model_fields)
    assert all(getattr(FixedEffects, name) for name in said)
    with pytest.raises(ValidationError, match="question"):
        FixedEffects.model_validate(
            {"name": "m", "outcome": "y", "treatment": "a", "question": "Why?"}
        )
