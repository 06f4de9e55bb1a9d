from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit

from studytool.gui.choices import Choice, Choices
from studytool.gui.forms import Form
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.resampling import Resampling
from tests.gui.by_label import choose, click, control, type_in

MODEL = FixedEffects(name="effect", outcome="score", treatment="visited")
CHOICES = Choices(variables=(Choice("score", "Score"),), services=(Choice("visited", "Visits"),))
QUESTION = "Judged also by drawing again"


@pytest.fixture
def form(qtbot):
    made = Form(FixedEffects, CHOICES)
    qtbot.addWidget(made)
    made.proposed.connect(made.show_spec)
    made.show_spec(MODEL)
    made.resize(448, 1200)
    made.show()
    click(made, "More")
    return made


def test_a_choice_asks_for_a_test_and_takes_it_back(form):
    choose(form, QUESTION, "Wild cluster bootstrap as well")
    assert form.spec().resampling == Resampling()
    choose(form, QUESTION, "Both as well")
    assert form.spec().resampling == (Resampling(), Resampling(kind="permutation"))
    choose(form, QUESTION, "Permutations as well")
    assert form.spec().resampling == Resampling(kind="permutation")
    choose(form, QUESTION, "Standard error alone")
    assert form.spec().resampling is None


def test_what_is_asked_of_a_test_is_changed_below_the_choice(form):
    choose(form, QUESTION, "Wild cluster bootstrap as well")
    type_in(form, "Draws of the bootstrap", "999")
    choose(form, "Weights of the draws", "Webb")
    assert form.spec().resampling == Resampling(draws=999, weights="webb")


def test_a_document_is_shown_as_it_is(form):
    asked = (Resampling(kind="permutation", draws=500), Resampling(draws=199))
    form.show_spec(MODEL.model_copy(update={"resampling": asked}))
    assert control(form, QUESTION, QComboBox).currentText() == "Both as well"
    assert control(form, "Draws of the bootstrap", QLineEdit).text() == "199"
    assert control(form, "Draws of the permutations", QLineEdit).text() == "500"
