from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from studytool.core.findings import Finding
from studytool.gui.widgets.wave_side import SAME_ID_TWICE, WaveSide, value_rows
from studytool.gui.widgets.wave_table import Line
from studytool.survey.contents import contents_of
from studytool.survey.interviewed import interviewed
from studytool.survey.wave_grid import wave_grid
from tests.gui.by_label import click, seen, texts, words
from tests.survey.wave_files import waves_with

WAVES = waves_with()


def line_of(name, proposal=""):
    return Line(next(row for row in wave_grid(WAVES).rows if row.name == name), proposal)


def test_values_add_up_and_say_what_they_become():
    rows = value_rows(contents_of(WAVES, "violence", 2.0))
    assert rows == [
        ["1", "Yes", "1", "1"],
        ["2", "No", "2", "2"],
        ["8", "not asked", "1", "missing"],
    ]


def test_the_way_to_accept_is_there_only_where_something_is_open(qtbot):
    side = WaveSide()
    qtbot.addWidget(side)
    side.show()
    contents = contents_of(WAVES, "violence", 2.0)
    side.show_values(line_of("violence", "1 → 1 yes"), "2021", contents)
    accept = next(one for one in side.findChildren(QPushButton) if one.text() == "Accept")
    assert accept.isVisible()
    with qtbot.waitSignal(side.accept_asked):
        qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
    side.show_values(line_of("child"), "2021", contents)
    assert not accept.isVisible()


def test_people_are_told_in_words(qtbot):
    side = WaveSide()
    qtbot.addWidget(side)
    side.show_people(interviewed(WAVES))
    shown = [label.text() for label in side.findChildren(QLabel)]
    assert (
        "2 of 5 children in all 3 waves (40\N{NO-BREAK SPACE}%). IDs as the files write them."
        in shown
    )
    side.show_people(None)
    assert side.findChildren(QLabel)


def test_an_id_that_occurs_twice_leads_to_its_rows(qtbot):
    side = WaveSide()
    qtbot.addWidget(side)
    side.show()
    side.show_findings([Finding("error", SAME_ID_TWICE, "2 IDs occur twice.")])
    QApplication.processEvents()
    assert texts(side).count("2 IDs occur twice") == 1
    with qtbot.waitSignal(side.pairs_asked):
        click(side, "Compare the pairs")
    side.show_findings([Finding("error", "files_refused", "A file is gone.")])
    assert "Compare the pairs" not in {word for one in seen(side) for word in words(one)}
    side.show_people(interviewed(WAVES))
    with qtbot.waitSignal(side.pairs_asked):
        click(side, "Compare the pairs")
