"""Expression check: a formula is told sound or not while it is typed, never by a guess."""

from __future__ import annotations

import pytest

from studytool.api import open_study, run
from studytool.gui.expression_check import told_of
from tests.small_study import write_study


@pytest.fixture
def panel(tmp_path):
    return run(open_study(write_study(tmp_path))).panel


def test_what_a_formula_gives_is_told(panel):
    told = told_of("score * 2", panel)
    lowest, highest = 2 * panel.frame["score"].min(), 2 * panel.frame["score"].max()
    assert told.sound
    assert told.text == f"Gives a value in 24 of 24 rows: from {lowest:g} to {highest:g}."
    yes = int((panel.frame["score"] > 12).sum())
    assert told_of("score > 12", panel).text.endswith(f": yes in {yes}, no in {24 - yes}.")


def test_rows_without_an_answer_are_not_counted(panel):
    ones = int((panel.frame["size"] == 3).sum())
    assert f"in {24 - ones} of 24 rows" in told_of("1 / (size - 3)", panel).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("scor * 2", 'There is no variable “scor”. Did you mean "score"?'),
        ("log(", "ends too early"),
        ("log_size + 1", "cannot be computed from itself"),
    ],
)
def test_what_stands_in_the_way_is_told(panel, typed, said):
    told = told_of(typed, panel, own="log_size")
    assert not told.sound
    assert said in told.text


def test_without_data_the_form_alone_is_checked():
    assert told_of("log(income)", None).text == "Reads income."
    assert told_of("2 + 3", None).text == "Reads no variable."
