"""Faults of a document are told at the field, in plain words, with a suggestion."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import Field, ValidationError

from studytool.core.complaints import complaints
from studytool.core.spec import Kind, Spec, one_of
from studytool.study import Study as StudyDocument


class Fruit(Kind):
    """A family made for these tests."""

    name: str


class Apple(Fruit):
    """One member."""

    kind: Literal["apple"] = "apple"
    pips: int = 5


class Pear(Fruit):
    """Another member."""

    kind: Literal["pear"] = "pear"
    colour: Literal["green", "brown"] = "green"


class Basket(Spec):
    """A document of fruits."""

    title: str
    fruits: tuple[one_of([Apple, Pear]), ...] = ()  # type: ignore[misc]  # made at run time


def told(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    with pytest.raises(ValidationError) as caught:
        Basket.model_validate(document)
    return [(c.where, c.what, c.remedy) for c in complaints(caught.value, document)]


def test_a_typo_in_a_key_is_told_at_the_key_with_the_right_one() -> None:
    document = {"title": "x", "fruits": [{"kind": "pear", "name": "a", "color": "green"}]}
    assert told(document) == [
        ("fruits[0].color", 'There is no "color" here.', 'Did you mean "colour"?')
    ]


def test_an_unknown_kind_is_told_with_the_nearest_one() -> None:
    assert told({"title": "x", "fruits": [{"kind": "aple", "name": "a"}]}) == [
        ("fruits[0]", 'There is no kind "aple".', 'Did you mean "apple"?')
    ]


def test_a_missing_kind_asks_for_one() -> None:
    ((where, what, _),) = told({"title": "x", "fruits": [{"name": "a"}]})
    assert where == "fruits[0]"
    assert "kind" in what


def test_a_missing_field_names_the_field_at_its_table() -> None:
    assert told({"title": "x", "fruits": [{"kind": "apple"}]}) == [
        ("fruits[0]", '"name" is needed here and is not there.', "")
    ]


def test_a_wrong_type_says_what_is_needed() -> None:
    document = {"title": "x", "fruits": [{"kind": "apple", "name": "a", "pips": "many"}]}
    assert told(document) == [("fruits[0].pips", "A whole number is needed here.", "")]


def test_a_wrong_choice_lists_the_choices() -> None:
    document = {"title": "x", "fruits": [{"kind": "pear", "name": "a", "colour": "blue"}]}
    ((where, what, _),) = told(document)
    assert where == "fruits[0].colour"
    assert "'green' or 'brown'" in what


def test_every_fault_is_told_once_in_the_order_of_the_document() -> None:
    document = {"fruits": [{"kind": "apple", "name": "a", "pips": "q"}, {"kind": "x", "name": "b"}]}
    assert [where for where, _, _ in told(document)] == ["", "fruits[0].pips", "fruits[1]"]


def test_no_complaint_quotes_what_was_written_as_a_value() -> None:
    document = {"title": "x", "fruits": [{"kind": "apple", "name": "a", "pips": "JHB-0143"}]}
    assert "JHB-0143" not in str(told(document))


class Limits(Spec):
    """Limits of every sort."""

    least: int = Field(default=1, ge=0)
    share: float = Field(default=0.5, gt=0, lt=1)
    most: int = Field(default=1, le=9)
    rows: dict[str, int] = Field(default={"a": 1}, min_length=1)
    word: str = Field(default="a", min_length=1)


@pytest.mark.parametrize(
    ("document", "what"),
    [
        ({"least": -1}, "This has to be at least 0."),
        ({"share": 0}, "This has to be above 0."),
        ({"share": 1.5}, "This has to be below 1."),
        ({"most": 10}, "This has to be at most 9."),
        ({"rows": {}}, "At least 1 entry is needed here."),
        ({"word": ""}, "This must not be empty."),
    ],
)
def test_a_limit_is_told_in_plain_words(document: dict[str, Any], what: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Limits.model_validate(document)
    (found,) = complaints(caught.value, document)
    assert (found.where, found.what) == (next(iter(document)), what)


def test_a_name_given_twice_says_where_and_what_to_do() -> None:
    twice = [{"name": "t", "kind": "flow", "model": "m"}] * 2
    document = {"format": 1, "title": "x", "seed": 1, "tables": twice}
    with pytest.raises(ValidationError) as caught:
        StudyDocument.model_validate(document)
    found = [each for each in complaints(caught.value, document) if "times" in each.what]
    assert [(each.where, bool(each.remedy)) for each in found] == [("tables[1].name", True)]
