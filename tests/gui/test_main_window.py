"""Main window: start page and workbench, errors told, dropped files, closing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from studytool.api import open_study
from studytool.gui import edits
from studytool.gui.main_window import theme_of
from studytool.gui.theme import current
from tests.gui.by_label import click, texts
from tests.gui.small_window import window_for
from tests.small_study import write_study


@pytest.fixture
def window(qtbot, tmp_path):
    assert qtbot is not None
    with window_for(tmp_path) as made:
        yield made


@pytest.fixture
def study(window, qtbot, tmp_path):
    path = write_study(tmp_path)
    window.opening.open(path)
    qtbot.waitUntil(lambda: window.document.run is not None, timeout=30_000)
    return path


def rename(window, title):
    window.document.edit("Rename", edits.changed(window.document.study, title=title))


def test_it_starts_with_the_start_page_and_no_action_that_needs_a_study(window):
    assert window.start.isVisible()
    assert not window.deeds["save"].isEnabled()
    assert window.deeds["open"].isEnabled()
    assert window.windowTitle() == "studytool"


def test_an_opened_study_is_run_and_shown(window, study):
    assert window.bench.isVisible()
    assert window.document.stale == ""
    assert window.windowTitle() == f"{study.name}[*] – studytool"
    assert window.deeds["save"].isEnabled()
    assert not window.deeds["undo"].isEnabled()


def test_edits_are_undone_redone_and_saved_with_the_keyboard(window, study, qtbot):
    before = window.document.study
    rename(window, "Another")
    after = window.document.study
    assert window.isWindowModified()
    assert window.deeds["undo"].text() == "Undo rename"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.document.study is before
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert window.document.study is after
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not window.isWindowModified()
    assert open_study(study).title == "Another"


def test_ctrl_and_a_number_shows_a_step_and_f6_goes_round_the_panes(window, study, qtbot):
    assert study.exists()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert window.bench.current == "models"
    held = []
    for _ in range(8):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        panes = (window.top, *window.bench.panes, window.history)
        held += [n for n, pane in enumerate(panes) if pane.isAncestorOf(focused)]
    assert {1, 2, 3} <= set(held)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.top.search


def test_a_file_that_moved_is_told_with_a_way_to_find_it(window, study, qtbot):
    (study.parent / "wave1.csv").rename(study.parent / "moved.csv")
    window.deeds["run"].trigger()
    qtbot.waitUntil(lambda: window.document.error is not None, timeout=30_000)
    assert "wave1.csv" in window.line.accessibleName()
    assert window.line.choices == ("Show where", "Find the files …")
    assert window.document.run is not None
    window.line.choose("Show where")
    assert window.bench.current == "waves"


def test_an_id_that_occurs_twice_leads_to_its_rows(window, study, qtbot):
    rows = (study.parent / "wave1.csv").read_text(encoding="utf-8")
    (study.parent / "wave1.csv").write_text(rows + rows.splitlines()[1] + "\n", encoding="utf-8")
    window.deeds["run"].trigger()
    qtbot.waitUntil(lambda: window.document.error is not None, timeout=30_000)
    assert window.line.choices[0] == "Compare the pairs"
    window.line.choose("Compare the pairs")
    assert window.bench.current == "waves"
    qtbot.waitUntil(lambda: "1 ID occurs more than once" in texts(window), timeout=30_000)
    click(window, "Merge (fill gaps)")
    qtbot.waitUntil(
        lambda: window.document.error is None and not window.document.stale, timeout=30_000
    )
    assert "It is decided." in texts(window)


def test_closing_asks_about_unsaved_work(window, study):
    rename(window, "Another")
    window.close()
    assert window.isVisible()
    assert window.line.choices == ("Save", "Do not save", "Keep working")
    window.line.choose("Keep working")
    assert window.isVisible()
    window.close()
    window.line.choose("Do not save")
    assert not window.isVisible()
    assert open_study(study).title == "A small study"


def test_closing_during_a_run_ends_the_thread(window, study):
    assert study.exists()
    window.runner.run_now()
    assert window.jobs.busy()
    window.close()
    assert not window.jobs.busy()


def test_place_and_theme_are_remembered(qtbot, tmp_path):
    assert qtbot is not None
    with window_for(tmp_path) as window:
        window.resize(1100, 640)
        window.deeds["theme_dark"].trigger()
        assert current().name == "dark"
    with window_for(tmp_path) as again:
        assert again.settings.theme == "dark"
        assert again.deeds["theme_dark"].isChecked()
        again.deeds["theme_high_contrast"].trigger()
        assert current().name == "high_contrast"
        again.deeds["theme_light"].trigger()
        assert current().name == "light"
        again.show_theme("no such theme")
        assert again.settings.theme == "system"


def test_help_is_about_what_is_shown_and_goes_away(window, study):
    assert study.exists()
    window.bench.go_to("models")
    window.deeds["help"].trigger()
    assert window.help.isVisible()
    assert "odel" in window.help.text
    window.help.closed.emit()
    assert not window.help.isVisible()
    assert window.report.isVisible()


def test_help_on_the_start_page_leads_back_to_it(window):
    window.deeds["help"].trigger()
    assert window.help.isVisible()
    window.help.closed.emit()
    assert window.start.isVisible()


def test_a_fault_is_told_and_the_window_lives_on(window, study):
    assert study.exists()
    window.failures.tell(ValueError("secret"))
    assert "fault of its own" in window.line.title
    assert "secret" not in window.line.accessibleName()
    assert window.document.run is not None


def test_closing_the_study_leads_to_the_start_page(window, study):
    assert study.exists()
    window.deeds["close"].trigger()
    assert window.start.isVisible()
    assert not window.deeds["save"].isEnabled()
    assert window.document.path is None


def test_the_engines_are_loaded_in_the_background(window, qtbot):
    window.warm_up()
    assert window.jobs.busy("warm")
    qtbot.waitUntil(lambda: not window.jobs.busy("warm"), timeout=30_000)


@pytest.mark.parametrize("size", [(1024, 600), (1366, 690), (3840, 2160)])
def test_it_fits_small_and_large_screens(window, study, size):
    assert study.exists()
    window.resize(*size)
    assert (window.width(), window.height()) == size
    assert not window.grab().isNull()


def test_system_stands_for_light_or_dark(window):
    assert window is not None
    assert theme_of("high_contrast") == "high_contrast"
    assert theme_of("system") in {"light", "dark"}
    assert theme_of("no such theme") in {"light", "dark"}
