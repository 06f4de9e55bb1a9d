from __future__ import annotations

from pathlib import Path

import pytest

from studytool.core.errors import DocumentError
from studytool.models.family import Family
from studytool.study import parse_study

DOCUMENT = """format = 1
title = "Families"

[[models]]
name = "one"
kind = "pooled"
outcome = "y"
treatment = "d"

[[models]]
name = "two"
kind = "pooled"
outcome = "z"
treatment = "d"

[[families]]
name = "both"
members = ["one", "two"]
"""


def parse(text):
    return parse_study(text, folder=Path(), source="study.toml")


def test_a_family_is_read_and_written_as_it_was():
    study = parse(DOCUMENT)
    assert study.families == (Family(name="both", members=("one", "two")),)
    assert study.families[0].adjust == "romano_wolf"
    assert parse(study.to_toml()) == study


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('["one", "two"]', '["one", "twoo"]', 'Did you mean "two"'),
        ('["one", "two"]', '["one"]', "2"),
        ('["one", "two"]', '["one", "two"]\nadjust = "bonferroni"', "holm"),
        (
            'members = ["one", "two"]',
            'members = ["one", "two"]\n[[families]]\nname = "more"\nmembers = ["one", "two"]',
            "named 2 times by families",
        ),
        (
            'members = ["one", "two"]',
            'members = ["one", "two"]\n[[families]]\nname = "both"\nmembers = ["one", "two"]',
            "given 2 times",
        ),
    ],
)
def test_families_that_cannot_be_are_refused(old, new, said):
    with pytest.raises(DocumentError) as caught:
        parse(DOCUMENT.replace(old, new))
    assert said in str(caught.value)
