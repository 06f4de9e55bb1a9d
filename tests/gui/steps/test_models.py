from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QTabBar

from studytool.api import open_study
from studytool.core.errors import DocumentError
from studytool.gui.document import Document
from studytool.gui.steps.models import ModelsStep
from tests.gui.by_label import choose, click, control, seen, texts, type_in
from tests.small_study import write_study


@pytest.fixture
def sample(qtbot, sample_study_path, sample_run):
    return shown(qtbot, sample_study_path, sample_run)


def shown(qtbot, path, run=None):
    document = Document()
    document.open(path)
    step = ModelsStep(document)
    qtbot.addWidget(step)
    step.resize(448, 700)
    step.show()
    if run is not None:
        document.show_run(run)
    return step


@pytest.fixture
def small(qtbot, tmp_path):
    return shown(qtbot, write_study(tmp_path))


def tabs(step):
    bar = step.findChild(QTabBar)
    return [bar.tabText(place) for place in range(bar.count())]


def act(step, text):
    menu = next(one.menu() for one in seen(step, QPushButton) if one.text() == "This model")
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_an_edit_is_one_undoable_step_and_comes_back_identical(small):
    before = small.document.study
    choose(small, "For whom", "Tracked")
    assert small.document.study.models[0].sample == "tracked"
    assert small.document.history[-1].what == "model “effect”: for whom Tracked in all waves"
    small.document.undo.undo()
    assert small.document.study is before
    assert control(small, "For whom", QComboBox).currentText() == "Everyone"


def test_what_the_window_saves_is_what_the_shell_reads(small, tmp_path):
    choose(small, "Standard errors", "CR2, clustered by family")
    small.document.save(tmp_path / "saved.toml")
    assert open_study(tmp_path / "saved.toml").digest == small.document.study.digest


def test_findings_stand_at_their_model(sample):
    assert sample.mark() == "warning"
    assert "Serious" in texts(sample)
    sample.findChild(QTabBar).setCurrentIndex(tabs(sample).index("offer"))
    assert "Serious" not in texts(sample)
    assert control(sample, "Did this change", QComboBox).currentText().startswith("Family offered")


def test_a_place_of_the_document_opens_its_model(sample):
    sample.reveal("models[6].waves")
    assert control(sample, "Earlier and later wave", QLineEdit).text() == "1, 3"
    sample.reveal("tables[3]")
    assert sample.document.study.models[sample._place].name == "visits"


def test_another_method_keeps_the_question(small):
    click(small, "ANCOVA")
    model = small.document.study.models[0]
    assert (model.kind_name(), model.outcome, model.treatment) == ("ancova", "score", "visited")
    assert small.document.history[-1].what == "model “effect”: ANCOVA"


def test_a_new_model_opens_and_is_in_the_report(small):
    click(small, "New model …")
    pick(small, "fixed_effects")
    assert tabs(small) == ["effect", "model"]
    assert small.document.study.tables[-1].uses() == ("model",)
    assert small._open == "model"
    small.document.undo.undo()
    assert tabs(small) == ["effect"]


def test_a_new_model_is_chosen_by_its_question_or_its_method(small):
    click(small, "New model …")
    assert not control_of(small).isVisible()
    typed = small._new.findChild(QLineEdit)
    QTest.keyClicks(typed, "who were alike at the start")
    assert small._new.offered == ("ancova",)
    typed.setText("first diff")
    assert small._new.offered == ("first_difference",)
    pick(small, "first_difference")
    model = small.document.study.models[-1]
    assert (model.kind_name(), model.outcome, model.treatment) == (
        "first_difference",
        "score",
        "visited",
    )
    assert small._new.isHidden()


def test_a_new_model_of_every_method_can_be_begun(small):
    for kind in small._methods:
        before = len(small.document.study.models)
        click(small, "New model …")
        pick(small, kind)
        assert small.document.study.models[before].kind_name() == kind, texts(small)


