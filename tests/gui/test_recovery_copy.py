"""Recovery copies: written while there is unsaved work, gone once there is none."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from studytool.core.errors import StudyError
from studytool.gui import edits
from studytool.gui.document import Document
from studytool.gui.recovery_copy import RecoveryCopy, left_behind
from tests.small_study import write_study


@pytest.fixture
def document(qapp, tmp_path):
    assert qapp is not None
    opened = Document()
    opened.open(write_study(tmp_path))
    return opened


def files_in(folder):
    return sorted(path.name for path in folder.glob("*.json"))


def rename(document, title):
    document.edit("Rename", edits.changed(document.study, title=title))


def test_a_copy_is_there_while_work_is_unsaved_and_goes_when_it_is_saved(document, tmp_path):
    folder = tmp_path / "copies"
    copies = RecoveryCopy(document, folder)
    copies.keep()
    assert files_in(folder) == []
    rename(document, "Another title")
    copies.keep()
    assert len(files_in(folder)) == 1
    document.save()
    copies.keep()
    assert files_in(folder) == []
    copies.close()


def test_undone_to_the_saved_study_nothing_is_left_to_recover(document, tmp_path):
    copies = RecoveryCopy(document, tmp_path / "copies")
    rename(document, "Another title")
    copies.keep()
    document.undo.undo()
    copies.keep()
    assert files_in(tmp_path / "copies") == []
    copies.close()


def test_the_copy_of_a_window_that_lives_is_not_offered(document, tmp_path):
    copies = RecoveryCopy(document, tmp_path / "copies")
    rename(document, "Another title")
    copies.keep()
    assert left_behind(tmp_path / "copies") == ()
    copies.close()
    assert files_in(tmp_path / "copies") == []


KILLED = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from studytool.gui import edits
from studytool.gui.document import Document
from studytool.gui.recovery_copy import RecoveryCopy

application = QCoreApplication([])
document = Document()
document.open(Path(sys.argv[1]))
copies = RecoveryCopy(document, Path(sys.argv[2]))
for title in ("first", "second"):
    document.edit("Rename", edits.changed(document.study, title=title))
copies.keep()
os._exit(9)
"""


def test_the_work_of_a_killed_window_comes_back(qapp, tmp_path):
    assert qapp is not None
    path, folder = write_study(tmp_path), tmp_path / "copies"
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(folder)], check=False)
    assert done.returncode == 9
    (found,) = left_behind(folder)
    assert (found.path, found.edits, found.name) == (path, 2, path.name)
    assert found.changes() == ("Title: “A small study” before, “second” now",)
    document = Document()
    document.restore(found.study(), found.path)
    assert document.study.title == "second"
    assert document.study.root == tmp_path.resolve()
    assert document.modified
    found.discard()
    assert left_behind(folder) == ()


def test_a_damaged_copy_stops_nothing(qapp, tmp_path):
    assert qapp is not None
    (tmp_path / "1-a.json").write_text("{", encoding="utf-8")
    (tmp_path / "1-b.json").write_text('{"path": 3}', encoding="utf-8")
    kept = {"path": "", "folder": str(tmp_path), "when": "2026-01-05T10:00:00+02:00", "edits": 1}
    whole = json.dumps(kept | {"text": "title = 3"})
    (tmp_path / "1-c.json").write_text(whole, encoding="utf-8")
    (found,) = left_behind(tmp_path)
    assert found.name == "a new study"
    with pytest.raises(StudyError):
        found.study()


def test_a_folder_that_cannot_be_written_stops_nothing(document, tmp_path):
    (tmp_path / "copies").write_text("a file stands here", encoding="utf-8")
    copies = RecoveryCopy(document, tmp_path / "copies")
    rename(document, "Another title")
    copies.keep()
    copies.close()
    assert (tmp_path / "copies").read_text(encoding="utf-8") == "a file stands here"
