"""A brief as a Word document: real tables, charts with alternative text, no live fields."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, ClassVar, Literal

from studytool.core.errors import StudyError
from studytool.exporters.exporter import Exporter
from studytool.exporters.layout import column_widths, printed_texts
from studytool.exporters.packed import EPOCH, packed_again, plain_text, write_bytes
from studytool.exporters.word_styles import HAIRLINE, LANGUAGE, RULE, STYLES
from studytool.roi.brief import FigurePart, HeadingPart, Number, TablePart, TextPart

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document
    from docx.section import Section
    from docx.table import Table as Grid
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph as Line

    from studytool.exporters.exporter import Output
    from studytool.report.table import Table
    from studytool.roi.brief import Brief, Paragraph

_A4 = (21.0, 29.7)
_MARGIN = 1.9
_PAGE = _A4[0] - 2 * _MARGIN
_CM_PER_INCH = 2.54
_DPI = 220
_EMU_PER_CM = 360_000
_WORD_2013 = "15"
_TALLEST_TOGETHER = 22


class WordBrief(Exporter):
    """The brief as a Word document on A4, with real tables, captions and alternative text."""

    called: ClassVar[str] = "Word"
    kind: Literal["docx"] = "docx"
    filename: ClassVar[str] = "brief.docx"
    needs_brief: ClassVar[bool] = True

    def write(self, output: Output, path: Path) -> None:
        """Write the brief of `output`."""
        if output.brief is None:
            raise StudyError(
                "This study asks for no brief.",
                where="brief",
                remedy="Add [brief] to the document.",
            )
        document = _blank(output)
        _write_title(document, output.brief, output.banner)
        for part in output.brief.parts:
            _write_part(document, part)
        content = BytesIO()
        document.save(content)
        write_bytes(packed_again(content.getvalue()), path)


def _blank(output: Output) -> Document:
    """Return an empty A4 document with our styles, properties, header and footer."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    sheet = document.styles.element
    for old in list(sheet):
        sheet.remove(old)
    for style in list(parse_xml(STYLES)):
        sheet.append(style)
    _set_settings(document)
    _set_page(document.sections[0])
    _set_properties(document, plain_text(output.brief.title if output.brief else output.title))
    section = document.sections[0]
    head = [text for text in (output.banner, output.title) if text]
    section.header.paragraphs[0].add_run(plain_text(" \N{MIDDLE DOT} ".join(head)))
    _write_page_number(section.footer.paragraphs[0])
    return document


def _set_settings(document: Document) -> None:
    """Say which Word the document is laid out for, and in which language."""
    from docx.oxml.ns import qn

    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)


def _set_page(section: Section) -> None:
    from docx.shared import Cm

    section.page_width, section.page_height = Cm(_A4[0]), Cm(_A4[1])
    section.left_margin = section.right_margin = Cm(_MARGIN)
    section.top_margin = section.bottom_margin = Cm(1.2)
    section.header_distance = section.footer_distance = Cm(0.7)


def _set_properties(document: Document, title: str) -> None:
    properties = document.core_properties
    properties.title, properties.author = title[:255], "studytool"
    properties.last_modified_by, properties.comments = "studytool", ""
    properties.created = properties.modified = EPOCH.replace(tzinfo=None)
    properties.language, properties.revision = LANGUAGE, 1


