"""What goes wrong outside the program costs nothing and is said in plain words."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

from studytool.api import open_study
from studytool.gui import edits
from studytool.gui.app import open_window
from studytool.gui.places import ORDER
from studytool.gui.settings import Settings
from tests.gui.by_label import click, seen, spoken, texts
from tests.small_study import write_study

MEGABYTE = 1_000_000
SLOW = 60_000


@pytest.fixture
def window(qapp, tmp_path, qtbot):
    made = open_window(qapp, settings=Settings(tmp_path / "window.ini"))
    made.resize(1366, 768)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.document.undo.setClean()
    made.close()
    made.deleteLater()


@pytest.fixture
def study_path(tmp_path):
    folder = tmp_path / "study"
    folder.mkdir()
    return write_study(folder)


def renamed(window, title):
    document = window.document
    document.edit("Rename", edits.changed(document.study, title=title))


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def mounted(folder, options):
    """Put a file system of its own on a folder; only root may."""
    if os.geteuid() or not shutil.which("mount"):
        return False
    command = ["mount", "-t", "tmpfs", "-o", options, "studytool-test", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextmanager
def full_disk(folder):
    """A folder whose disk is full; the old document stands on it."""
    if mounted(folder, "size=64k"):
        write_study(folder)
        try:
            with (folder / "filler").open("wb") as filler:
                while True:
                    filler.write(b"0" * 1024)
                    filler.flush()
        except OSError:
            pass
        try:
            yield
        finally:
            subprocess.run(["umount", str(folder)], check=True)
        return
    write_study(folder)
    told = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, told)


@contextmanager
def read_only(folder):
    """A folder into which nothing can be written."""
    if mounted(folder, "size=256k"):
        write_study(folder)
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", str(folder)], check=True)
        return
    write_study(folder)
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


@pytest.mark.parametrize(("disk", "why"), [(full_disk, "disk"), (read_only, "writ")])
def test_a_disk_that_takes_nothing_leaves_the_old_file_and_says_so(window, tmp_path, disk, why):
    folder = tmp_path / "disk"
    folder.mkdir()
    with disk(folder):
        path = folder / "study.toml"
        before, there = path.read_bytes(), names_in(folder)
        window.opening.open(path)
        renamed(window, "A title " * 60)
        window.deeds["save"].trigger()
        assert path.read_bytes() == before
        assert names_in(folder) == there
        assert window.document.modified
        assert window.line.title == (
            "Serious. study.toml cannot be saved there; the old file is unchanged."
        )
        assert why in texts(window.line)
        elsewhere = tmp_path / "elsewhere.toml"
        window.opening.ask_save = lambda: elsewhere
        click(window.line, "Save as …")
        assert open_study(elsewhere).title.startswith("A title")
        assert not window.document.modified
        window.opening.close()


def typed_into(window):
    """Fields a person can type into, those Qt makes inside a number field left out."""
    fields = [*seen(window, QLineEdit), *seen(window, QPlainTextEdit), *seen(window, QTextEdit)]
    return [
        one
        for one in fields
        if one.isEnabled() and not one.isReadOnly() and not one.objectName().startswith("qt_")
    ]


@pytest.mark.parametrize("page", [*ORDER, "start"])
def test_a_megabyte_pasted_into_any_field_is_cut_at_once_and_said(window, study_path, page):
    if page != "start":
        window.opening.open(study_path)
        window.show_study(page)
        window.deeds["add_note"].trigger()
    before = window.document.study
    QGuiApplication.clipboard().setText("x" * MEGABYTE)
    fields = typed_into(window)
    assert fields
    for field in fields:
        window.line.clear()
        field.setFocus()
        began = time.process_time()
        field.paste()
        field.grab()
        assert time.process_time() - began < 2, spoken(field)
        text = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
        assert len(text) <= 32_767, spoken(field)
        assert "The text was cut" in window.line.title, spoken(field)
        field.undo()
    while window.document.undo.canUndo():
        window.document.undo.undo()
    assert window.document.study is before


def test_files_that_moved_are_found_again_through_the_window(window, qtbot, study_path, tmp_path):
    moved = tmp_path / "moved"
    moved.mkdir()
    for file in study_path.parent.glob("*.csv"):
        file.rename(moved / file.name)
    window.opening.open(study_path)
    qtbot.waitUntil(lambda: window.document.error is not None, timeout=SLOW)
    assert "wave1.csv" in texts(window.line)
    window.opening.ask_folder = lambda: moved
    click(window.line, "Find the files …")
    qtbot.waitUntil(lambda: window.document.run is not None, timeout=SLOW)
    assert window.document.error is None
    assert window.document.study.root == moved.resolve()
    window.deeds["undo"].trigger()
    assert window.document.study.root == study_path.parent.resolve()


def test_a_variable_that_models_use_is_missed_by_name(window, qtbot, study_path):
    window.opening.open(study_path)
    document = window.document
    qtbot.waitUntil(lambda: document.run is not None, timeout=SLOW)
    before = document.study
    for wave in (1, 2):
        file = study_path.parent / f"wave{wave}.csv"
        file.write_text(file.read_text(encoding="utf-8").replace("score", "points"), "utf-8")
    document.edit("Delete variable score", edits.without_item(before, "variables", 0))
    qtbot.waitUntil(lambda: document.error is not None, timeout=SLOW)
    assert "score" in texts(window.line)
    assert window.deeds["undo"].isEnabled()
    click(window.line, "Undo delete variable score")
    assert document.study is before
    qtbot.waitUntil(window.line.isHidden, timeout=SLOW)


def test_a_study_open_in_two_windows_is_kept_apart_until_one_closes(window, qapp, tmp_path):
    folder = tmp_path / "second"
    folder.mkdir()
    first, second = write_study(tmp_path), write_study(folder)
    window.opening.open(first)
    other = open_window(qapp, settings=Settings(tmp_path / "other.ini"))
    other.opening.open(second)
    renamed(window, "The first")
    renamed(other, "The second")
    assert (window.document.study.title, other.document.study.title) == ("The first", "The second")
    window.deeds["save"].trigger()
    assert other.document.modified
    assert open_study(second).title == "A small study"
    other.document.undo.setClean()
    other.opening.open(first)
    assert "open in another window" in other.line.title
    other.close()
    other.deleteLater()
