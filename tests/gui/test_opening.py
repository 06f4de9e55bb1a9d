"""Opening: unsaved work is asked about, a document is open once, what fails is told."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from studytool.api import open_study
from studytool.gui import edits
from studytool.gui.document import Document
from studytool.gui.message_line import MessageLine
from studytool.gui.opening import Opening
from studytool.gui.recovery_copy import RecoveryCopy, left_behind
from studytool.gui.settings import Settings
from studytool.gui.start_cards import SAMPLE
from tests.small_study import write_study


@pytest.fixture
def desk(qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    made = made_opening(window, tmp_path)
    yield made
    made.unlock()


def made_opening(window, folder):
    line = MessageLine(window)
    opening = Opening(Document(window), Settings(folder / "window.ini"), line, window)
    opening.document, opening.line = opening._document, line
    return opening


def rename(desk, title):
    desk.document.edit("Rename", edits.changed(desk.document.study, title=title))


def test_what_is_opened_is_the_first_of_the_recent(desk, tmp_path, qtbot):
    path = write_study(tmp_path)
    with qtbot.waitSignal(desk.opened):
        desk.open(path)
    assert desk.document.path == path.resolve()
    assert Settings(tmp_path / "window.ini").recent()[0].title == "A small study"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = ", "is not a study document"),
        ('title = "A"\nwavez = 3\n', "wavez"),
        ('format = 7\ntitle = "A"\n', "newer version"),
    ],
)
def test_a_document_that_is_not_sound_is_told_and_what_is_open_stays(desk, tmp_path, text, words):
    desk.open(write_study(tmp_path))
    before = desk.document.study
    bad = tmp_path / "bad.toml"
    bad.write_text(text, encoding="utf-8")
    desk.open(bad)
    assert words in desk.line.accessibleName()
    assert desk.document.study is before
    rename(desk, "still saved to its file")
    assert desk.save()


def test_unsaved_work_is_asked_about_before_it_goes(desk, tmp_path):
    path = write_study(tmp_path)
    desk.open(path)
    rename(desk, "Changed")
    desk.new()
    assert desk.line.choices == ("Save", "Do not save", "Keep working")
    desk.line.choose("Keep working")
    assert desk.document.study.title == "Changed"
    desk.new()
    desk.line.choose("Save")
    assert open_study(path).title == "Changed"
    assert desk.document.study.title == "New study"


def test_work_that_is_given_up_does_not_come_back(desk, tmp_path, qtbot):
    path = write_study(tmp_path)
    desk.open(path)
    rename(desk, "Changed")
    with qtbot.waitSignal(desk.closed):
        desk.close()
        desk.line.choose("Do not save")
    assert open_study(path).title == "A small study"
    assert not desk.document.modified


def test_saving_without_a_file_asks_for_one(desk, tmp_path):
    desk.open_library(SAMPLE)
    assert desk.document.path is None
    desk.ask_save = lambda: None
    assert not desk.save()
    desk.ask_save = lambda: tmp_path / "mine"
    assert desk.save()
    saved = open_study(tmp_path / "mine.toml")
    assert saved.digest == desk.document.study.digest
    assert (saved.root / saved.waves[0].source).exists()


def test_a_folder_that_cannot_be_written_is_told_and_another_offered(desk, tmp_path):
    path = write_study(tmp_path)
    desk.open(path)
    rename(desk, "Changed")
    before = path.read_bytes()
    desk.ask_save = lambda: tmp_path / "no such folder" / "study.toml"
    assert not desk.save_as()
    assert "cannot be saved there" in desk.line.title
    assert desk.document.modified
    assert path.read_bytes() == before
    desk.ask_save = lambda: tmp_path / "there.toml"
    desk.line.choose("Save as …")
    assert open_study(tmp_path / "there.toml").title == "Changed"


def test_a_document_is_open_once(desk, tmp_path, qtbot):
    path = write_study(tmp_path)
    desk.open(path)
    window = QWidget()
    qtbot.addWidget(window)
    other = made_opening(window, tmp_path)
    other.open(path)
    assert "open in another window" in other.line.title
    assert other.document.path is None
    other.line.choose("Open a copy")
    assert other.document.study.title == "A small study"
    assert other.document.path is None
    desk.open(path)
    assert desk.document.path == path.resolve()
    desk.close()
    other.open(path)
    assert other.document.path == path.resolve()
    other.unlock()


def test_recovered_work_counts_as_unsaved_and_its_copy_goes(desk, tmp_path):
    path = write_study(tmp_path)
    desk.open(path)
    rename(desk, "Changed")
    copies = RecoveryCopy(desk.document, tmp_path / "copies")
    copies.keep()
    copies._lock.unlock()  # as if its window were gone
    (found,) = left_behind(tmp_path / "copies")
    desk.document.undo.setClean()
    desk.recover(found)
    assert desk.document.study.title == "Changed"
    assert desk.document.modified
    assert not found.file.exists()
    copies.close()


def test_what_a_person_chooses_is_opened_and_nothing_if_they_think_better_of_it(desk, tmp_path):
    path = write_study(tmp_path)
    desk.ask_open = lambda: None
    desk.choose()
    assert desk.document.path is None
    desk.ask_open = lambda: path
    desk.choose()
    assert desk.document.path == path.resolve()


def test_files_that_moved_are_looked_for_where_a_person_says(desk, tmp_path):
    desk.open(write_study(tmp_path))
    before = desk.document.study
    desk.ask_folder = lambda: None
    desk.find_files()
    assert desk.document.study is before
    desk.ask_folder = lambda: tmp_path / "there"
    desk.find_files()
    assert desk.document.study.root == (tmp_path / "there").resolve()
    assert desk.document.undo.undoText() == "files are in there"
