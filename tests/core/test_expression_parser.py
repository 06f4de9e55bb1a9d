from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.core.errors import DocumentError
from studytool.core.expression_parser import DEEPEST, read
from studytool.core.expression_tree import Binary, Call, Name, Number, Text, Unary, height


def test_a_tree_is_built_by_binding_strength():
    assert read("a + b * -c == 'x' or d") == Binary(
        "or",
        Binary(
            "==",
            Binary("+", Name("a"), Binary("*", Name("b"), Unary("-", Name("c")))),
            Text("x"),
        ),
        Name("d"),
    )


def test_a_call_holds_its_values_and_groups():
    assert read("mean(lag(x, 2), by=school*wave)") == Call(
        "mean", (Call("lag", (Name("x"), Number(2.0))),), ("school", "wave")
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("__import__('os')", 'no function called "__import__"'),
        ("__import__('os').system('ls')", "[.] means nothing here"),
        ("x.__class__", "[.] means nothing here"),
        ("x.values", "[.] means nothing here"),
        ("x[0]", r"\[ means nothing here"),
        ("lambda x: x", ": means nothing here"),
        ("lambda x", 'the word "x" does not belong here'),
        ("[x for x in y]", r"\[ means nothing here"),
        ("x; y", "; means nothing here"),
        ("x = 1", "= does not compare"),
        ("x == 1 & y == 2", "& means nothing here"),
        ("x = = 1", "= does not compare"),
        ("1 < x < 3", "two comparisons stand in a row"),
        ("eval('1')", 'no function called "eval"'),
        ("f'{x}'", "does not belong here"),
        ("'open", "' means nothing here"),
        ("(1 + 2", "a bracket is not closed"),
        ("1 + ", "it ends too early"),
        ("", "it ends too early"),
        ("   ", "it ends too early"),
        ("1 2", "a number does not belong here"),
        ("3a", 'the word "a" does not belong here'),
        ("log()", "log takes 1 value, not 0"),
        ("log(1,)", r"\) does not belong here"),
        ("log(1, 2)", "log takes 1 value, not 2"),
        ("isin(x)", "isin takes 2 or more values, not 1"),
        ("max(x)", "max takes 2 or more values, not 1"),
        ("lag(x, y)", "lag takes a whole number"),
        ("lag(x, 0)", "lag takes a whole number"),
        ("lag(x, -1)", "lag takes a whole number"),
        ("lag(x, 1.5)", "lag takes a whole number"),
        ("lag(x, by=school)", "lag has no by="),
        ("mean(x, by=3)", "by= takes the name of a column"),
        ("mean(x, by=school, 2)", "a bracket is not closed"),
        ("log(x y)", "a comma or a closing bracket is missing"),
        ("1 + not x", 'the word "not" does not belong here'),
        ("x and", "it ends too early"),
        ("and x", 'the word "and" does not belong here'),
        ("x == 1,5", ", does not belong here"),
    ],
)
def test_what_is_no_expression_is_refused_in_plain_words(text, why):
    with pytest.raises(DocumentError, match=why) as caught:
        read(text)
    assert caught.value.what.startswith("The expression cannot be read at character ")


def test_the_position_is_that_of_the_character():
    with pytest.raises(DocumentError, match="at character 5: "):
        read("x + ]")
    with pytest.raises(DocumentError, match="at character 7: "):
        read("  x + .values")


def test_a_mistyped_function_is_refused_with_the_nearest():
    with pytest.raises(DocumentError) as caught:
        read("is_mising(x)")
    assert caught.value.remedy == 'Did you mean "is_missing"?'


@given(st.text(alphabet="xy1. ()'\"+-*/<>=!,andotrlgmebyi_\n", max_size=60) | st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(DocumentError):
        assert height(read(text)) <= DEEPEST
