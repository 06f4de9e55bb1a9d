from __future__ import annotations

import pytest

from studytool.gui.brief_html import KEPT, Sheet, brief_html
from studytool.gui.chart_images import Size
from studytool.gui.report_html import PRINTED
from studytool.gui.widgets import page_document
from studytool.gui.widgets.page_document import ROOM, TALL, PageDocument, page_font
from studytool.roi.brief import FigurePart

TITLE = f'<p><a name="{KEPT}">Table 1. A title</a></p>'
TABLE = "<table>" + "<tr><td>A row</td></tr>" * 20 + "</table>"


def page_of(document, text):
    cursor = document.find(text)
    assert not cursor.isNull()
    return int(document.documentLayout().blockBoundingRect(cursor.block()).top() // TALL)


def sample_pages(sample_run):
    brief = sample_run.output.brief
    figures = [part for part in brief.parts if isinstance(part, FigurePart)]
    sizes = {one.figure.name: Size(ROOM, round(one.height * ROOM / 17.2)) for one in figures}
    sheet = Sheet(PRINTED, ROOM, sizes, sample_run.output.banner, page_font())
    document = PageDocument()
    document.set_page(brief_html(brief, sheet), {})
    return document


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("fonts", [("Calibri", "Carlito"), ()])
def test_the_sample_brief_takes_as_many_pages_as_in_word(sample_run, monkeypatch, fonts):
    monkeypatch.setattr(page_document, "WORD_FONTS", fonts)
    document = sample_pages(sample_run)
    assert document.pageCount() == 2
    assert page_of(document, "Figure 1.") == 0
    assert page_of(document, "Table 2.") == 1


@pytest.mark.usefixtures("qapp")
def test_a_title_goes_to_the_page_of_its_table():
    document = PageDocument()
    lines = "<p>A line.</p>" * 35
    document.set_page(lines + TITLE + TABLE, {})
    assert page_of(document, "A title") == page_of(document, "A row") == 1


@pytest.mark.usefixtures("qapp")
def test_a_title_stays_where_its_table_has_room():
    document = PageDocument()
    document.set_page("<p>A line.</p>" * 3 + TITLE + TABLE, {})
    assert document.pageCount() == 1


@pytest.mark.usefixtures("qapp")
def test_without_the_font_of_word_ours_is_set_as_wide(monkeypatch):
    monkeypatch.setattr(page_document, "WORD_FONTS", ())
    made = page_font()
    assert made.family == "Inter"
    assert made.scale < 1
