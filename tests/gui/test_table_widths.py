from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFontMetricsF

from studytool.exporters.layout import printed_texts
from studytool.gui.report_html import PRINTED
from studytool.gui.table_html import table_html
from studytool.gui.table_widths import in_line, letters, measures, parted
from studytool.gui.theme import figures, font
from studytool.gui.widgets.report_browser import ReportBrowser
from studytool.report.table import Cell, Column, Row, Table

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from studytool.outcome import Run

ROI_PANE, MODELS_PANE, SMALL_PANE = 654, 758, 520


def three_models() -> Table:
    heads = ("Estimate", "95 % interval", "p")
    spans = ("Visits, fixed effects", "Offer, difference-in-differences", "Offer, ANCOVA")
    columns = tuple(Column(head, span) for span in spans for head in heads)
    numbers = (Cell(-5.99), Cell(low=-7.63, high=-4.34), Cell(0.0001, "p"))
    nothing = (Cell(), Cell(), Cell())
    rows = tuple(
        Row(f"Family offered home visits {place}", sum(cells, ()), role="lead")
        for place, cells in enumerate(
            [
                (numbers, nothing, nothing),
                (nothing, numbers, nothing),
                (nothing, nothing, numbers),
            ]
        )
    )
    count = Row(
        "Children",
        sum([(Cell(123.0, "count"), Cell("", "text"), Cell("", "text"))] * 3, ()),
        role="count",
    )
    return Table("t", "regression", "Visits", "", columns, (*rows, count))


@pytest.mark.parametrize("text", ["−7.63 to −4.34", "95 % interval", "Family offered home visits"])
@pytest.mark.usefixtures("qtbot")
def test_letters_are_as_wide_as_the_font_sets_them(text: str) -> None:
    for weight, bold in ((400, False), (600, True)):
        set_as = QFontMetricsF(figures(font(30, weight))).horizontalAdvance(text) / 40
        assert 0.95 * set_as <= letters(text, bold=bold) <= 1.2 * set_as


@pytest.mark.parametrize("pane", [SMALL_PANE, ROI_PANE, MODELS_PANE])
def test_no_table_of_the_sample_study_needs_a_horizontal_scroll_bar(
    qtbot: QtBot, sample_run: Run, pane: int
) -> None:
    browser = ReportBrowser()
    qtbot.addWidget(browser)
    browser.resize(pane, 700)
    browser.show()
    for name, table in sample_run.output.tables.items():
        browser.show_page(table_html(table, PRINTED, width=browser.room), {})
        assert browser.horizontalScrollBar().maximum() == 0, name


def test_a_table_of_many_models_is_parted_between_models() -> None:
    parts = parted(three_models(), 584)
    assert [{column.span for column in part.columns} for part in parts] == [
        {"Visits, fixed effects", "Offer, difference-in-differences"},
        {"Offer, ANCOVA"},
    ]


def test_a_part_leaves_out_the_rows_of_the_other_models() -> None:
    last = parted(three_models(), 584)[-1]
    assert [row.head for row in last.rows] == ["Family offered home visits 2", "Children"]
    assert len(last.rows[0].cells) == 3


def test_parts_stand_in_line() -> None:
    parts = parted(three_models(), 584)
    alone = [measures(part, printed_texts(part), 584) for part in parts]
    first, last = in_line(alone, parts, 584)
    assert first.size == last.size
    assert first.stub == last.stub
    assert first.widths[:3] == last.widths
    assert first.total <= 584


def test_a_table_that_fits_stays_in_one_piece() -> None:
    assert parted(three_models(), 1400) == (three_models(),)


def test_a_column_has_room_for_its_widest_number() -> None:
    table = three_models()
    made = measures(table, printed_texts(table), 1400)
    assert made.widths[1] >= letters("−7.63 to −4.34") * 10 * 96 / 72
    assert made.total <= 1400
