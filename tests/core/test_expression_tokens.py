from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.core.expression_tokens import LONGEST, Token, tokens


def test_words_and_marks_with_their_places():
    assert tokens(" age>=10.5 ") == (
        Token("name", "age", 2),
        Token("mark", ">=", 5),
        Token("number", "10.5", 7),
        Token("end", "", 11),
    )


def test_a_text_loses_its_quotation_marks_and_may_hold_the_other_kind():
    assert [word.text for word in tokens("""'it is "so"' "it's" ''""")] == [
        'it is "so"',
        "it's",
        "",
        "",
    ]


def test_names_may_be_written_in_any_language():
    assert [word.text for word in tokens("größe*oşullar_2")][:3] == ["größe", "*", "oşullar_2"]


def test_stars_are_read_longest_first():
    assert [word.text for word in tokens("a**b*c")][:-1] == ["a", "**", "b", "*", "c"]


def test_too_long_a_text_is_refused():
    with pytest.raises(DocumentError, match="4001 characters long"):
        tokens("1" * (LONGEST + 1))
    assert len(tokens("1" * LONGEST)) == 2


@pytest.mark.parametrize(("text", "hint"), [("a & b", '"and"'), ("a | b", '"or"'), ("!a", '"not"')])
def test_marks_of_other_languages_are_answered_with_ours(text, hint):
    with pytest.raises(DocumentError) as caught:
        tokens(text)
    assert hint in caught.value.remedy
