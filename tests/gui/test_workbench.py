"""Workbench: screens in order, panes that fold and remember, marks."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QSplitter, QTabBar, QWidget

from studytool.core.errors import DocumentError
from studytool.gui.document import Document
from studytool.gui.places import ORDER
from studytool.gui.rail import NARROW, WIDE
from studytool.gui.settings import Settings
from studytool.gui.workbench import Workbench
from tests.small_study import write_study


@pytest.fixture
def bench(qtbot, tmp_path):
    document, settings = Document(), Settings(tmp_path / "window.ini")
    made = Workbench(document, settings, QWidget())
    qtbot.addWidget(made)
    made.resize(1366, 696)
    made.show()
    made.go_to("models")
    return made, document, settings


def test_a_step_is_made_when_it_is_first_asked_for(bench):
    made, *_ = bench
    assert list(made.steps) == list(ORDER)
    assert list(made.steps.made) == ["models"]
    made.refresh_marks()
    assert list(made.steps.made) == ["models"]
    made.reveal("costs[0]")
    assert list(made.steps.made) == ["models", "roi"]
    assert made.steps["roi"].isVisible()


def test_the_rail_and_the_page_go_together(bench):
    made, *_ = bench
    for key in made.steps:
        made.rail.row(key).click()
        assert made.current == key
        assert made.steps[key].isVisible()
        assert made.rail.row(key).isChecked()
    made.rail.findings.click()
    assert made.current == "findings"
    assert not any(made.rail.row(key).isChecked() for key in made.steps)
    made.go_to("no such page")
    assert made.current == "findings"


def test_the_keyboard_goes_along_to_another_step_and_not_to_the_search(bench):
    made, *_ = bench
    made.activateWindow()
    made.go_to("panel")
    made.steps["panel"].reveal("title")
    assert made.steps["panel"].isAncestorOf(made.window().focusWidget())
    made.go_to("services")
    assert made.window().focusWidget() is made.rail.row("services")


def test_widths_are_those_of_the_step_until_a_person_moves_them(bench, qtbot):
    made, document, settings = bench
    (splitter,) = [s for s in made.findChildren(QSplitter) if s.parent() is made]
    qtbot.waitUntil(lambda: abs(splitter.sizes()[0] - 448) <= 2)
    splitter.moveSplitter(600, 1)
    assert settings.widths("models") == tuple(splitter.sizes())
    again = Workbench(document, settings, QWidget())
    qtbot.addWidget(again)
    again.resize(1366, 696)
    again.show()
    again.go_to("models")
    (other,) = [s for s in again.findChildren(QSplitter) if s.parent() is again]
    qtbot.waitUntil(lambda: abs(other.sizes()[0] - 600) <= 2)


def test_it_folds_and_then_makes_tabs(bench):
    made, *_ = bench
    (tabs,) = [t for t in made.findChildren(QTabBar) if t.accessibleName() == "Work or report"]
    assert made.rail.width() == WIDE
    assert tabs.isHidden()
    made.resize(1280, 690)
    assert made.rail.width() == NARROW
    assert len(made.panes) == 3
    made.resize(1024, 556)
    assert tabs.isVisible()
    assert made.steps["models"].isVisible()
    assert not made.report.isVisible()
    tabs.setCurrentIndex(1)
    assert made.report.isVisible()
    assert not made.steps["models"].isVisible()
    made.resize(1366, 696)
    assert made.report.isVisible()
    assert made.steps["models"].isVisible()


def test_a_place_is_shown_on_its_screen(bench, qtbot):
    made, *_ = bench
    made.go_to("waves")
    made.reveal("models[0].cluster")
    assert made.current == "models"
    with qtbot.waitSignal(made.report_place_asked) as asked:
        made.reveal("report[2]")
    assert asked.args == ["report[2]"]


def test_marks_and_counts_follow_the_run(bench, sample_run):
    made, document, _ = bench
    assert made.rail.findings.accessibleName() == "Findings: 0"
    document.restore(sample_run.study, None)
    document.show_run(sample_run)
    assert made.rail.findings.accessibleName() != "Findings: 0"
    for key, step in made.steps.items():
        assert made.rail.mark(key) == step.mark()


def test_nothing_waits_in_a_study_that_asks_for_nothing_yet(bench):
    made, *_ = bench
    made.refresh_marks()
    assert [made.rail.mark(key) for key in made.steps] == [""] * len(made.steps)


def test_what_waits_says_for_what(bench, tmp_path):
    made, document, _ = bench
    document.open(write_study(tmp_path))
    assert made.rail.mark("panel") == "waits"
    row = made.rail.row("panel")
    assert row.accessibleName() == "2 Panel, waits for the first results"
    document.show_error(DocumentError("No such column.", where="waves[0].date"))
    assert row.accessibleName() == "2 Panel, waits until Waves is mended"
    assert "waits until Waves is mended" in row.toolTip()


def test_another_page_stands_in_for_the_report_until_it_is_closed(bench):
    made, *_ = bench
    page = QWidget()
    made.show_side(page)
    assert page.isVisible()
    assert not made.report.isVisible()
    made.show_side(None)
    assert made.report.isVisible()
