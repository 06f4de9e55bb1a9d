from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox

from studytool.core.errors import DocumentError
from studytool.gui.choices import Choice, Choices
from studytool.gui.widgets.assignment_question import AssignmentQuestion
from studytool.models.spec import Assignment
from tests.gui.by_label import choose, click, control, texts, type_in

CHOICES = Choices(variables=(Choice("score", "Difficulties"),))
ENTRY = Assignment(exposure="visited", rule="score", variables=("score",), cutoff={"score": 17})
LABEL = "How were children chosen for it?"


@pytest.fixture
def question(qtbot):
    made = AssignmentQuestion()
    qtbot.addWidget(made)
    made.resize(448, 600)
    made.show()
    made.show_entry(ENTRY, service="visited", people="children", choices=CHOICES)
    return made


def test_the_answer_is_told_in_words(question):
    shown = control(question, LABEL, QComboBox).currentText()
    assert shown == "By an earlier score: Difficulties from 17"


def test_another_rule_keeps_what_decided(qtbot, question):
    with qtbot.waitSignal(question.answered) as told:
        choose(question, LABEL, "By how they")
    assert told.args[0] == ENTRY.model_copy(update={"rule": "level"})
    with qtbot.waitSignal(question.answered) as told:
        choose(question, LABEL, "Not said")
    assert told.args == [None]


def test_the_first_answer_is_about_the_service(qtbot, question):
    question.show_entry(None, service="offered", people="people", choices=CHOICES)
    with qtbot.waitSignal(question.answered) as told:
        choose(question, "How were people chosen", "By chance")
    assert told.args[0] == Assignment(exposure="offered", rule="random")


def test_what_decided_is_edited_under_it(qtbot, question):
    click(question, "What decided")
    with qtbot.waitSignal(question.answered) as told:
        type_in(question, "Treated from", "score = 20")
    assert told.args[0].cutoff == {"score": 20}


def test_of_what_is_no_service_nothing_can_be_said(question):
    question.show_entry(None, service="", people="people", choices=CHOICES)
    assert not control(question, "How were people chosen", QComboBox).isEnabled()
    assert "Only of a service" in texts(question)


def test_an_error_opens_the_part_it_is_about(question):
    question.show_error(DocumentError("There is no such score.", where="assignment[0].variables"))
    assert "There is no such score." in texts(question)
    question.show_error(DocumentError("It names no service.", where="assignment[0].exposure"))
    assert "It names no service." in texts(question)
    question.reveal("assignment[0].wave")
    assert "Wave that decided" in texts(question)
