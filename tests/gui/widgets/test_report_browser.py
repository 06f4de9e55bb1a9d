from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QColor, QFont, QImage, QTextDocument, QTextTable

from studytool.gui.report_html import PRINTED, finding_html
from studytool.gui.table_html import table_html
from studytool.gui.widgets.report_browser import SIDE, TOP, ReportBrowser
from studytool.report.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

from studytool.core.findings import Finding

TABLE = Table("t", "x", "A table", "", (Column("n"),), (Row("Children", (Cell(118.0, "count"),)),))


def browser_of(qtbot: QtBot) -> ReportBrowser:
    browser = ReportBrowser()
    qtbot.addWidget(browser)
    browser.resize(700, 400)
    return browser


def has_figures(table: QTextTable, row: int, column: int) -> bool:
    cursor = table.cellAt(row, column).firstCursorPosition()
    cursor.movePosition(cursor.MoveOperation.NextCharacter)
    return cursor.charFormat().font().isFeatureSet(QFont.Tag("tnum"))


def test_figures_are_of_one_width_in_number_tables_only(qtbot: QtBot) -> None:
    browser = browser_of(qtbot)
    finding = finding_html(Finding("note", "a_fact", "Told."), PRINTED)
    browser.show_page(table_html(TABLE, PRINTED, width=600) + finding, {})
    frames = browser.document().rootFrame().childFrames()
    numbers, told = [frame for frame in frames if isinstance(frame, QTextTable)]
    assert has_figures(numbers, 1, 1)
    assert not has_figures(told, 0, 2)


def test_a_picture_comes_from_the_page(qtbot: QtBot) -> None:
    browser = browser_of(qtbot)
    red = QImage(4, 4, QImage.Format.Format_RGB32)
    red.fill(QColor("red"))
    browser.show_page('<img src="chart:f1" width="4" height="4">', {"f1": red})
    kind = QTextDocument.ResourceType.ImageResource.value
    assert browser.loadResource(kind, "chart:f1") == red
    assert browser.loadResource(kind, "chart:other").size().width() == 1
    icon = browser.loadResource(kind, "icon:info/accent")
    assert icon.width() >= 16


def test_a_new_picture_is_seen_on_the_page_that_is_there(qtbot: QtBot) -> None:
    browser = browser_of(qtbot)
    blue = QImage(40, 40, QImage.Format.Format_RGB32)
    blue.fill(QColor("blue"))
    browser.show_page('<img src="chart:f1" width="40" height="40">', {})
    page, before = browser.document(), browser.grab().toImage()
    browser.show_images({"f1": blue})
    assert browser.document() is page
    after = browser.grab().toImage()
    middle = QPoint(SIDE + 20, TOP + 20)
    assert before.pixelColor(middle) != QColor("blue")
    assert after.pixelColor(middle) == QColor("blue")


def test_the_place_on_the_page_is_kept(qtbot: QtBot) -> None:
    browser = browser_of(qtbot)
    browser.show()
    page = "".join(f"<p>{number}</p>" for number in range(200))
    browser.show_page(page, {})
    browser.verticalScrollBar().setValue(500)
    browser.show_page(page + "<p>more</p>", {})
    assert browser.verticalScrollBar().value() == 500


def test_an_entry_is_found_by_a_point(qtbot: QtBot) -> None:
    browser = browser_of(qtbot)
    browser.show()
    entries = [f'<p><a name="item{place}">Entry {place}</a></p>' for place in range(3)]
    browser.show_page("<p>before</p>" + "".join(entries), {})
    assert browser.entry_at(QPoint(SIDE + 2, 2)) == -1
    assert browser.entry_at(QPoint(SIDE + 2, browser.height() - 20)) == 2


def test_another_width_is_told_once(qtbot: QtBot) -> None:
    browser = browser_of(qtbot)
    browser.show()
    told = []
    browser.widened.connect(lambda: told.append(browser.room))
    browser.resize(900, 400)
    browser.resize(900, 500)
    assert told == [browser.room]
    assert browser.room < 900 - 2 * SIDE + 1


def test_what_is_read_stays_at_the_top_at_another_width(qtbot: QtBot) -> None:
    browser = ReportBrowser()
    qtbot.addWidget(browser)
    browser.resize(900, 400)
    browser.show()
    text = "Words that take more lines where there is less room. " * 30
    html = "".join(
        f'<p><a name="item{place}">Entry {place}</a></p><p>{text}</p>' for place in range(9)
    )
    browser.show_page(html, {})
    browser.scrollToAnchor("item5")
    browser.resize(500, 400)
    browser.show_page(html, {})
    assert browser.entry_at(QPoint(SIDE + 4, 8)) == 5
    assert browser.verticalScrollBar().value() > 0


class Resizes(QObject):
    """Counts how often what it watches gets another size."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        self.count += event.type() == QEvent.Type.Resize
        return super().eventFilter(watched, event)


def test_a_page_like_the_one_before_moves_no_scroll_bar(qtbot: QtBot) -> None:
    browser = browser_of(qtbot)
    browser.show()
    line = "<p>" + "A line wider than the pane is. " * 40 + "</p>"
    browser.show_page(line * 20, {})
    watch = Resizes()
    browser.viewport().installEventFilter(watch)
    height = browser.document().size().height()
    browser.show_page(line * 20, {})
    assert watch.count == 0
    assert browser.document().size().height() == height
    assert browser.horizontalScrollBar().maximum() == 0


def test_a_word_without_end_is_wrapped(qtbot: QtBot) -> None:
    browser = browser_of(qtbot)
    browser.show()
    browser.show_page("<p>" + "endless" * 100 + "</p>", {})
    assert browser.horizontalScrollBar().maximum() == 0


def test_the_rules_of_a_table_run_through(qtbot: QtBot) -> None:
    browser = browser_of(qtbot)
    browser.show()
    rows = tuple(Row(f"Row {place}", (Cell(1.0), Cell(2.0))) for place in range(3))
    table = Table("t", "x", "A table", "", (Column("n"), Column("m")), rows)
    browser.show_page(table_html(table, PRINTED, width=600), {})
    picture, rule = browser.viewport().grab().toImage(), QColor(PRINTED.rule)
    dark = [
        [x for x in range(picture.width()) if picture.pixelColor(x, y) == rule]
        for y in range(picture.height())
    ]
    ruled = [row for row in dark if len(row) > 100]
    assert len(ruled) == 3  # above the heads, under them, under the last row
    assert all(row == list(range(SIDE, SIDE + len(row))) for row in ruled)
    assert ruled[0] == ruled[1] == ruled[2]
