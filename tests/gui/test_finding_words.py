from __future__ import annotations

import pytest

from studytool.gui.finding_words import MORE, MOST, parts, shortened, typeset

FIRST = "Visits: they followed an earlier score, and a high score is partly chance, so it falls."
FIGURE = "Expected from that alone: about −2.34 (−0.40 SD)."
LAST = "It does not mean that nothing was done, and it says nothing about those who left early."


@pytest.mark.parametrize(
    ("message", "title", "text"),
    [
        ("Only five schools.", "Only five schools", ""),
        ("Only five schools. The p is coarse.", "Only five schools", "The p is coarse."),
        ("A p of .0625 is the least. 5 schools.", "A p of .0625 is the least", "5 schools."),
        ("Two differ: " + "x" * 120 + ".", "Two differ", "X" + "x" * 119 + "."),
        ("y" * 120, "", "y" * 120),
        (
            "Two are renamed: cg_worried " + "x" * 99 + ".",
            "Two are renamed",
            f"cg_worried {'x' * 99}.",
        ),
    ],
)
def test_a_message_is_split_into_the_fact_and_what_it_means(message, title, text):
    assert parts(message) == (title, text)


def test_negative_numbers_have_a_true_minus_and_dates_stay():
    assert typeset("about -2.48 (-0.42 SD)") == "about −2.48 (−0.42 SD)"
    assert typeset("on 2021-03-31, ages 4-6, p-value") == "on 2021-03-31, ages 4-6, p-value"


def test_short_text_stays() -> None:
    assert shortened("It moves. It stays.") == "It moves. It stays."


def test_long_text_ends_with_a_sentence_and_says_that_there_is_more() -> None:
    made = shortened("One fact after the other stands here. " * 20)
    assert made.endswith(f"here.{MORE}")
    assert len(made) <= MOST + len(MORE)
    assert shortened("word " * 100).endswith(f"word{MORE}")


def test_the_figure_stands_in_what_is_left() -> None:
    text = f"{FIRST} It would fall by itself, whatever was done, in every group. {FIGURE} {LAST}"
    made = shortened(text, 160)
    assert made == f"Visits: {FIGURE} {LAST}{MORE}"


def test_a_text_that_begins_with_its_figure_keeps_its_order() -> None:
    text = f"{FIGURE} {FIRST} {LAST}"
    assert shortened(text, 160) == f"{FIGURE} {FIRST}{MORE}"


@pytest.mark.parametrize("most", [MOST, 300])
def test_every_long_finding_of_the_sample_study_keeps_a_figure(sample_run, most) -> None:
    found = [one for table in sample_run.output.tables.values() for one in table.findings]
    long = [one for one in found if len(one.message) > most and any(map(str.isdigit, one.message))]
    assert long
    for one in long:
        assert any(map(str.isdigit, shortened(one.message, most))), one.code
