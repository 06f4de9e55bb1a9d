"""What every kind says of itself, so that a new file is all that a new kind needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from studytool.catalogue import families
from studytool.models.spec import ModelSpec

ROOT = Path(__file__).resolve().parents[2]
FAMILIES = families()
MEMBERS = [
    pytest.param(member, id=f"{family}-{kind}")
    for family, members in FAMILIES.items()
    for kind, member in members.items()
]
MODELS = FAMILIES["models"]
KNOWN = {"scale", "shift", "row_order", "relabelling", "uniform_p"}
SOURCE = re.compile(r"https://doi\.org/10\.\d+/\S+|ISBN [\d-]{10,17}")
PLACE = re.compile(r"\((tests/[^)]*)\)")


@pytest.mark.parametrize("member", MEMBERS)
def test_every_kind_has_a_name(member):
    assert member.called
    assert "called" in vars(member), "a name of its own, not its parent's"
    assert "_" not in member.called
    assert member.called[0].isupper()


def test_one_name_of_the_document_has_one_name_in_words():
    said = {}
    for members in FAMILIES.values():
        for kind, member in members.items():
            assert said.setdefault(kind, member.called) == member.called


@pytest.mark.parametrize("family", FAMILIES)
def test_names_within_a_family_differ(family):
    called = [member.called for member in FAMILIES[family].values()]
    assert len(set(called)) == len(called)


@pytest.mark.parametrize("member", MODELS.values(), ids=MODELS)
def test_every_model_answers_a_question_and_says_when(member):
    assert member.question.endswith("?")
    assert len(member.question) <= 90
    for text in (member.compares, member.right_when, member.wrong_when, *member.edge_cases):
        assert text.endswith(".")
        assert text[0].isupper()
    for words in (member.needs_in_words, member.assumes):
        assert words
        assert words[0].islower()
        assert not words.endswith(".")
    assert member.equation
    assert member.standard_errors
    assert member.edge_cases


@pytest.mark.parametrize("member", MODELS.values(), ids=MODELS)
def test_every_source_can_be_looked_up_and_is_in_the_docstring(member):
    assert member.sources
    said = " ".join((member.__doc__ or "").split())
    for source in member.sources:
        found = SOURCE.search(source)
        assert found, source
        assert found[0] in said


@pytest.mark.parametrize("member", MODELS.values(), ids=MODELS)
def test_what_it_was_verified_against_is_there(member):
    assert member.verified
    for told in member.verified:
        places = PLACE.findall(told)
        assert places, told
        for place in places:
            path = ROOT / place
            assert path.is_file() or (path / "README.md").is_file(), place


@pytest.mark.parametrize("member", MODELS.values(), ids=MODELS)
def test_properties_are_those_that_the_contract_tests(member):
    assert {"row_order", "relabelling"} <= member.properties <= KNOWN
    assert ("scale" in member.properties) == ("shift" in member.properties)


def test_questions_and_places_differ():
    for name in ("question", "order", "compares", "equation"):
        said = [getattr(member, name) for member in MODELS.values()]
        assert len(set(said)) == len(said), name


GIVEN = {
    "treatment": "visited", "controls": ["x"], "effects": ["wave"], "cluster": ["person"],
    "covariance": "cr1", "weights": "w", "trends": ["person"], "moderator": "x",
    "intercept": False, "resampling": {"kind": "permutation"},
}  # fmt: skip
"""An option that does something, wherever it is taken."""


@pytest.mark.parametrize("member", MODELS.values(), ids=MODELS)
def test_options_that_a_form_leaves_out_are_refused(member):
    needed = {"name": "m", "outcome": "y", "treatment": "visited", "running": "s", "cutoff": 1}
    base = {name: needed[name] for name in needed if name in member.options()}
    lacking = set(member.model_fields) - set(member.options())
    for name in sorted(lacking & set(GIVEN)):
        with pytest.raises(ValidationError):
            member.model_validate(base | {name: GIVEN[name]})
    assert member.model_validate(base)
    assert set(member.asked_first) <= set(member.options()) - set(ModelSpec.model_fields)


@pytest.mark.parametrize("member", MODELS.values(), ids=MODELS)
def test_tables_and_charts_of_its_own_exist(member):
    assert member.shown_in in FAMILIES["tables"]
    assert member.drawn_as in {"", *FAMILIES["charts"]}
