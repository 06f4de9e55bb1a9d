from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QTabWidget

from studytool.api import run
from studytool.core.errors import DataError, DocumentError
from studytool.gui.decision_edits import with_decision
from studytool.gui.document import Document
from studytool.gui.steps.panel import Panel
from studytool.survey.decisions import Decision
from tests.gui.by_label import CONTROLS, choose, click, control, seen, spoken, type_in
from tests.small_study import change, put, wave_rows, write_study

MERGE = Decision(
    wave=1, source="wave1.csv", row={"child": "C12"}, action="merge", reason="entered twice"
)


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
    assert screen.findChild(QTabWidget).currentIndex() == 3
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
    assert made.mark() == ""
    assert "No panel yet" in texts(made)


def tab(screen, title):
    bar = screen.findChild(QTabWidget)
    titles = [bar.tabText(place) for place in range(bar.count())]
    bar.setCurrentIndex(titles.index(title))
    QApplication.processEvents()


def test_a_formula_is_told_while_it_is_typed_kept_and_undone(screen, document, qtbot):
    before = document.study
    tab(screen, "Scores and formulas")
    typed = line(screen, "Computed as")
    assert typed.text() == "log(size)"
    typed.selectAll()
    qtbot.keyClicks(typed, "sized * 2")
    assert "There is no variable “sized”" in texts(screen)
    typed.selectAll()
    qtbot.keyClicks(typed, "size * 2")
    assert "Gives a value in 24 of 24 rows: from 6 to 12." in texts(screen)
    assert document.study is before
    qtbot.keyClick(typed, Qt.Key.Key_Return)
    assert document.study.derived[0].expression == "size * 2"
    document.undo.undo()
    assert document.study is before
    assert line(screen, "Computed as").text() == "log(size)"


def test_a_score_is_added_changed_renamed_and_deleted_with_what_used_it_said(screen, document):
    before = document.study
    tab(screen, "Scores and formulas")
    click(screen, "Add score")
    (made,) = document.study.measures
    assert made.kind_name() == "sum_scale"
    choose(screen, "How it is scored", "Mean of items")
    assert document.study.measures[0].kind_name() == "mean_scale"
    type_in(screen, "Name", "burden")
    assert document.study.measures[0].name == "burden"
    document.show_run(run(document.study))
    click(screen, "Add formula")
    type_in(screen, "Computed as", "burden * 2")
    document.show_run(run(document.study))
    screen.reveal("measures[0].label")
    click(screen, "Delete")
    assert document.study.measures == ()
    assert "“burden” is deleted. The variable “computed” needs it" in texts(screen)
    click(screen, "Undo")
    assert document.study.measures[0].name == "burden"
    while document.undo.canUndo():
        document.undo.undo()
    assert document.study is before


def test_every_way_of_scoring_can_be_chosen(screen, document):
    tab(screen, "Scores and formulas")
    click(screen, "Add score")
    for way, kind in (
        ("Bands of a score", "cutoff_band"),
        ("Risk in a domain", "domain_risk"),
        ("Mean of items", "mean_scale"),
        ("Sum of items", "sum_scale"),
    ):
        choose(screen, "How it is scored", way)
        assert document.study.measures[0].kind_name() == kind, texts(screen)


def test_what_cannot_be_computed_is_said_at_the_formula(screen, document):
    tab(screen, "Scores and formulas")
    type_in(screen, "Computed as", "no_such * 2")
    with pytest.raises(DocumentError) as raised:
        run(document.study)
    document.show_error(raised.value)
    assert "no_such" in texts(screen)
    assert screen.mark() == "warning"


def test_the_settings_of_the_study_are_changed_and_undone(screen, document):
    before = document.study
    screen.reveal("disclosure.minimum")
    type_in(screen, "Title of the study", "Another title")
    type_in(screen, "Seed", "7")
    type_in(screen, "Fewest people", "10")
    study = document.study
    assert (study.title, study.seed, study.disclosure.minimum) == ("Another title", 7, 10)
    assert study.folder == before.folder
    for _ in range(3):
        document.undo.undo()
    assert document.study is before


@pytest.mark.parametrize("typed", ["2", "31", "many"])
def test_a_minimum_that_protects_nobody_is_refused_at_its_field(screen, document, typed):
    before = document.study
    screen.reveal("disclosure")
    type_in(screen, "Fewest people", typed)
    assert "Type a number" in texts(screen)
    assert document.study is before


