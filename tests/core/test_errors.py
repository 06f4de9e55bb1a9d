from __future__ import annotations

import pytest

from studytool.core.errors import (
    DataError,
    DocumentError,
    ModelError,
    ReleaseError,
    SourceError,
    StudyError,
    UnknownLevelError,
)

KINDS = [DocumentError, SourceError, DataError, ModelError, ReleaseError]


def test_an_error_says_what_where_why_and_the_remedy():
    error = StudyError("A.", where="models[1]", why="B.", remedy="C.")
    assert str(error).splitlines() == ["A.", "where: models[1]", "why: B.", "remedy: C."]


def test_what_is_not_said_takes_no_line():
    assert str(StudyError("A.", remedy="C.")).splitlines() == ["A.", "remedy: C."]
    assert str(StudyError("A.")) == "A."


@pytest.mark.parametrize("kind", KINDS)
def test_placing_keeps_the_class_and_everything_said(kind):
    placed = kind("A.", why="B.", remedy="C.").placed("models[1]")
    assert type(placed) is kind
    assert (placed.what, placed.where, placed.why, placed.remedy) == ("A.", "models[1]", "B.", "C.")


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_place_is_kept(kind):
    assert kind("A.", where="models[1].cluster").placed("models[1]").where == "models[1].cluster"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_caught_as_a_study_error_and_as_no_other_kind(kind):
    assert [other for other in KINDS if issubclass(kind, other)] == [kind]
    with pytest.raises(StudyError):
        raise kind("A.")


def test_the_reason_is_what_and_why_in_one_line():
    assert StudyError("A.", why="B.", remedy="C.").reason == "A. B."
    assert StudyError("A.", remedy="C.").reason == "A."


def test_a_level_that_does_not_exist_is_an_error_of_the_model_that_keeps_its_class():
    placed = UnknownLevelError("A.").placed("models[1]")
    assert type(placed) is UnknownLevelError
    assert isinstance(placed, ModelError)
