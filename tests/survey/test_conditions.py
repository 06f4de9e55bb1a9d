"""Conditions in words: what a social worker reads under a table."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from studytool.survey.codebook import Variable
from studytool.survey.conditions import in_words, is_id
from studytool.survey.design import PanelDesign
from studytool.survey.panel import Panel

CODEBOOK = {
    "site": Variable(name="site"),
    "age": Variable(name="age", label="Age"),
    "visited": Variable(name="visited", label="Visited", labels={"0": "No", "1": "Yes"}),
}
PANEL = Panel(
    frame=pd.DataFrame(),
    design=PanelDesign(person="child"),
    codebook=CODEBOOK,
    reasons=pd.DataFrame(),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("site == 'Johannesburg'", "site is Johannesburg"),
        ("visited == 1", "Visited is Yes"),
        ("age >= 6 and age < 9.5", "Age is at least 6 and Age is under 9.5"),
        ("site != 'Moutse' or not visited == 1", "site is not Moutse or not (Visited is Yes)"),
        (
            "(age <= 6 or age > 9) and visited == 0",
            "(Age is at most 6 or Age is over 9) and Visited is No",
        ),
        ("isin(site, 'Soweto', 'Moutse')", "site is Soweto or Moutse"),
        ("is_missing(age)", "Age is missing"),
        ("unknown == 2", "unknown is 2"),
    ],
)
def test_comparisons_are_told_with_labels(text: str, words: str) -> None:
    assert in_words(text, PANEL) == words


@pytest.mark.parametrize(
    "text", ["age + 1 > 6", "log(age) > 1", "age == visited", "not age", "isin(age, 1, age)"]
)
def test_what_does_more_than_compare_is_told_as_written(text: str) -> None:
    assert in_words(text, PANEL) == text


def test_one_side_that_cannot_be_told_leaves_the_whole_as_written() -> None:
    text = "age > 6 and log(age) > 1"
    assert in_words(text, PANEL) == text


def test_an_id_in_a_condition_is_never_told() -> None:
    assert in_words("child != 'JHB-0143' and age > 6", PANEL) == "chosen by ID"


def test_no_condition_has_no_words() -> None:
    assert in_words("", PANEL) == ""


@pytest.mark.parametrize("name", ["family_id", "household"])
def test_a_family_is_an_id_and_a_school_is_not(name: str) -> None:
    levels = {"household": "family_id", "school": "school"}
    panel = replace(PANEL, design=PanelDesign(person="child", levels=levels))
    assert in_words("family_id == 'F7'", panel) == "chosen by ID"
    assert is_id(name, panel)
    assert not is_id("school", panel)