def test_removing_an_entry_says_what_uses_the_variable_and_is_undone_there(screen, document):
    before = document.study
    screen.reveal("variables[0].label")
    click(screen.side(), "Remove its entry")
    assert document.study.variables == ()
    told = texts(screen.side())
    assert "“score” has no entry any more" in told
    assert "The model “effect” and the table “levels” may change." in told
    click(screen.side(), "Undo")
    assert document.study is before


def test_the_tab_key_goes_through_the_entry_from_top_to_bottom(screen, qtbot):
    screen.reveal("variables[0].label")
    side = screen.side()
    first = line(side, "Label")
    side.activateWindow()
    first.setFocus()
    heights = []
    for _ in range(9):
        focused = QApplication.focusWidget()
        heights.append(focused.mapTo(side, focused.rect().topLeft()).y())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert heights == sorted(heights)
    assert len(set(heights)) > 4


def test_a_computed_variable_leads_from_the_codebook_to_its_formula(screen):
    screen.reveal("log_size")
    click(screen.side(), "Change how it is computed")
    assert line(screen, "Computed as").text() == "log(size)"


def test_an_empty_panel_offers_the_way_to_the_files(qtbot):
    made = Panel(Document())
    qtbot.addWidget(made)
    qtbot.addWidget(made.side())
    made.show()
    with qtbot.waitSignal(made.place_asked) as asked:
        click(made, "Go to Waves")
    assert asked.args == ["waves"]


def test_a_panel_that_waits_for_a_decision_offers_to_take_it(tmp_path, qtbot):
    path = write_study(tmp_path)
    rows = wave_rows(1)
    put(tmp_path / "wave1.csv", [*rows, rows[-1]])
    document = Document()
    document.open(path)
    with pytest.raises(DataError) as raised:
        run(document.study)
    document.show_error(raised.value)
    made = Panel(document)
    qtbot.addWidget(made)
    qtbot.addWidget(made.side())
    made.resize(858, 690)
    made.show()
    assert "No panel yet: someone has to decide" in texts(made)
    with qtbot.waitSignal(made.place_asked) as asked:
        click(made, "Compare the pairs")
    assert asked.args == ["waves.pairs"]
    document.edit("decided", with_decision(document.study, MERGE))
    document.show_run(run(document.study))
    assert "12 people, 2 waves, 24 rows" in texts(made)
    assert "someone has to decide" not in texts(made)


def test_the_rows_of_an_id_can_be_compared_from_the_decisions(screen, qtbot):
    screen.findChild(QTabWidget).setCurrentIndex(3)
    with qtbot.waitSignal(screen.place_asked) as asked:
        click(screen, "Compare the pairs")
    assert asked.args == ["waves.pairs"]


def test_every_control_of_every_tab_is_read_out(screen):
    tabs = screen.findChild(QTabWidget)
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        QApplication.processEvents()
        silent = [
            type(one).__name__
            for one in seen(tabs.currentWidget())
            if isinstance(one, CONTROLS) and not spoken(one) and one.focusPolicy()
        ]
        assert silent == [], tabs.tabText(place)


def test_levels_are_proposed_from_the_data_and_picked(screen, document):
    screen.findChild(QTabWidget).setCurrentIndex(3)
    choose(screen, "Household", "None")
    assert document.study.panel.levels == {}
    assert document.undo.undoText() == "panel: levels changed"
    assert "Proposed from the data: household: family." in texts(screen)
    click(screen, "Take what is proposed")
    assert document.study.panel.levels == {"household": "family"}
    assert "Proposed from the data" not in texts(screen)


def test_a_new_decision_proposes_what_to_do(screen):
    screen.findChild(QTabWidget).setCurrentIndex(3)
    click(screen, "Add decision …")
    QApplication.processEvents()
    assert control(screen, "What to do", QComboBox).currentText() == "Leave this row out"
    screen._decide({"row": {"child": "C01"}, "column": "score"})
    QApplication.processEvents()
    assert control(screen, "What to do", QComboBox).currentText() == "Make a cell missing"


def test_beside_the_study_stands_the_study_and_beside_the_key_how_its_rows_add_up(screen):
    tabs = screen.findChild(QTabWidget)
    screen.reveal("variables[0].label")
    assert "24 of 24 cells filled." in texts(screen.side())
    tabs.setCurrentIndex(4)
    QApplication.processEvents()
    told = texts(screen.side())
    assert "In this study" in told
    assert "Files of the waves" in told
    assert "What it holds" not in told
    tabs.setCurrentIndex(3)
    QApplication.processEvents()
    told = texts(screen.side())
    assert "From the files to the panel" in told
    assert "In the files 24" in told
    tabs.setCurrentIndex(1)
    QApplication.processEvents()
    assert "What it holds" in texts(screen.side())
    assert "From the files to the panel" not in texts(screen.side())