def _write_page_number(paragraph: Line) -> None:
    """Write "Page 1", the only field of the document."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.add_run("Page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _write_title(document: Document, brief: Brief, banner: str) -> None:
    series = [text for text in (brief.series, brief.place, brief.audience, banner) if text]
    _add(document, " \N{MIDDLE DOT} ".join(series), "Series")
    _add(document, brief.title, "Title")
    if brief.subtitle:
        _add(document, brief.subtitle, "Subtitle")


def _add(document: Document, text: str, style: str) -> None:
    document.add_paragraph(plain_text(text), style=style)


def _write_part(document: Document, part: object) -> None:
    match part:
        case HeadingPart():
            _add(document, part.text, "Heading 1")
        case TextPart():
            _write_text(document, part)
        case TablePart():
            _write_table(document, part)
        case FigurePart():
            _write_figure(document, part)


def _write_text(document: Document, part: TextPart) -> None:
    if part.boxed:
        _add(document, part.boxed, "Box Heading")
    style = "List Bullet" if part.bullets else "Box" if part.boxed else "Normal"
    if part.small:
        style = "Small Bullet" if part.bullets else "Small"
    for paragraph in part.paragraphs:
        _write_runs(document.add_paragraph(style=style), paragraph)


def _write_runs(line: Line, paragraph: Paragraph) -> None:
    for run in paragraph:
        if isinstance(run, Number):
            line.add_run(plain_text(run.text), style="Number")
        else:
            line.add_run(plain_text(run.text), style="Strong" if run.strong else None)


def _write_figure(document: Document, part: FigurePart) -> None:
    figure = part.figure
    _add(document, f"Figure {part.number}. {figure.caption}", "Caption")
    if figure.unit_line:
        _add(document, figure.unit_line, "Unit Line")
    canvas = figure.draw(width=_PAGE / _CM_PER_INCH, height=part.height / _CM_PER_INCH)
    picture = BytesIO()
    canvas.savefig(picture, format="png", dpi=_DPI, metadata={"Software": None})
    line = document.add_paragraph(style="Chart")
    shape = line.add_run().add_picture(picture, width=round(_PAGE * _EMU_PER_CM))
    for side in ("distT", "distB", "distL", "distR"):  # left out, some readers take a margin
        shape._inline.set(side, "0")
    described = shape._inline.docPr
    described.set("descr", plain_text(figure.alt_text))
    described.set("name", f"Figure {part.number}")
    _write_notes(document, figure.notes)


def _write_notes(document: Document, notes: Sequence[str]) -> None:
    if notes:
        _add(document, " ".join(notes), "Note")


def _write_table(document: Document, part: TablePart) -> None:
    table = part.table
    _add(document, f"Table {part.number}. {table.caption}", "Caption")
    if table.unit_line:
        _add(document, table.unit_line, "Unit Line")
    texts = printed_texts(table)
    spanned = any(column.span for column in table.columns)
    heads = 1 + spanned
    grid = document.add_table(len(table.rows) + heads, len(table.columns) + 1, style="Study Table")
    grid.autofit = False
    _set_widths(grid, column_widths(table, texts, _PAGE))
    if spanned:
        _write_spans(grid, table)
    _write_heads(grid.rows[heads - 1], table)
    together = len(table.rows) <= _TALLEST_TOGETHER
    for place in range(len(table.rows)):
        _write_row(grid.rows[place + heads], table, place, texts[place])
        if together and (place + 1 < len(table.rows) or table.notes):
            _keep_with_next(grid.rows[place + heads])
    for line in list(grid.rows)[:heads]:
        _mark_head(line)
    _write_notes(document, table.notes)


def _set_widths(grid: Grid, widths: Sequence[float]) -> None:
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = round(width * _EMU_PER_CM)
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = round(width * _EMU_PER_CM)


def _write_cell(cell: _Cell, text: str, style: str, *, bold: bool = False) -> None:
    line = cell.paragraphs[0]
    line.style = style
    line.add_run(plain_text(text), style="Strong" if bold else None)


def _write_spans(grid: Grid, table: Table) -> None:
    cells = grid.rows[0].cells
    _write_cell(cells[0], "", "Table Text")
    first = 0
    for place, column in enumerate(table.columns):
        last = place + 1 == len(table.columns) or table.columns[place + 1].span != column.span
        if not last:
            continue
        merged = _merged(cells[first + 1 : place + 2])
        _write_cell(merged, column.span, "Table Span")
        if column.span:
            _set_edge(merged, "bottom", HAIRLINE)
        first = place + 1


def _merged(cells: Sequence[_Cell]) -> _Cell:
    """Return neighbouring cells as one, with one paragraph."""
    one = cells[0].merge(cells[-1]) if len(cells) > 1 else cells[0]
    for spare in one.paragraphs[1:]:
        one._tc.remove(spare._p)
    return one


def _write_heads(row: _Row, table: Table) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    _write_cell(row.cells[0], table.stub, "Table Text", bold=True)
    for cell, column in zip(row.cells[1:], table.columns, strict=True):
        _write_cell(cell, column.head, "Table Head")
    for cell in row.cells:
        _set_edge(cell, "bottom", RULE)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM


def _write_row(row: _Row, table: Table, place: int, texts: Sequence[str]) -> None:
    asked = table.rows[place]
    bold = asked.role in {"lead", "group"}
    if asked.role == "group" and texts:
        _write_cell(_merged(row.cells), asked.head, "Table Text", bold=True)
    else:
        _write_cell(row.cells[0], asked.head, "Table Text", bold=bold)
        for cell, text in zip(row.cells[1:], texts, strict=True):
            _write_cell(cell, text, "Table Number", bold=bold)
    if asked.role == "count" and place and table.rows[place - 1].role != "count":
        for cell in row.cells:
            _set_edge(cell, "top", HAIRLINE)


def _set_edge(cell: _Cell, edge: str, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.append(borders)
    line = OxmlElement(f"w:{edge}")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)


def _mark_head(row: _Row) -> None:
    """Repeat a head row on every page, and keep it whole."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))


def _keep_with_next(row: _Row) -> None:
    for line in row.cells[0].paragraphs:
        line.paragraph_format.keep_with_next = True
