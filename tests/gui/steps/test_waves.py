from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from studytool.api import run
from studytool.core.errors import DataError
from studytool.gui import wave_reader
from studytool.gui.document import Document
from studytool.gui.jobs import Jobs
from studytool.gui.runner import Runner
from studytool.gui.steps.waves import Waves
from studytool.gui.widgets.wave_table import WaveTable
from tests.gui import by_label
from tests.gui.pair_files import document_with_pairs
from tests.small_study import change, put, wave_rows, write_study


@pytest.fixture
def document(tmp_path):
    path = write_study(tmp_path)
    rows = [row.replace("score", "Score_w2", 1) for row in wave_rows(2)]
    put(tmp_path / "wave2.csv", [rows[0], *(row.replace(",13,", ",-99,") for row in rows[1:])])
    change(path, '[[variables]]\nname = "score"\nlabel = "Score"\nrange = [0, 40]\n', "")
    change(path, 'higher_is = "worse"\n', "")
    made = Document()
    made.open(path)
    return made


@pytest.fixture
def screen(document, qtbot):
    made = Waves(document)
    side = made.side()
    qtbot.addWidget(made)
    qtbot.addWidget(side)
    made.resize(858, 690)
    made.show()
    side.show()
    table = made.findChild(WaveTable)
    qtbot.waitUntil(lambda: table.wave_model.rowCount() > 0, timeout=20_000)
    yield made
    made.close()


def grid(screen):
    return {line.row.name: line for line in screen.findChild(WaveTable).wave_model.lines}


def button(screen, text):
    found = [one for one in screen.findChildren(QPushButton) if one.text().startswith(text)]
    assert found, text
    return found[0]


