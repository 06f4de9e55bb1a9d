from __future__ import annotations

import pytest

from studytool.models.terms import Part, columns_of, factors_of_product, parse_term


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("age", (Part("age"),)),
        ("C(grade)", (Part("grade", factor=True),)),
        ("visited:girl", (Part("visited"), Part("girl"))),
        (" C( grade ) : age ", (Part("grade", factor=True), Part("age"))),
        ("C(baseline(band))", (Part("baseline(band)", factor=True),)),
        ("baseline(a:b):c", (Part("baseline(a:b)"), Part("c"))),
    ],
)
def test_terms_are_taken_apart_outside_brackets_only(text, parts):
    assert parse_term(text) == parts


def test_columns_come_once_in_order_of_first_use():
    assert columns_of(["b", "C(a):b", "c"]) == ("b", "a", "c")


def test_products_are_split_at_stars():
    assert factors_of_product("school * wave") == ("school", "wave")
    assert factors_of_product("person") == ("person",)
