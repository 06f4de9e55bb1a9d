from __future__ import annotations

import pytest

from studytool.api import run
from studytool.core.findings import Finding
from studytool.gui.document import Document
from studytool.gui.widgets.findings_list import FindingCard
from studytool.gui.widgets.variable_side import VariableSide
from tests.gui.by_label import seen, texts
from tests.small_study import write_study


@pytest.fixture
def side(qtbot, tmp_path):
    document = Document()
    document.open(write_study(tmp_path))
    document.show_run(run(document.study))
    made = VariableSide(document)
    qtbot.addWidget(made)
    made.resize(348, 900)
    made.show()
    return made


def test_what_it_holds_is_told_wave_by_wave(side, qtbot):
    side.show_variable("score", (), computing=False)
    qtbot.waitUntil(lambda: "2021" in texts(side))
    assert "24 of 24 cells filled." in texts(side)
    assert "What it holds" in texts(side)


def test_findings_about_the_variable_come_first(side, qtbot):
    other = Finding("note", "decision_applied", "1 row was dropped.")
    own = Finding("note", "items_partial", "2 scores lack items.", where="score")
    placed = Finding("note", "computed_missing", "Some are missing.", where="derived[0]")
    for name, first in (("score", own), ("log_size", placed), ("size", other)):
        side.show_variable(name, (other, own, placed), computing=False)
        qtbot.waitUntil(lambda: len(seen(side, FindingCard)) == 3)
        assert seen(side, FindingCard)[0].finding == first


def test_without_a_variable_it_says_what_to_do(side):
    side.show_variable("", (), computing=False)
    assert "Choose a variable to see and change its entry." in texts(side)
    assert "What it holds" not in texts(side)