def test_a_new_model_can_be_given_up(small):
    click(small, "New model …")
    QTest.keyClick(small._new, Qt.Key.Key_Escape)
    assert small._new.isHidden()
    assert control_of(small).isVisible()
    assert tabs(small) == ["effect"]


def pick(step, kind):
    step._new.chosen.emit(step._methods[kind])


def control_of(step):
    return step._editor


def test_a_model_is_renamed_with_all_that_names_it(small):
    act(small, "Rename …")
    type_in(small, "Name of the model", "visits")
    assert tabs(small) == ["visits"]
    assert small.document.study.tables[0].uses() == ("visits",)


def test_a_name_that_is_taken_is_refused_at_the_field(small):
    act(small, "Duplicate")
    act(small, "Rename …")
    type_in(small, "Name of the model", "effect")
    assert "given 2 times" in texts(small)
    assert [model.name for model in small.document.study.models] == ["effect", "effect_2"]


def test_deleting_says_what_uses_it_and_then_does_it_all_with_undo(small):
    before = small.document.study
    act(small, "Delete")
    assert small.document.study is before
    assert "is used by" in texts(small)
    click(small, "Delete it there too")
    assert small.document.study.models == ()
    assert "No model yet" in texts(small)
    small.document.undo.undo()
    assert small.document.study is before
    assert tabs(small) == ["effect"]


def test_the_value_for_money_keeps_its_model(sample):
    sample.findChild(QTabBar).setCurrentIndex(tabs(sample).index("offer_cases"))
    act(sample, "Delete")
    click(sample, "Delete it there too")
    assert "rests on it" in texts(sample)


def test_models_move_and_are_followed(small):
    act(small, "Duplicate")
    act(small, "Move left")
    assert tabs(small) == ["effect_2", "effect"]
    assert small._open == "effect_2"


def test_how_people_were_chosen_is_said_here(small):
    choose(small, "How were", "They chose themselves")
    assert small.document.study.assignment[0].exposure == "visited"
    assert small.document.study.assignment[0].rule == "self"


def test_an_error_of_the_run_stands_at_its_field_until_it_is_mended(small):
    error = DocumentError("There is no column of that name.", where="models[0].weights")
    small.document.show_error(error)
    assert "There is no column of that name." in texts(small)
    assert small.mark() == "warning"
    choose(small, "For whom", "Tracked")
    assert "There is no column of that name." not in texts(small)


def test_an_error_is_there_again_when_its_model_is(small):
    act(small, "Duplicate")
    error = DocumentError("There is no column of that name.", where="models[0].weights")
    small.document.show_error(error)
    assert "There is no column" not in texts(small)
    bar = small.findChild(QTabBar)
    for _ in range(2):
        bar.setCurrentIndex(0)
        assert "There is no column of that name." in texts(small)
        bar.setCurrentIndex(1)
        assert "There is no column of that name." not in texts(small)


def test_a_study_of_nothing_says_what_a_model_waits_for(qtbot):
    step = ModelsStep(Document())
    qtbot.addWidget(step)
    step.show()
    assert "No model yet" in texts(step)
    click(step, "New model …")
    assert "link a service" in texts(step)
    assert step.mark() == ""


def test_outcomes_judged_together_stand_under_more(sample):
    shown = " ".join(one.text() for one in seen(sample, QPushButton))
    assert "Outcomes judged together" not in shown
    click(sample, "More: ")
    click(sample, "Outcomes judged together (1)")
    click(sample, "difficulties: offer, offer_cases")
    before = sample.document.study
    click(sample, "Remove")
    assert sample.document.study.families == ()
    sample.document.undo.undo()
    assert sample.document.study is before


def test_the_keyboard_reaches_tabs_and_fields(qtbot, sample):
    bar = sample.findChild(QTabBar)
    bar.setFocus()
    assert sample._open == "offer_did", "the model that the report shows first"
    QTest.keyClick(bar, Qt.Key.Key_Left)
    assert sample._open == "visits"
    QTest.keyClick(bar, Qt.Key.Key_Right)
    assert sample._open == "offer_did"
    qtbot.waitUntil(lambda: "after it began" in texts(sample))
