from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from studytool.core.spec import kinds
from studytool.gui.widgets.card import Card
from studytool.gui.widgets.new_model import NewModel
from studytool.models import estimators
from studytool.models.spec import ModelSpec
from tests.gui.by_label import texts

METHODS = kinds(ModelSpec, estimators)


@pytest.fixture
def pane(qtbot):
    made = NewModel(METHODS)
    qtbot.addWidget(made)
    made.resize(448, 600)
    made.show()
    made.begin()
    return made


def test_every_method_is_offered_with_its_question(pane):
    assert set(pane.offered) == set(METHODS)
    told = texts(pane)
    assert all(member.question in told for member in METHODS.values())


def test_words_of_the_question_and_of_the_method_find_it(pane):
    line = pane.findChild(QLineEdit)
    line.setText("count RATIO")
    assert pane.offered == ("fe_poisson",)
    line.setText("event study")
    assert pane.offered == ("event_study",)
    line.setText("of the moon")
    assert pane.offered == ()
    assert "No method says that" in texts(pane)


def test_enter_takes_the_only_one_left_else_goes_to_the_first(qtbot, pane):
    line = pane.findChild(QLineEdit)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert isinstance(pane.focusWidget(), Card)
    line.setText("did the treated change more")
    with qtbot.waitSignal(pane.chosen) as asked:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert asked.args == [METHODS["did"]]


def test_a_card_is_chosen_by_keyboard(qtbot, pane):
    pane.findChild(QLineEdit).setText("event study")
    card = next(one for one in pane.findChildren(Card) if one.isVisible())
    assert card.accessibleName().endswith("Event study")
    with qtbot.waitSignal(pane.chosen) as asked:
        QTest.keyClick(card, Qt.Key.Key_Return)
    assert asked.args == [METHODS["event_study"]]
