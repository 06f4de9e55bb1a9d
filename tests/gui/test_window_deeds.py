"""Deeds: every action does what it says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from studytool.gui.about import About
from studytool.gui.main_actions import STEPS
from studytool.gui.widgets.item_head import ItemHead
from tests.gui.small_window import window_for
from tests.small_study import write_study


@pytest.fixture
def window(qtbot, tmp_path):
    with window_for(tmp_path, write_study(tmp_path)) as made:
        qtbot.waitUntil(lambda: made.document.run is not None, timeout=30_000)
        yield made


def test_every_step_has_its_action(window):
    for title in STEPS:
        if title.lower() in window.bench.steps:
            window.deeds[f"step_{title.lower()}"].trigger()
            assert window.bench.current == title.lower()
    for page in ("findings", "notes"):
        window.deeds[page].trigger()
        assert window.bench.current == page


def test_the_report_is_exported_where_a_person_says(window, qtbot, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    window.report.output.ask_file = lambda _, name: folder / name.name
    window.deeds["excel"].trigger()
    qtbot.waitUntil(lambda: any(folder.glob("*.xlsx")), timeout=30_000)


@pytest.mark.parametrize("place", ["menu", "bar"])
def test_scripts_are_exported_from_the_menu_and_from_the_bar(window, qtbot, tmp_path, place):
    folder = tmp_path / "out"
    folder.mkdir()
    window.report.output.ask_folder = lambda _: folder
    if place == "menu":
        action = next(
            action
            for action in window.findChildren(QAction)
            if action.text().replace("&", "").startswith("Export scripts (Python, R, Stata)")
        )
        assert "must stay in the team" in action.toolTip() + action.statusTip()
        action.trigger()
    else:
        window.deeds["step_models"].trigger()
        buttons = window.report.findChildren(QPushButton)
        button = next(button for button in buttons if button.text() == "Scripts")
        qtbot.waitUntil(button.isEnabled)
        button.click()
    qtbot.waitUntil(lambda: any(folder.rglob("models.py")), timeout=30_000)


def test_the_report_is_copied(window):
    QApplication.clipboard().clear()
    window.deeds["copy"].trigger()
    assert "Score" in QApplication.clipboard().text() or "effect" in QApplication.clipboard().text()


def test_the_sample_and_a_new_study_are_opened(window):
    window.deeds["sample"].trigger()
    assert "Johannesburg" in window.document.study.title
    window.deeds["new"].trigger()
    assert window.document.study.waves == ()


def test_a_run_is_cancelled_and_the_old_result_stays(window):
    run = window.document.run
    window.deeds["run"].trigger()
    assert window.deeds["cancel"].isEnabled()
    window.deeds["cancel"].trigger()
    assert not window.jobs.busy()
    assert window.document.run is run
    assert not window.deeds["cancel"].isEnabled()


def test_about_opens(window):
    window.deeds["about"].trigger()
    (box,) = window.findChildren(About)
    assert box.isVisible()
    box.close()


def f2(window, widget):
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_F2)
    return window.focusWidget()


def test_f2_renames_what_the_keyboard_is_on(window):
    window.deeds["step_models"].trigger()
    head = window.bench.steps["models"].findChild(ItemHead)
    assert f2(window, head.tabs).text() == window.document.study.models[0].name
    browser = window.report.browser
    words = window.report.shown.words(window.report.shown.place_of("t1"))
    cursor = browser.document().find(f"{words}.")
    assert not cursor.isNull()
    browser.setTextCursor(QTextCursor(cursor))
    assert f2(window, browser).accessibleName() == f"Title of {words}"
    window.deeds["step_waves"].trigger()
    assert f2(window, window.bench.rail.row("waves")).text() == "A small study"


def test_the_study_is_renamed_and_the_old_title_comes_back(window, qtbot):
    before = window.document.study
    window.deeds["rename_study"].trigger()
    (field,) = window.line.findChildren(QLineEdit)
    assert field.text() == "A small study"
    qtbot.keyClicks(field, "Visits, 2020")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.document.study.title == "Visits, 2020"
    window.deeds["undo"].trigger()
    assert window.document.study is before
    window.deeds["rename_study"].trigger()
    field.clear()
    window.line.choose("Rename")
    assert window.document.study is before
