from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QTabBar

from studytool.api import open_study
from studytool.gui.document import Document
from studytool.gui.steps.describe import DescribeStep
from tests.gui.by_label import choose, click, seen, texts, type_in
from tests.small_study import write_study


def shown(qtbot, path, run=None):
    document = Document()
    document.open(path)
    step = DescribeStep(document)
    qtbot.addWidget(step)
    step.resize(448, 700)
    step.show()
    if run is not None:
        document.show_run(run)
    return step


@pytest.fixture
def sample(qtbot, sample_study_path, sample_run):
    return shown(qtbot, sample_study_path, sample_run)


@pytest.fixture
def small(qtbot, tmp_path):
    return shown(qtbot, write_study(tmp_path))


def tabs(step):
    bar = step.findChild(QTabBar)
    return [bar.tabText(place) for place in range(bar.count())]


def act(step, text):
    menu = next(one.menu() for one in seen(step, QPushButton) if one.text() == "This table")
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_an_edit_is_one_undoable_step_and_is_saved(small, tmp_path):
    before = small.document.study
    choose(small, "What is computed", "Count")
    assert small.document.study.analyses[0].statistic == "count"
    assert small.document.history[-1].what == "table “levels”: what is computed Count"
    small.document.save(tmp_path / "saved.toml")
    assert open_study(tmp_path / "saved.toml").analyses[0].statistic == "count"
    small.document.undo.undo()
    assert small.document.study is before


def test_a_new_table_opens_and_is_in_the_report(small):
    click(small, "New table")
    made = small.document.study.analyses[-1]
    assert (made.name, made.variables, made.statistic) == ("described", ["score"], "mean")
    assert small.document.study.tables[-1].uses() == ("described",)
    assert tabs(small) == ["levels", "Score by wave"]
    assert small._open == "described"


def test_who_was_followed_takes_the_place_of_a_wave_table_with_its_table(small):
    click(small, "New table")
    choose(small, "What it shows", "Who was followed")
    study = small.document.study
    assert study.analyses[-1].kind_name() == "attrition"
    assert study.tables[-1].kind_name() == "attrition"
    choose(small, "What it shows", "Wave table")
    assert small.document.study.tables[-1].kind_name() == "wave_table"


def test_a_table_is_renamed_with_what_shows_it(sample):
    act(sample, "Rename …")
    type_in(sample, "Name", "safe")
    study = sample.document.study
    assert study.analyses[0].name == "safe"
    assert study.tables[0].uses() == ("safe", "safety_moutse")
    assert study.reproduces[0].quantity.startswith("safe.")
    assert "{safe.safety_risk[1].value|percent}" in study.to_toml()


def test_a_name_that_is_taken_is_refused_at_the_field(small):
    act(small, "Duplicate")
    act(small, "Rename …")
    type_in(small, "Name", "levels")
    assert "given 2 times" in texts(small)
    assert [one.name for one in small.document.study.analyses] == ["levels", "levels_2"]


def test_deleting_says_what_uses_it(sample):
    sample._head.open(2)
    act(sample, "Delete")
    assert "the brief" in texts(sample)
    click(sample, "Delete it there too")
    assert "rests on it" in texts(sample)
    assert len(sample.document.study.analyses) == 6


def test_without_any_the_way_to_the_first_is_shown(small):
    act(small, "Delete")
    assert small.document.study.analyses == ()
    assert "Nothing described yet" in texts(small)
    assert small.mark() == ""
    small.document.undo.undo()
    assert tabs(small) == ["levels"]


def test_a_place_of_the_document_opens_its_table_and_what_to_mind(sample, qtbot):
    sample.reveal("analyses[5].by")
    assert sample._open == "followed"
    qtbot.waitUntil(lambda: "not met at every wave" in texts(sample))
    sample.reveal("tables[2]")
    assert sample._open == "depression"
    assert sample.mark() == "done"
