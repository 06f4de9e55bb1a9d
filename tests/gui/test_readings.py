from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.catalogue import families
from studytool.gui.readings import (
    read_expression,
    read_list,
    read_number,
    read_table,
    reading_of,
    shape_of,
    write_list,
    write_number,
    write_table,
)
from studytool.models.estimators.did import Did
from studytool.models.estimators.fixed_effects import FixedEffects


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_as_it_was(number):
    assert read_number(write_number(number)) == number


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0,05", "“0,05” has a comma. Type 0.05."),
        ("many", "Type a number, such as 3."),
        ("nan", "Type a number, such as 3."),
        ("1e999", "Type a number, such as 3."),
    ],
)
def test_what_is_no_number_says_what_to_type(text, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        read_number(text)


def test_a_true_minus_is_a_minus_and_a_fraction_is_no_whole_number():
    assert read_number("\N{MINUS SIGN}1") == -1
    with pytest.raises(ValueError, match="Type 2"):
        read_number("2.4", whole=True)


def test_bounds_are_told_in_words():
    reading = reading_of("level", FixedEffects.model_fields["level"])
    assert reading.read("0.9") == 0.9
    with pytest.raises(ValueError, match=r"above 0\.5 and below 1"):
        reading.read("95")
    assert reading.read("") == 0.95


def test_one_value_stands_alone_where_it_may():
    post = reading_of("post", Did.model_fields["post"])
    assert post.read("2, 3") == (2, 3)
    assert post.read("3") == 3
    assert post.read("after") == "after"
    assert post.read(" ") is None
    assert read_list("a") == ("a",)
    assert write_list((1.0, 3.0)) == "1, 3"


def test_a_table_needs_no_quotes_and_comes_back():
    value = {"difficulties": 17, "safety_risk": "high"}
    assert read_table("difficulties = 17, safety_risk = high") == value
    assert read_table(write_table(value)) == value
    assert read_table("") == {}
    with pytest.raises(ValueError, match="name = value"):
        read_table("difficulties")


def test_a_condition_is_checked_as_it_is_typed():
    assert read_expression(" site ==\n 'A' ") == "site == 'A'"
    with pytest.raises(ValueError, match="end"):
        read_expression("site ==")


def test_every_field_of_every_kind_can_be_typed_or_chosen():
    for members in families().values():
        for member in members.values():
            for name, field in member.model_fields.items():
                shape = shape_of(field.annotation)
                default = field.get_default(call_default_factory=True)
                if shape.literals or field.is_required() or hasattr(default, "model_dump"):
                    continue
                reading = reading_of(name, field)
                value = reading.read(reading.write(default))
                assert member.model_fields[name].annotation is not None
                assert (value or None) == (default or None), (member, name)
