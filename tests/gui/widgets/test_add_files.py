from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QPushButton

from studytool.gui.document import new_study
from studytool.gui.wave_reader import WaveReader
from studytool.gui.widgets.add_files import AddFiles

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data" / "cop_synthetic"


@pytest.fixture
def page(qtbot):
    reader = WaveReader()
    made = AddFiles(reader)
    qtbot.addWidget(made)
    made.resize(858, 690)
    made.show()
    yield made
    reader.close()


def looked_at(page, qtbot, *paths):
    page.show_files(new_study(), list(paths))
    add = next(one for one in page.findChildren(QPushButton) if one.text().startswith("Add"))
    qtbot.waitUntil(lambda: page.findChild(QListWidget).count() > 0, timeout=20_000)
    return add


def test_what_was_found_is_shown_before_anything_is_added(page, qtbot):
    add = looked_at(page, qtbot, SAMPLE / "wave3_2022.csv")
    shown = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "Read as Western European text (Windows)" in shown
    told = next(one for one in page.findChildren(QLabel) if "Western European" in one.text())
    assert "CP1252" in told.toolTip()
    assert "CP1252" not in shown
    assert "Row 2 holds the names of the columns." in shown
    assert add.text() == "Add 1 table"
    with qtbot.waitSignal(page.added) as told:
        qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    study, words = told.args
    assert words == "1 file added"
    (wave,) = study.waves
    assert (wave.source, wave.number, wave.date) == ("wave3_2022.csv", 3, "interview_date")
    assert study.root == SAMPLE
    assert study.panel.person == "child_id"


def test_a_sheet_that_is_not_wanted_is_left_out(page, qtbot):
    add = looked_at(page, qtbot, SAMPLE / "wave1_2020.xlsx")
    assert add.text() == "Add 2 tables"
    page.findChild(QListWidget).item(1).setCheckState(Qt.CheckState.Unchecked)
    assert add.text() == "Add 1 table"


def test_a_file_that_is_no_data_says_why_and_cannot_be_added(page, qtbot, tmp_path):
    picture = tmp_path / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    add = looked_at(page, qtbot, picture)
    assert not add.isEnabled()
    shown = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "picture" in shown


def test_leaving_adds_nothing(page, qtbot):
    looked_at(page, qtbot, SAMPLE / "wave3_2022.csv")
    cancel = next(one for one in page.findChildren(QPushButton) if one.text() == "Cancel")
    with qtbot.waitSignal(page.left):
        qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not page.has_files


def visible(page):
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_with_nothing_ticked_the_button_says_what_is_missing(page, qtbot):
    add = looked_at(page, qtbot, SAMPLE / "wave2_2021.sav")
    page.findChild(QListWidget).item(0).setCheckState(Qt.CheckState.Unchecked)
    assert add.text() == "Add tables"
    assert not add.isEnabled()
    assert "No table is ticked." in visible(page)
    page.findChild(QListWidget).item(0).setCheckState(Qt.CheckState.Checked)
    assert add.isEnabled()
    assert "No table is ticked." not in visible(page)


def test_where_nothing_can_be_read_it_says_so(page, qtbot, tmp_path):
    picture = tmp_path / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    add = looked_at(page, qtbot, picture)
    assert add.text() == "Add tables"
    assert "None of these tables can be read" in visible(page)
    assert "None of these tables can be read" in add.toolTip()


def test_a_table_that_is_in_the_study_already_is_not_ticked(page, qtbot):
    study = new_study()
    add = looked_at(page, qtbot, SAMPLE / "wave1_2020.xlsx")
    with qtbot.waitSignal(page.added) as told:
        page.findChild(QListWidget).item(1).setCheckState(Qt.CheckState.Unchecked)
        qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    study = told.args[0]
    page.show_files(study, [SAMPLE / "wave1_2020.xlsx"])
    listed = page.findChild(QListWidget)
    qtbot.waitUntil(lambda: listed.count() == 2, timeout=20_000)
    assert [listed.item(place).text() for place in range(2)] == [
        "wave1_2020.xlsx, children (in the study)",
        "wave1_2020.xlsx, households",
    ]
    assert listed.item(0).checkState() == Qt.CheckState.Unchecked
    assert "Part of the study already." in visible(page)
    assert add.text() == "Add 1 table"


def test_how_a_table_joins_is_asked_where_it_is_not_the_childrens(page, qtbot):
    looked_at(page, qtbot, SAMPLE / "wave1_2020.xlsx")
    assert "Column shared with the children's file" not in visible(page)
    page.findChild(QListWidget).setCurrentRow(1)
    QApplication.processEvents()
    assert "Column shared with the children's file" in visible(page)
