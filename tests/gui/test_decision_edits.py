from __future__ import annotations

import pytest

from studytool.core.errors import SourceError
from studytool.gui.decision_edits import (
    decisions_of,
    file_of_decisions,
    with_decision,
    without_decisions,
)
from studytool.gui.document import Document
from studytool.survey.decisions import Decision
from tests.small_study import write_study

ONE = Decision(row={"child": "C01"}, action="drop", reason="a trial")
TWO = Decision(row={"child": "C02"}, action="drop", reason="a trial")


@pytest.fixture
def study(tmp_path):
    document = Document()
    document.open(write_study(tmp_path))
    return document.study


def test_decisions_are_added_and_taken_out_by_place(study):
    both = with_decision(with_decision(study, ONE), TWO)
    assert decisions_of(both) == (ONE, TWO)
    assert without_decisions(both, {0}).decisions == (TWO,)
    assert file_of_decisions(both) == ""


def test_those_of_a_file_come_into_the_study(study, tmp_path):
    text = '[[decisions]]\nrow = { child = "C01" }\naction = "drop"\nreason = "a trial"\n'
    (tmp_path / "d.toml").write_text(text, encoding="utf-8")
    apart = study.model_copy(update={"decisions": "d.toml"})
    assert file_of_decisions(apart) == "d.toml"
    assert decisions_of(apart) == (ONE,)
    assert with_decision(apart, TWO).decisions == (ONE, TWO)
    assert without_decisions(apart, {0}).decisions == ()


def test_a_file_that_is_gone_is_refused(study):
    with pytest.raises(SourceError, match=r"gone\.toml"):
        decisions_of(study.model_copy(update={"decisions": "gone.toml"}))
