from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from studytool.api import open_study
from studytool.core.errors import DocumentError
from studytool.gui.document import Document
from studytool.gui.steps.brief import BriefStep
from studytool.gui.widgets.block_list import ROW, BlockList, box_of
from studytool.gui.widgets.chipped_text import ChippedText
from tests.gui.by_label import button, click, control, seen, texts, type_in
from tests.small_study import write_study


def shown(qtbot, path, run=None):
    document = Document()
    document.open(path)
    step = BriefStep(document)
    qtbot.addWidget(step)
    qtbot.addWidget(step.side())
    step.resize(368, 900)
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


def blocks(step):
    return step.document.study.brief.blocks


def add(step, text):
    step._fill_menu()
    next(one for one in step._add.menu().actions() if one.text().startswith(text)).trigger()


def typed(step):
    return next(iter(seen(step, ChippedText)))


def test_a_brief_is_started_with_what_the_study_shows(small):
    assert "No brief yet" in texts(small)
    click(small, "Start a brief")
    assert [block.kind_name() for block in blocks(small)] == [
        "text",
        "table",
        "findings",
        "methods",
    ]
    small.document.undo.undo()
    assert small.document.study.brief is None


def test_the_blocks_stand_in_order_with_what_they_show(sample):
    rows = sample.findChild(BlockList).blocks.rows
    assert (rows[0].title, rows[0].under) == ("In short", "text, 7 numbers")
    assert rows[3].icon == "table"
    assert rows[-1].title == "How the numbers were made"
    assert sample.mark() == "done"


def test_a_block_is_left_out_by_its_box_and_comes_back(sample):
    before = sample.document.study
    listed = sample.findChild(BlockList)
    box = box_of(listed.visualRect(listed.blocks.index(1)))
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert blocks(sample)[1].hidden
    assert "left out" in sample.document.history[-1].what
    listed.setFocus()
    QTest.keyClick(listed, Qt.Key.Key_Space)
    assert not blocks(sample)[1].hidden
    assert sample.document.study == before


def test_blocks_move_and_are_followed(sample):
    listed = sample.findChild(BlockList)
    listed.choose(1)
    heading = blocks(sample)[1]
    click(sample, "Move down")
    assert blocks(sample)[2] == heading
    assert listed.place == 2
    QTest.keyClick(listed, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert blocks(sample)[1] == heading
    listed.blocks.moved.emit(1, 0)
    assert blocks(sample)[0] == heading
    assert not button(sample, "Move up").isEnabled()


def test_a_block_is_added_after_the_one_that_is_looked_at_and_removed(sample):
    many = len(blocks(sample))
    sample.findChild(BlockList).choose(2)
    add(sample, "Heading")
    assert blocks(sample)[3].text == "New heading"
    type_in(sample, "Heading", "What it means")
    assert blocks(sample)[3].text == "What it means"
    click(sample, "Remove the block")
    assert len(blocks(sample)) == many
    add(sample, "Table: Value for money")
    assert blocks(sample)[4].table == "returns"


def test_a_number_is_picked_from_a_list_and_never_typed(sample, tmp_path):
    sample.findChild(BlockList).choose(2)
    typed(sample).set_source("The offer cost ")
    typed(sample).moveCursor(typed(sample).textCursor().MoveOperation.End)
    type_in(sample, "Insert a number", "roi.per_person")
    assert blocks(sample)[2].text == "The offer cost {roi.per_person}"
    sample.document.save(tmp_path / "saved.toml")
    assert open_study(tmp_path / "saved.toml").digest == sample.document.study.digest


def test_what_is_no_number_of_the_study_is_refused(sample):
    type_in(sample, "Insert a number", "roi.per_planet")
    assert "There is no “roi.per_planet” here." in texts(sample)


def test_a_text_is_taken_when_the_keyboard_leaves_and_undone_as_one_step(sample):
    before = sample.document.study
    typed(sample).set_source("One.\n\nTwo.")
    sample.findChild(BlockList).choose(1)
    assert blocks(sample)[0].text == ("One.", "Two.")
    sample.document.undo.undo()
    assert sample.document.study is before


def test_an_error_stands_at_its_block(sample):
    error = DocumentError('There is no number "x.y".', where="brief.blocks[0]")
    sample.document.show_error(error)
    assert 'There is no number "x.y".' in texts(sample)
    assert sample.mark() == "warning"
    sample.findChild(BlockList).choose(3)
    assert "Show the block" in [one.text() for one in seen(sample, type(button(sample, "Add")))]


def test_title_and_place_are_edits(sample):
    sample.reveal("brief.title")
    type_in(sample, "Title", "Worth it?")
    assert sample.document.study.brief.title == "Worth it?"
    assert control(sample, "Audience", QLineEdit).text() == "For funders and departments"


def test_the_pages_show_the_real_parts_and_numbers_lead_to_their_result(qtbot, sample):
    side = sample.side()
    side.resize(838, 700)
    side.show()
    sheets = side.pages.sheets
    assert "SYNTHETIC DATA" in sheets.text
    assert "R20,989" in sheets.text
    assert "Value for money" in sheets.text
    assert f"Page 1 of {sheets.pages}" in texts(side)
    found = [sheets.address_at(QPointF(x, y)) for y in range(60, 400, 5) for x in range(40, 620, 5)]
    names = {one for one in found if one}
    assert "number:offer.offered.estimate" in names
    with qtbot.waitSignal(sample.place_asked) as asked:
        side.pages.followed.emit("number:offer.offered.estimate")
    assert asked.args == ["models[2]"]
    qtbot.waitUntil(lambda: bool(side._painter.images), timeout=20_000)
    side.pages.go_to(1)
    assert side.pages.page == 1


def test_the_word_file_is_written_from_here(qtbot, sample, tmp_path):
    side = sample.side()
    side.resize(838, 700)
    side.show()
    side.output.ask_file = lambda *_: tmp_path / "brief.docx"
    click(side, "Export the brief to Word")
    qtbot.waitUntil((tmp_path / "brief.docx").exists, timeout=20_000)
    qtbot.waitUntil(lambda: "Wrote brief.docx" in texts(side), timeout=20_000)


def test_a_row_is_as_high_as_the_pictures_say(sample):
    listed = sample.findChild(BlockList)
    assert listed.visualRect(listed.blocks.index(1)).height() == ROW
    assert box_of(listed.visualRect(listed.blocks.index(0))).topLeft() != QPoint(0, 0)