def texts(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_a_renamed_column_is_proposed_accepted_and_undone(screen, document, qtbot):
    before = document.study
    assert grid(screen)["score"].proposal == "Same field as Score_w2"
    assert screen.mark() == "warning"
    screen.findChild(WaveTable).choose("score")
    qtbot.keyClick(screen.findChild(WaveTable), Qt.Key.Key_Return)
    (variable,) = document.study.variables
    assert variable.columns == {"1": "score", "2": "Score_w2"}
    assert document.undo.undoText() == "score: Same field as Score_w2"
    qtbot.waitUntil(lambda: grid(screen)["score"].row.cells[1].kind == "renamed", timeout=20_000)
    document.undo.undo()
    assert document.study is before


def test_the_rail_is_told_once_the_files_have_been_read(screen, qtbot):
    with qtbot.waitSignal(screen.mark_changed, timeout=20_000):
        screen._reader.forget()
        screen.refresh()
    assert screen.mark() == "warning"


def test_what_differs_comes_first_and_accepting_moves_nothing(screen, qtbot):
    before = list(grid(screen))
    assert before[0] == "score"
    differs = [line.differs for line in grid(screen).values()]
    assert differs == sorted(differs, reverse=True)
    qtbot.mouseClick(button(screen, "Accept all"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(grid(screen)["score"].row.done), timeout=20_000)
    assert list(grid(screen)) == before


def test_the_head_counts_differences_and_people(screen):
    told = texts(screen)
    assert "1 differs between waves, 4 do not." in told
    assert "12 of 12 children in both waves (100\N{NO-BREAK SPACE}%)." in told


def test_accept_all_is_one_step(screen, document, qtbot):
    before = document.study
    qtbot.mouseClick(button(screen, "Accept all"), Qt.MouseButton.LeftButton)
    assert document.undo.count() == 1
    screen.refresh()
    again = button(screen, "Accept all")
    assert not again.isEnabled()
    assert again.toolTip() == "The files are being read again."
    qtbot.waitUntil(lambda: screen._reader.is_of(document.study), timeout=20_000)
    assert button(screen, "Accept all").isEnabled()
    assert document.study.panel.missing == {"-99": "no answer"} or document.study.variables
    document.undo.undo()
    assert document.study is before


def test_only_differences_are_shown_where_asked_for(screen):
    assert "child" in grid(screen)
    box = next(b for b in screen.findChildren(QCheckBox) if b.text() == "Differences only")
    box.setChecked(True)
    assert "child" not in grid(screen)
    assert "score" in grid(screen)


def test_beside_the_grid_stand_values_and_people(screen):
    screen.findChild(WaveTable).choose("score", 1)
    said = texts(screen.side())
    assert "score, 2020" in said
    assert "12 of 12 children in both waves (100\N{NO-BREAK SPACE}%)" in said


def test_a_file_that_is_gone_is_said_on_the_screen(screen, document, qtbot):
    (document.study.root / "wave2.csv").unlink()
    screen._reader.forget()
    with qtbot.waitSignal(screen._reader.landed, timeout=20_000):
        screen.refresh()
    assert "There is no file wave2.csv" in texts(screen.side())
    assert screen.mark() == "warning"


def test_a_new_study_offers_to_add_files(qtbot):
    made = Waves(Document())
    qtbot.addWidget(made)
    qtbot.addWidget(made.side())
    made.show()
    assert made.mark() == ""
    assert "No files yet" in texts(made)
    made.side().show()
    assert "once the files have been read" in texts(made.side())


def test_dropped_files_are_looked_at_first_then_added(qtbot, tmp_path):
    write_study(tmp_path)
    document = Document()
    screen = Waves(document)
    qtbot.addWidget(screen)
    qtbot.addWidget(screen.side())
    screen.resize(858, 690)
    screen.show()
    screen.add_files([Path(tmp_path / "wave1.csv"), Path(tmp_path / "wave2.csv")])
    assert document.study.waves == ()
    qtbot.waitUntil(lambda: button(screen, "Add 2 tables").isVisible(), timeout=20_000)
    qtbot.mouseClick(button(screen, "Add 2 tables"), Qt.MouseButton.LeftButton)
    assert [wave.source for wave in document.study.waves] == ["wave1.csv", "wave2.csv"]
    table = screen.findChild(WaveTable)
    qtbot.waitUntil(lambda: table.wave_model.rowCount() > 0, timeout=20_000)
    screen.close()


def test_a_new_study_shows_nothing_of_the_one_before(screen, document):
    side = screen.side()
    assert "Who was interviewed" in texts(side)
    document.new()
    told = texts(side)
    assert "Who was interviewed" not in told
    assert "once the files have been read" in told
    assert not screen.findChild(WaveTable).wave_model.lines


def test_the_files_are_compared_once_the_run_that_is_on_its_way_has_landed(document, qtbot):
    document.awaited = True
    made = Waves(document)
    qtbot.addWidget(made)
    qtbot.addWidget(made.side())
    made.show()
    assert "Reading the files" in texts(made)
    assert not made._reader.busy
    document.awaited = False
    document.ran.emit()
    table = made.findChild(WaveTable)
    qtbot.waitUntil(lambda: table.wave_model.rowCount() > 0, timeout=20_000)
    made.close()


def test_the_rows_of_an_id_that_occurs_twice_are_compared_and_decided(tmp_path, qtbot):
    document = document_with_pairs(tmp_path)
    made = Waves(document)
    side = made.side()
    for widget in (made, side):
        qtbot.addWidget(widget)
        widget.resize(858, 900)
    with pytest.raises(DataError) as refused:
        run(document.study)
    document.show_error(refused.value)
    made.show()
    side.show()
    qtbot.waitUntil(lambda: made.findChild(WaveTable).wave_model.rowCount() > 0, timeout=20_000)
    assert "C11, C12" in by_label.texts(side), "the IDs are told in the window"
    by_label.click(side, "Compare the pairs")
    assert "2 IDs occur more than once in one wave" in by_label.texts(made)
    by_label.click(made, "Keep the second")
    by_label.click(made, "Merge (fill gaps)")
    document.show_run(run(document.study))
    assert len(document.run.panel.frame) == 24
    by_label.click(made, "Back to the files")
    assert made.findChild(WaveTable).isVisible()
    made.reveal("waves.pairs")
    assert "All are decided" in by_label.texts(made)
    made.close()


def test_files_that_cannot_be_read_say_why_and_can_be_tried_again(tmp_path, qtbot):
    path = write_study(tmp_path)
    (tmp_path / "wave2.csv").rename(tmp_path / "away.csv")
    document = Document()
    document.open(path)
    made = Waves(document)
    for widget in (made, made.side()):
        qtbot.addWidget(widget)
    made.resize(858, 690)
    made.show()
    qtbot.waitUntil(lambda: "could not be read" in by_label.texts(made), timeout=20_000)
    assert "wave2.csv" in by_label.texts(made)
    assert "Reading the files" not in by_label.texts(made)
    (tmp_path / "away.csv").rename(tmp_path / "wave2.csv")
    by_label.click(made, "Try again")
    qtbot.waitUntil(made.findChild(WaveTable).isVisible, timeout=20_000)
    assert "could not be read" not in by_label.texts(made)
    made.close()


def test_a_fault_of_the_program_ends_the_waiting_too(screen, monkeypatch, qtbot):
    def break_down(*_):
        raise ZeroDivisionError

    with qtbot.captureExceptions() as faults:
        monkeypatch.setattr(wave_reader, "read_waves", break_down)
        screen._reader.read = None
        screen._reader.forget()
        screen.refresh()
        qtbot.waitUntil(lambda: "fault of its own" in by_label.texts(screen), timeout=20_000)
    assert [kind for kind, _, _ in faults] == [ZeroDivisionError]
    assert "Reading the files" not in by_label.texts(screen)
    monkeypatch.undo()
    by_label.click(screen, "Try again")
    qtbot.waitUntil(screen.findChild(WaveTable).isVisible, timeout=20_000)


def test_a_run_that_broke_down_does_not_keep_the_files_waiting(tmp_path, qtbot):
    document = Document()
    document.open(write_study(tmp_path))
    document.awaited = True
    made = Waves(document)
    for widget in (made, made.side()):
        qtbot.addWidget(widget)
    made.show()
    assert "Reading the files" in by_label.texts(made)
    runner = Runner(document, Jobs(made))
    with qtbot.waitSignal(runner.broke):
        runner._refuse(ZeroDivisionError())
    qtbot.waitUntil(made.findChild(WaveTable).isVisible, timeout=20_000)
    made.close()


def test_the_first_result_is_one_link_away(tmp_path, qtbot):
    document = Document()
    document.open(write_study(tmp_path))
    made = Waves(document)
    for widget in (made, made.side()):
        qtbot.addWidget(widget)
    made.resize(858, 690)
    made.show()
    assert "Results" not in {word for one in by_label.seen(made) for word in by_label.words(one)}
    document.show_run(run(document.study))
    with qtbot.waitSignal(made.place_asked) as asked:
        by_label.click(made, "Results: Models, Table 1")
    assert asked.args == ["models[0]"]
    made.close()
