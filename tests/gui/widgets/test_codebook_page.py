from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from studytool.gui.widgets.codebook_page import CodebookPage
from studytool.study import Study
from studytool.survey.codebook import Variable

STUDY = Study(
    title="x",
    variables=(
        Variable(name="sdq", label="Total difficulties"),
        Variable(name="age", label="Age", unit="years"),
    ),
)


@pytest.fixture
def page(qtbot):
    made = CodebookPage()
    qtbot.addWidget(made)
    made.show_codebook(STUDY, None)
    made.show()
    return made


def names(page):
    model = page.table.frame_model
    return [model.cell(row, 0)[0] for row in range(model.rowCount())]


def test_variables_are_found_by_name_and_by_label(page):
    assert names(page) == ["sdq", "age"]
    page.findChild(QLineEdit).setText("DIFFIC")
    assert names(page) == ["sdq"]
    page.findChild(QLineEdit).setText("age")
    assert names(page) == ["age"]


def test_the_chosen_variable_is_told(page, qtbot):
    with qtbot.waitSignal(page.variable_chosen) as told:
        page.choose("age")
    assert told.args == ["age"]


def test_an_edit_of_the_study_is_shown(page):
    entries = (STUDY.variables[0].model_copy(update={"label": "Difficulties"}),)
    page.show_codebook(STUDY.model_copy(update={"variables": entries}), None)
    assert names(page) == ["sdq"]
    assert page.table.frame_model.cell(0, 1)[0] == "Difficulties"
