from __future__ import annotations

import pytest

from studytool.api import open_study
from studytool.core.errors import DocumentError
from studytool.gui.document import Document
from studytool.gui.widgets import change_one
from studytool.gui.widgets.change_one import ChangeOne
from tests.gui.by_label import texts


@pytest.fixture
def document(qapp):
    assert qapp is not None
    made = Document()
    made.show_study(open_study("fatalities"), "opened")
    yield made
    made.deleteLater()


@pytest.fixture
def widget(document, qtbot):
    made = ChangeOne(document)
    qtbot.addWidget(made)
    made.refresh()
    made.show()
    return made


def choose(combo, place):
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


def test_the_lists_follow_the_model(widget):
    assert [widget.model.itemText(n) for n in range(widget.model.count())] == [
        *("pooled", "state", "two way", "controls", "change"),
    ]
    assert widget.value.currentText() == "HC1, robust, corrected"
    assert widget.choice.findText("Small-sample convention") < 0
    choose(widget.model, 2)
    assert widget.choice.findText("Small-sample convention") > 0
    assert widget.value.currentText() == "CR1, clustered by person"


def test_a_choice_is_one_step_that_can_be_undone(widget, document):
    before = document.study
    choose(widget.value, 0)
    assert document.study.models[0].covariance == "classical"
    assert document.undo.count() == 1
    choose(widget.value, 0)
    assert document.undo.count() == 1
    document.undo.undo()
    widget.refresh()
    assert document.study == before
    assert widget.value.currentText() == "HC1, robust, corrected"


def test_what_a_model_refuses_is_told_at_the_field(widget, document, monkeypatch):
    def refuse(*_):
        raise DocumentError("These do not go together.")

    monkeypatch.setattr(change_one, "with_choice", refuse)
    choose(widget.value, 0)
    assert document.undo.count() == 0
    assert widget.value.currentText() == "HC1, robust, corrected"
    assert "These do not go together." in texts(widget)
