from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from studytool.catalogue import families
from studytool.core.errors import DocumentError
from studytool.gui.choices import choices_of
from studytool.gui.widgets.model_editor import ModelEditor, Shown
from tests.gui.by_label import choose, control, seen, texts


@pytest.fixture
def shown(sample_run):
    def of(name):
        spec, result = sample_run.material.models[name]
        study = sample_run.study
        return Shown(
            spec=spec,
            choices=choices_of(study, sample_run),
            methods=families()["models"],
            assignments=study.assignment,
            result=result,
            panel=sample_run.link.panel,
            rows="Only where site is Johannesburg.",
            services=frozenset(one.name for one in study.exposures),
        )

    return of


def editor_of(qtbot, shown):
    made = ModelEditor(type(shown.spec))
    qtbot.addWidget(made)
    made.resize(448, 696)
    made.show()
    made.show_model(shown)
    return made


def test_the_question_is_told_in_labels(qtbot, shown):
    editor = editor_of(qtbot, shown("visits"))
    assert control(editor, "Did this change", QComboBox).currentText() == (
        "Visited since the last interview"
    )
    assert control(editor, "For whom", QComboBox).currentText() == "Tracked in all waves"
    assert control(editor, "How were children chosen", QComboBox).currentText() == (
        "By an earlier score: Total difficulties from 17, at wave 1"
    )
    assert "Only where site is Johannesburg." in texts(editor)
    assert "It was given to families, so families are the clusters." in texts(editor)


def test_an_edit_proposes_the_model_with_the_rest_as_it_was(qtbot, shown):
    about = shown("visits")
    editor = editor_of(qtbot, about)
    with qtbot.waitSignal(editor.proposed) as told:
        choose(editor, "Standard errors", "CR3, clustered by family")
    assert told.args[0] == about.spec.model_copy(update={"covariance": "cr3"})


def test_a_paired_comparison_asks_only_what_it_uses(qtbot, shown):
    editor = editor_of(qtbot, shown("risk_change"))
    assert "Did this answer change?" in texts(editor)
    assert "Standard errors" not in texts(editor)
    assert "How were" not in texts(editor)
    assert control(editor, "Earlier and later wave", QLineEdit).text() == "1, 3"


def test_an_error_goes_to_its_field_wherever_that_is(qtbot, shown):
    editor = editor_of(qtbot, shown("visits"))
    editor.show_error(DocumentError("There is no such column.", where="models[0].weights"))
    assert "There is no such column." in texts(editor)
    editor.show_error(DocumentError("Nobody decided so.", where="assignment[0].rule"))
    assert "Nobody decided so." in texts(editor)
    editor.clear_errors()
    assert "There is no such column." not in texts(editor)


def test_asking_what_can_be_done_shows_the_other_methods(qtbot, shown):
    about = shown("visits")
    editor = editor_of(qtbot, about)
    serious = next(one for one in about.result.findings if one.level == "error")
    editor.reveal_remedy(serious)
    qtbot.waitUntil(lambda: "Hide the others" in {b.text() for b in seen(editor, QPushButton)})


def test_revealing_a_place_opens_the_part_it_is_in(qtbot, shown):
    editor = editor_of(qtbot, shown("visits"))
    editor.reveal("models[0].where")
    assert "Only rows where" in texts(editor)
    editor.reveal("models[0].cluster")
    editor.reveal("assignment[0].cutoff")
    assert "Treated from" in texts(editor)
