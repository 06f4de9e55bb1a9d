from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton

from studytool.gui.widgets.data_page import DataPage
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.panel import Panel

FRAME = pd.DataFrame(
    {
        "child": pd.Series(["A1", "A1", "B2"], dtype="str"),
        "wave": [1, 2, 1],
        "score": [10.0, np.nan, 3.0],
    }
)
PANEL = Panel(
    FRAME,
    PanelDesign(person="child"),
    {"score": Variable(name="score", labels={"3": "Low"})},
    pd.DataFrame({"score": pd.Series([None, "refused", None], dtype="str")}),
    waves={1: "2020", 2: "2021"},
)


@pytest.fixture
def page(qtbot):
    made = DataPage()
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show_panel(PANEL)
    made.show()
    return made


def line(page, name):
    return next(one for one in page.findChildren(QLineEdit) if one.accessibleName() == name)


def rows(page):
    model = page.table.frame_model
    return [[model.cell(row, column)[0] for column in (0, 1, 2)] for row in range(model.rowCount())]


def says(page, text):
    return any(text in label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_condition_chooses_rows_as_the_study_writes_it(page, qtbot):
    qtbot.keyClicks(line(page, "Rows where"), "wave == 1 and score > 5")
    qtbot.keyClick(line(page, "Rows where"), Qt.Key.Key_Return)
    assert rows(page) == [["A1", "1", "10"]]
    assert says(page, "1 of 3 rows")


def test_a_condition_that_cannot_be_read_says_so_and_keeps_the_rows(page, qtbot):
    qtbot.keyClicks(line(page, "Rows where"), "scor > 5")
    qtbot.keyClick(line(page, "Rows where"), Qt.Key.Key_Return)
    assert len(rows(page)) == 3
    assert says(page, "score")


def test_a_part_of_an_id_finds_its_rows(page, qtbot):
    qtbot.keyClicks(line(page, "Find an ID"), "a1")
    assert [row[0] for row in rows(page)] == ["A1", "A1"]
    assert rows(page)[1][2] == "refused"


def test_answers_are_shown_in_words(page):
    page.findChild(QCheckBox).setChecked(True)
    assert rows(page)[2][2] == "Low"


def test_a_decision_starts_at_the_chosen_cell(page, qtbot):
    button = page.findChild(QPushButton)
    assert not button.isEnabled()
    page.table.setCurrentIndex(page.table.frame_model.index(1, 2))
    with qtbot.waitSignal(page.decide_asked) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [{"wave": 2.0, "row": {"child": "A1"}, "column": "score"}]
