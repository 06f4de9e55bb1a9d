"""Whole journeys of the people the program is for, by what they can see and press."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDropEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTextBrowser

from studytool.api import open_study
from studytool.gui import edits
from studytool.gui.app import open_window
from studytool.gui.settings import Settings
from tests.gui.by_label import click, control, follow, menu_action, seen, texts
from tests.small_study import write_study

SLOW = 60_000


@pytest.fixture
def window(qapp, tmp_path, qtbot):
    """The window as it starts, with nothing remembered."""
    made = open_window(qapp, settings=Settings(tmp_path / "window.ini"))
    made.resize(1366, 768)
    qtbot.waitUntil(made.isVisible)
    yield made
    made.document.undo.setClean()
    made.close()
    made.deleteLater()


@pytest.fixture
def study_path(tmp_path):
    folder = tmp_path / "study"
    folder.mkdir()
    return write_study(folder)


def landed(window):
    return window.document.run is not None and not window.document.stale


def wait_for_results(window, qtbot):
    qtbot.waitUntil(lambda: landed(window) or window.document.error is not None, timeout=SLOW)
    assert window.document.error is None, window.document.error


def open_small(window, qtbot, path):
    window.opening.open(path)
    wait_for_results(window, qtbot)


def report(window):
    return window.report.browser


def step(window, place):
    QTest.keyClick(window, Qt.Key(ord(str(place))), Qt.KeyboardModifier.ControlModifier)


# The researcher: from the start page to the first difference-in-differences table and its file.


def test_from_the_start_page_to_the_first_table_and_its_word_file(window, qtbot, tmp_path):
    assert "From survey waves to a brief a funder can read." in texts(window)
    click(window, "Open a copy")
    wait_for_results(window, qtbot)
    step(window, 5)
    shown = report(window).toPlainText()
    assert "Offer, difference-in-differences" in shown
    assert "−6.21" in shown
    assert "−7.86 to −4.55" in shown
    window.report.output.ask_file = lambda _, name: tmp_path / "out" / name.name
    click(window, "Export to Word")
    title = window.document.study.title
    qtbot.waitUntil(lambda: f"Wrote {title}, brief.docx in" in texts(window), timeout=SLOW)
    (written,) = (tmp_path / "out").iterdir()
    assert written.name == f"{title}, brief.docx"
    opened = Opened()
    QDesktopServices.setUrlHandler("file", opened, "open")
    click(window.report, "Open")
    click(window.report, "Show in folder")
    QDesktopServices.unsetUrlHandler("file")
    assert opened.paths == [written, written.parent]


class Opened(QObject):
    """What the computer is asked to open."""

    def __init__(self):
        super().__init__()
        self.paths = []

    @Slot(QUrl)
    def open(self, url):
        self.paths.append(Path(url.toLocalFile()))


def test_a_file_written_from_the_menu_is_named_wherever_one_is(window, qtbot, tmp_path):
    click(window, "Open a copy")
    wait_for_results(window, qtbot)
    step(window, 1)
    assert not window.report.isVisible()
    window.report.output.ask_file = lambda _, name: tmp_path / name.name
    window.deeds["excel"].trigger()
    qtbot.waitUntil(lambda: ", tables.xlsx in" in texts(window), timeout=SLOW)
    assert "Show in folder" in [one.text() for one in seen(window, QPushButton)]


@pytest.mark.parametrize("size", [(1366, 768), (1366, 690), (1024, 600)])
def test_the_first_answer_and_what_it_compares_are_seen_without_scrolling(window, qtbot, size):
    window.resize(*size)
    click(window, "Open a copy")
    wait_for_results(window, qtbot)
    step(window, 5)
    compared = "The change of the treated group from before to after"
    qtbot.waitUntil(lambda: compared in in_sight(window.workbench().steps["models"]))
    if size[0] < 1100:
        window.bench.show_pane(1)
    top = "Table 1. Home visits and difficulties"
    qtbot.waitUntil(lambda: top in page_in_sight(report(window)), timeout=SLOW)
    assert "−6.21" in page_in_sight(report(window))


def test_the_names_of_the_question_are_not_cut(window, qtbot):
    click(window, "Open a copy")
    wait_for_results(window, qtbot)
    step(window, 5)
    shown = window.workbench().steps["models"]
    for label in ("Did this change …", "… this outcome?", "For whom"):
        asked = control(shown, label, QComboBox)
        line = asked.lineEdit()
        assert (line if line is not None else asked).shown == asked.currentText() != ""


def in_sight(widget):
    """Words of the labels of which every line lies in what is seen of a screen."""
    seen = [label for label in widget.findChildren(QLabel) if label.isVisible()]
    return " ".join(
        label.text() for label in seen if label.visibleRegion().boundingRect() == label.rect()
    )


def page_in_sight(browser):
    """Text of a page between the upper and the lower edge of its pane."""
    area = browser.viewport().rect()
    cursor = browser.cursorForPosition(area.topLeft())
    end = browser.cursorForPosition(area.bottomRight())
    cursor.setPosition(end.position(), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selection().toPlainText()


def test_why_this_n_leads_from_the_files_to_the_estimate_and_back(window, qtbot, study_path):
    open_small(window, qtbot, study_path)
    step(window, 5)
    follow(report(window), "Why this N?")
    shown = texts(window.report)
    rows = str(window.document.run.results["effect"].flow.used_rows)
    assert "Why this N?" in shown
    assert rows in shown
    click(window.report, "Back")
    assert report(window).isVisible()


def test_how_names_the_standard_error_and_the_document(window, qtbot, study_path):
    open_small(window, qtbot, study_path)
    step(window, 5)
    follow(report(window), "How?")
    shown = texts(window.report)
    assert 'kind = "fixed_effects"' in shown
    assert "cluster" in shown


def test_what_the_window_saves_runs_in_the_shell_to_the_same_digest(window, qtbot, study_path):
    open_small(window, qtbot, study_path)
    document = window.document
    model = document.study.models[0].model_copy(update={"controls": ("size",)})
    document.edit("effect: adjusted for size", edits.with_item(document.study, "models", 0, model))
    wait_for_results(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not document.modified
    done = subprocess.run(
        [str(Path(sys.executable).with_name("studytool")), "run", str(study_path), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout)
    assert document.run.provenance.study_digest in done.stdout
    assert open_study(study_path).digest == document.run.provenance.study_digest
    assert said


# Undo: every kind of edit gives the very same study back.


def renamed(study):
    return edits.changed(study, title="Another title")


def model_changed(study):
    model = study.models[0].model_copy(update={"controls": ("size",)})
    return edits.with_item(study, "models", 0, model)


def table_deleted(study):
    return edits.without_item(study, "tables", 0)


def model_added(study):
    return edits.added(study, "models", study.models[0].model_copy(update={"name": "second"}))


def waves_swapped(study):
    return edits.moved(study, "waves", 0, 1)


def variable_changed(study):
    variable = study.variables[0].model_copy(update={"label": "Points"})
    return edits.with_item(study, "variables", 0, variable)


EDITS = (renamed, model_changed, table_deleted, model_added, waves_swapped, variable_changed)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_undo_gives_the_very_same_study_back(window, study_path, edit):
    window.opening.open(study_path)
    document = window.document
    before = document.study
    after = edit(before)
    document.edit(edit.__name__, after)
    assert document.study is after
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.study is before
    assert not document.modified
    action = menu_action(window, "Edit", "Redo")
    assert action.isEnabled()
    action.trigger()
    assert document.study is after


# What goes wrong says so in the window, and costs nothing.


def test_a_document_that_is_no_document_leaves_what_is_open(window, qtbot, study_path, tmp_path):
    window.opening.open(study_path)
    for name, text in (
        ("torn.toml", "format = 1\n[[waves\n"),
        ("unknown.toml", 'format = 1\ntitle = "T"\nwhatever = 3\n'),
    ):
        spoilt = tmp_path / name
        spoilt.write_text(text, encoding="utf-8")
        window.opening.open(spoilt)
        assert window.document.path == study_path
        qtbot.waitUntil(window.line.isVisible)
        assert name in texts(window.line) or "whatever" in texts(window.line)


def test_files_that_moved_are_named_and_looked_for(window, qtbot, study_path):
    (study_path.parent / "wave2.csv").unlink()
    window.opening.open(study_path)
    qtbot.waitUntil(lambda: window.document.error is not None, timeout=SLOW)
    assert "wave2.csv" in texts(window.line)
    assert control_words(window.line) & {"Find the files …"}


def control_words(root):
    from PySide6.QtWidgets import QAbstractButton

    from tests.gui.by_label import words

    return {word for one in seen(root, QAbstractButton) for word in words(one)}


def test_a_service_that_a_model_uses_is_missed_by_name_and_comes_back(window, qtbot, study_path):
    open_small(window, qtbot, study_path)
    document, before = window.document, window.document.study
    document.edit("service visited deleted", edits.without_item(before, "exposures", 0))
    qtbot.waitUntil(lambda: document.error is not None, timeout=SLOW)
    assert "visited" in str(document.error)
    assert document.error.where.startswith("models[0]")
    assert "visited" in texts(window.line)
    assert any(word.startswith("Undo") for word in control_words(window))
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.study is before
    wait_for_results(window, qtbot)
    assert not window.line.isVisible()


def test_closing_during_a_run_is_quick_and_leaves_no_thread(window, qtbot, sample_study_path):
    window.opening.open(sample_study_path)
    qtbot.waitUntil(window.jobs.busy, timeout=SLOW)
    window.close()
    assert not window.isVisible()
    assert not window.jobs.busy()


def drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(100, 100),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_a_dropped_study_is_opened_and_what_is_no_data_is_told(window, qtbot, study_path, tmp_path):
    letter = tmp_path / "letter.odt"
    letter.write_bytes(b"PK")
    drop(window, letter)
    assert "letter.odt" in texts(window.line)
    drop(window, study_path)
    assert window.document.path == study_path
    qtbot.waitUntil(lambda: landed(window), timeout=SLOW)


def test_a_folder_that_cannot_be_written_to_is_told_and_the_work_stays(
    window, qtbot, study_path, tmp_path
):
    window.opening.open(study_path)
    window.document.edit("title", renamed(window.document.study))
    blocked = tmp_path / "a file in place of a folder"
    blocked.write_text("", encoding="utf-8")
    window.opening.ask_save = lambda: blocked / "study.toml"
    menu_action(window, "File", "Save as").trigger()
    qtbot.waitUntil(window.line.isVisible)
    assert window.document.modified
    assert "Another title" not in study_path.read_text(encoding="utf-8")


def test_a_megabyte_pasted_into_a_field_costs_nothing(window, study_path):
    window.opening.open(study_path)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    window.top.search.setText("x" * 1_000_000)
    QTest.keyClick(window.top.search, Qt.Key.Key_Escape)
    assert window.isVisible()


def test_two_windows_of_one_document_do_not_write_over_each_other(
    window, qapp, study_path, tmp_path
):
    window.opening.open(study_path)
    other = open_window(qapp, settings=Settings(tmp_path / "other.ini"))
    other.opening.open(study_path)
    assert other.document.path != study_path
    assert other.line.isVisible()
    other.document.undo.setClean()
    other.close()
    other.deleteLater()


def test_a_large_screen_and_a_small_one_show_the_study(window, qtbot, study_path):
    open_small(window, qtbot, study_path)
    step(window, 5)
    window.resize(3840, 2160)
    qtbot.waitUntil(lambda: window.bench.width() == 3840)
    assert len(window.bench.panes) == 3
    assert not window.bench.rail.folded
    window.resize(1024, 600)
    qtbot.waitUntil(lambda: window.bench.width() == 1024)
    assert window.bench.rail.folded
    assert window.width() == 1024
    assert window.minimumSizeHint().height() <= 600


def test_the_fonts_are_letters_and_not_boxes(window):
    from PySide6.QtGui import QFontInfo, QRawFont

    for one in (window.font(), window.top.search.font()):
        assert QFontInfo(one).family() == "Inter"
        drawn = QRawFont.fromFont(one)
        for letter in "aZ9−é…":
            assert drawn.supportsCharacter(ord(letter)), letter


def test_help_is_about_the_step_that_is_shown(window, study_path):
    window.opening.open(study_path)
    step(window, 5)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert "Models: did it change anything?" in texts(window)
    click(window, "Close help")
    assert "Models: did it change anything?" not in texts(window)
    assert control(window, "Report", QTextBrowser).isVisible()
