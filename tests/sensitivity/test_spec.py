"""What every sensitivity analysis says of itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studytool.catalogue import families
from studytool.sensitivity.spec import SensitivitySpec
from tests.sensitivity.subjects import ANALYSES

ROOT = Path(__file__).resolve().parents[2]
SOURCE = re.compile(r"https://doi\.org/10\.\d+/\S+|ISBN [\d-]{10,17}")
PLACE = re.compile(r"\((tests/[^)]*)\)")
EXPECTED = {
    "attrition_weights", "entropy_balancing", "honest_did", "ipw", "leave_one_out", "lee", "oster",
    "partial_r2", "placebo_outcome", "placebo_timing", "specification_curve", "worst_case",
}  # fmt: skip


def test_all_of_them_are_there():
    assert set(ANALYSES) == EXPECTED


@pytest.mark.parametrize("member", ANALYSES.values(), ids=ANALYSES)
def test_each_answers_a_question_and_says_when(member):
    assert member.question.endswith("?")
    assert len(member.question) <= 90
    for text in (member.right_when, member.wrong_when, *member.edge_cases):
        assert text.endswith(".")
        assert text[0].isupper()
    for words in (member.needs_in_words, member.assumes):
        assert words
        assert words[0].islower()
        assert not words.endswith(".")
    assert member.equation
    assert member.edge_cases
    assert set(member.asked_first) <= set(member.model_fields) - set(SensitivitySpec.model_fields)


@pytest.mark.parametrize("member", ANALYSES.values(), ids=ANALYSES)
def test_each_source_can_be_looked_up_and_is_in_the_docstring(member):
    said = " ".join((member.__doc__ or "").split())
    assert member.sources
    for source in member.sources:
        found = SOURCE.search(source)
        assert found, source
        assert found[0] in said


@pytest.mark.parametrize("member", ANALYSES.values(), ids=ANALYSES)
def test_what_it_was_verified_against_is_there(member):
    assert member.verified
    for told in member.verified:
        places = PLACE.findall(told)
        assert places, told
        assert all((ROOT / place).is_file() for place in places), told


def test_tables_charts_questions_and_places():
    known = families()
    for name in ("question", "order", "equation"):
        said = [getattr(member, name) for member in ANALYSES.values()]
        assert len(set(said)) == len(said), name
    for member in ANALYSES.values():
        assert member.shown_in in known["tables"]
        assert member.drawn_as in known["charts"]
