from __future__ import annotations

import pytest

from studytool.api import open_study
from studytool.gui.document import Document
from studytool.gui.widgets.study_page import StudyPage
from tests.gui.by_label import control, texts, type_in
from tests.small_study import write_study


@pytest.fixture
def page(qtbot, tmp_path):
    document = Document()
    document.open(write_study(tmp_path))
    made = StudyPage(document)
    qtbot.addWidget(made)
    document.changed.connect(made.refresh)
    made.resize(800, 600)
    made.refresh()
    made.show()
    return made


def test_every_setting_says_what_it_does(page):
    told = texts(page)
    for words in ("Stands on the brief", "the same seed gives", "are hidden in every table"):
        assert words in told


def test_a_setting_is_saved_with_the_study(page, tmp_path):
    type_in(page, "Fewest people", "12")
    page.document.save(tmp_path / "saved.toml")
    assert open_study(tmp_path / "saved.toml").disclosure.minimum == 12
    assert page.document.history[-2].what == "fewest people shown: 12"


def test_a_place_of_the_document_has_the_focus(page, qtbot):
    page.activateWindow()
    page.reveal("seed")
    qtbot.waitUntil(control(page, "Seed").hasFocus)
