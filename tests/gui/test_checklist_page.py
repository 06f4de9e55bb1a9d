"""A student opens a published result, sees that it holds, changes one choice and what it moves."""

from __future__ import annotations

import pytest

from studytool.gui.checklist_page import sources_of
from studytool.report.quantity import Reproduced
from tests.gui.by_label import click, texts
from tests.gui.small_window import window_for


@pytest.fixture
def window(qtbot, tmp_path):
    assert qtbot is not None
    with window_for(tmp_path) as made:
        yield made


def open_result(window, qtbot, name):
    window.opening.open_library(name)
    landed(window, qtbot)


def landed(window, qtbot):
    document = window.document
    qtbot.waitUntil(
        lambda: document.run is not None and not document.stale and not document.awaited,
        timeout=60_000,
    )
    assert document.error is None


def choose(combo, text):
    place = combo.findText(text)
    assert place >= 0, [combo.itemText(n) for n in range(combo.count())]
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


def test_a_result_opens_at_its_models_beside_its_checklist(window, qtbot):
    open_result(window, qtbot, "fatalities")
    page = window.checklist
    assert page.isVisible()
    assert window.bench.current == "models"
    qtbot.waitUntil(lambda: "Difference" in texts(page))
    said = texts(page).splitlines()
    assert "All 16 published numbers hold." in said
    assert "Do taxes on beer save lives on the road?" in said
    assert {"What was asked", "How", "Try next", "Where print and we differ", "Data"} <= {*said}
    assert {"Published", "Ours", "Difference", "Verdict"} <= {*said}
    assert "Before" not in said
    click(page, "Show the report")
    assert not page.isVisible()
    assert window.report.isVisible()
    window.deeds["checklist"].trigger()
    assert page.isVisible()


def test_one_changed_choice_shows_what_moves_and_is_put_back(window, qtbot):
    open_result(window, qtbot, "fatalities")
    page, study = window.checklist, window.document.study
    choose(page.choice.model, "two way")
    choose(page.choice.choice, "Small-sample convention")
    choose(page.choice.value, "All effects counted")
    assert window.document.study.models[2].small_sample == "all_effects"
    landed(window, qtbot)
    qtbot.waitUntil(lambda: "Before" in texts(page))
    said = texts(page).splitlines()
    assert "15 of 16 published numbers hold." in said
    assert "1 of 16 numbers moved" in said
    assert {"Before", "Now", "0.357", "0.386", "differs"} <= {*said}
    click(page, "Put it back")
    assert window.document.study == study
    landed(window, qtbot)
    qtbot.waitUntil(lambda: "Before" not in texts(page))
    assert "All 16 published numbers hold." in texts(page)


def test_another_result_begins_with_numbers_of_its_own(window, qtbot):
    open_result(window, qtbot, "kielmc_2x2")
    choose(window.checklist.choice.value, "HC1, robust, corrected")
    landed(window, qtbot)
    qtbot.waitUntil(lambda: "Before" in texts(window.checklist))
    window.document.undo.setClean()
    open_result(window, qtbot, "snow_2x2")
    qtbot.waitUntil(lambda: "Difference" in texts(window.checklist))
    said = texts(window.checklist)
    assert "The published number holds." in said
    assert "Before" not in said
    assert "Snow and the water of Lambeth" in said


def test_the_models_leave_as_programs(window, qtbot, tmp_path):
    open_result(window, qtbot, "mpdta_cs")
    assert "The printed standard errors are drawn by a multiplier bootstrap" in texts(
        window.checklist
    )
    window.report.output.ask_folder = lambda _: tmp_path
    click(window.checklist, "Export the scripts …")
    qtbot.waitUntil(lambda: "Wrote" in texts(window.checklist), timeout=30_000)
    assert (tmp_path / "scripts" / "models.py").exists()
    assert (tmp_path / "scripts" / "models.R").exists()


def test_a_source_is_told_once():
    numbers = [Reproduced("a.b.c", 1.0, 1.0, 0.1, True, source) for source in "aab"]
    assert sources_of(numbers) == "a; b"
