from __future__ import annotations

import pytest

from studytool.gui.document import Document
from studytool.gui.widgets.computed_page import ComputedPage
from tests.gui.by_label import click, texts, type_in
from tests.small_study import write_study


@pytest.fixture
def page(qtbot, tmp_path):
    document = Document()
    document.open(write_study(tmp_path))
    return shown(qtbot, document)


def shown(qtbot, document):
    made = ComputedPage(document)
    qtbot.addWidget(made)
    document.changed.connect(made.refresh)
    made.resize(800, 600)
    made.show()
    made.refresh()
    return made


def test_without_any_it_says_what_a_score_is(qtbot):
    document = Document()
    page = shown(qtbot, document)
    assert "No scores yet" in texts(page)
    before = document.study
    click(page, "Add score")
    assert "There is nothing to compute from yet. Add the files" in texts(page)
    assert document.study is before


def test_a_name_that_is_taken_is_refused_at_its_field(page):
    before = page.document.study
    type_in(page, "Name", "visited")
    assert "“visited” is the name of another variable." in texts(page)
    assert page.document.study is before


def test_a_copy_is_opened(page):
    click(page, "Duplicate")
    assert [one.name for one in page.document.study.derived] == ["log_size", "log_size_2"]
    type_in(page, "Label", "Size of the family")
    assert [one.label for one in page.document.study.derived] == ["", "Size of the family"]


def test_the_sample_study_lists_every_score_and_formula(qtbot, sample_study_path, sample_run):
    document = Document()
    document.open(sample_study_path)
    document.show_run(sample_run)
    page = shown(qtbot, document)
    study = document.study
    listed = [page._list.item(at).text() for at in range(page._list.count())]
    assert listed == [one.label for one in (*study.measures, *study.derived)]
    assert page.choose("high_difficulties")
    assert "yes in" in texts(page)
    assert not page.choose("no_such")
