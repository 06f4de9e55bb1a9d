from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTabWidget

from studytool.api import run
from studytool.core.errors import DataError
from studytool.gui.document import Document
from studytool.gui.steps.panel import Panel
from studytool.survey.decisions import Decision
from tests.small_study import change, write_study


@pytest.fixture
def document(tmp_path):
    made = Document()
    made.open(write_study(tmp_path))
    made.show_run(run(made.study))
    return made


@pytest.fixture
def screen(document, qtbot):
    made = Panel(document)
    qtbot.addWidget(made)
    qtbot.addWidget(made.side())
    made.resize(858, 690)
    made.side().resize(348, 690)
    made.show()
    made.side().show()
    return made


def texts(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def line(widget, name):
    QApplication.processEvents()
    lines = [one for one in widget.findChildren(QLineEdit) if one.isVisible()]
    named = {one.accessibleName(): one for one in lines}
    assert name in named, sorted(named)
    return named[name]


def test_the_data_are_there_and_the_key_is_told(screen):
    assert screen._data.table.frame_model.rowCount() == 24
    assert "12 people, 2 waves, 24 rows; the key is unique." in texts(screen)


def test_an_entry_is_changed_beside_the_codebook_and_undone(screen, document, qtbot):
    before = document.study
    screen.reveal("variables[0].label")
    assert screen.findChild(QTabWidget).currentIndex() == 1
    label = line(screen.side(), "Label")
    assert label.text() == "Score"
    label.selectAll()
    qtbot.keyClicks(label, "Total score")
    qtbot.keyClick(label, Qt.Key.Key_Return)
    assert document.study.variables[0].label == "Total score"
    document.undo.undo()
    assert document.study is before
    assert line(screen.side(), "Label").text() == "Score"


def test_a_variable_without_an_entry_gets_one_with_its_first_edit(screen, document, qtbot):
    screen.reveal("size")
    label = line(screen.side(), "Label")
    qtbot.keyClicks(label, "People in the family")
    qtbot.keyClick(label, Qt.Key.Key_Return)
    assert document.study.variables[-1].name == "size"
    assert document.study.variables[-1].label == "People in the family"


def test_a_decision_about_a_cell_becomes_part_of_the_study(screen, document, qtbot):
    table = screen._data.table
    table.setCurrentIndex(table.frame_model.index(3, table.frame_model.column_of("score")))
    decide = next(b for b in screen.findChildren(QPushButton) if b.text().startswith("Decide"))
    qtbot.mouseClick(decide, Qt.MouseButton.LeftButton)
    assert screen.findChild(QTabWidget).currentIndex() == 2
    assert line(screen, "Which row").text() == 'child = "C02"'
    screen._keys.start_draft(
        {"wave": 2.0, "row": {"child": "C02"}, "action": "set_missing", "column": "score"}
    )
    qtbot.keyClicks(line(screen, "Why"), "typed twice")
    qtbot.keyClick(line(screen, "Why"), Qt.Key.Key_Return)
    add = next(b for b in screen.findChildren(QPushButton) if b.text() == "Add decision")
    qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    (made,) = document.study.decisions
    assert (made.action, made.reason) == ("set_missing", "typed twice")
    assert run(document.study).panel.decisions[0].rows == 1
    document.undo.undo()
    assert document.study.decisions == ()


def test_decisions_of_a_file_are_taken_in_as_one_step(document, screen, qtbot):
    root = document.study.root
    (root / "d.toml").write_text(
        '[[decisions]]\nrow = { child = "C01" }\naction = "drop"\nreason = "moved"\n'
    )
    change(root / "study.toml", "seed = 1", 'seed = 1\ndecisions = "d.toml"')
    document.open(root / "study.toml")
    screen.reveal("decisions[0]")
    assert "kept in d.toml" in texts(screen)
    take = next(b for b in screen.findChildren(QPushButton) if b.text().startswith("Take them"))
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    assert document.study.decisions == (
        Decision(row={"child": "C01"}, action="drop", reason="moved"),
    )
    document.undo.undo()
    assert document.study.decisions == "d.toml"


def test_a_refused_panel_names_who_it_is_about_and_what_to_do(screen, document, qtbot):
    document.show_error(
        DataError(
            "1 person occurs more than once in the same wave.",
            where="wave1.csv, rows 3 and 4",
            remedy="Decide which row holds.",
            values=("C02",),
        )
    )
    qtbot.waitUntil(lambda: "C02" in texts(screen.side()))
    assert screen.mark() == "warning"


def test_without_a_panel_it_says_what_it_waits_for(qtbot):
    made = Panel(Document())
    qtbot.addWidget(made)
    qtbot.addWidget(made.side())
    made.show()
    assert made.mark() == "waits"
    assert "No panel yet" in texts(made)
