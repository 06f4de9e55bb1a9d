from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.core.counted import Counted, guarded, portion, several


def test_a_small_part_is_told_as_few_and_its_percent_goes():
    words, counts = portion(3, 59, "people", end=" (5 %)")
    assert words == "3 of 59 people (5 %)"
    text = f"{words} left. The rest stayed."
    assert guarded(text, counts, 5) == "Fewer than 5 of 59 people left. The rest stayed."


def test_a_small_rest_gives_the_part_away():
    words, counts = portion(57, 60, "people")
    assert guarded(f"Sample: {words}.", counts, 5) == "Sample: all but fewer than 5 of 60 people."


def test_a_small_whole_is_not_told_either():
    words, counts = portion(1, 3, "people")
    assert guarded(f"Only {words}.", counts, 5) == "Only fewer than 5 of fewer than 5 people."


def test_nobody_and_everybody_are_told():
    for count in (0, 60):
        words, counts = portion(count, 60, "people")
        assert guarded(words, counts, 5) == words


def test_a_number_inside_a_longer_one_is_left_alone():
    counts = (Counted("3 rows", (3,), "{few} rows"),)
    assert guarded("13 rows, 2.3 rows and 3 rows.", counts, 5) == (
        "13 rows, 2.3 rows and fewer than 5 rows."
    )


def test_people_behind_rows_decide_and_braces_of_a_label_do_no_harm():
    words, counts = portion(6, 90, "answers {x}", people=(2, 30, 32))
    assert guarded(words, counts, 5) == "Fewer than 5 of 90 answers {x}"


@pytest.mark.parametrize("minimum", [1, 3])
def test_the_minimum_decides_what_is_small(minimum):
    words, counts = portion(3, 59, "people")
    assert guarded(words, counts, minimum) == words


@given(st.integers(1, 40), st.integers(0, 40), st.integers(2, 9))
def test_no_small_number_is_left(base, part, minimum):
    count = min(part, base)
    words, counts = portion(count, base, "people", end=f" ({count / base:.3%})")
    text = guarded(words, counts, minimum).replace(f"fewer than {minimum}", "")
    small = {n for n in (count, base - count, base) if 0 < n < minimum}
    told = [int(found) for found in re.findall(r"(?<![\d.])\d+(?![\d.])", text)]
    assert not small & set(told)
    if small:
        assert "%" not in text


@pytest.mark.parametrize(
    ("count", "names", "said"),
    [
        (1, ("wave",), "1 wave"),
        (0, ("wave",), "0 waves"),
        (3, ("row has", "rows have"), "3 rows have"),
        (1, ("row has", "rows have"), "1 row has"),
        (2, ("child", "children"), "2 children"),
    ],
)
def test_a_count_with_its_noun(count, names, said):
    assert several(count, *names) == said
