"""A workbook: every table, and the data behind every chart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, ClassVar, Literal

from studytool.exporters.exporter import Exporter
from studytool.exporters.packed import EPOCH, plain_text, write_bytes
from studytool.report.figure import Figure
from studytool.report.numbers import EN_DASH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xlsxwriter import Workbook as XlsxWorkbook

    from studytool.exporters.exporter import Output
    from studytool.report.table import Cell, Row, Table

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_A4 = 9
_LONGEST_NAME = 31
_RESERVED = "history"
_FIRST_WIDTH = 44
_WIDTH = 14
_LONGEST_TEXT = 32_767
_HEAD = {"bold": True, "top": 1, "bottom": 1}


class Workbook(Exporter):
    """A workbook with every table and the data behind every chart, no live formulas."""

    kind: Literal["xlsx"] = "xlsx"
    filename: ClassVar[str] = "tables.xlsx"

    def write(self, output: Output, path: Path) -> None:
        """Write a contents sheet, a sheet a table and a sheet a chart."""
        import xlsxwriter

        shown: list[Table | Figure] = [*output.tables.values(), *output.figures.values()]
        names = _sheet_names([each.name for each in shown])
        pages = [_page(name, made, output.banner) for name, made in zip(names, shown, strict=True)]
        content = BytesIO()
        book = xlsxwriter.Workbook(content, _OPTIONS)
        properties = {"title": plain_text(output.title), "author": "studytool"}
        book.set_properties(properties | {"created": EPOCH.replace(tzinfo=None)})
        for page in (_contents(output, shown, names), *pages):
            _write_page(book, page)
        book.close()
        write_bytes(content.getvalue(), path)


def _sheet_names(names: Sequence[str]) -> list[str]:
    """Return sheet names that Excel takes, each once whatever the case."""
    taken = {"contents", _RESERVED}
    made = []
    for name in names:
        plain = re.sub(r"[\[\]:*?/\\]", " ", plain_text(name)).strip(" '") or "Sheet"
        candidate, number = plain[:_LONGEST_NAME].strip(" '"), 2
        while candidate.lower() in taken:
            ending = f" {number}"
            candidate = plain[: _LONGEST_NAME - len(ending)] + ending
            number += 1
        taken.add(candidate.lower())
        made.append(candidate)
    return made


@dataclass(frozen=True, slots=True)
class _Entry:
    """One cell of a sheet: a text, a number, or a way to another sheet."""

    value: str | float
    look: tuple[tuple[str, object], ...] = ()
    target: str = ""


_Line = list[_Entry | None]


@dataclass(frozen=True, slots=True)
class _Page:
    """A sheet before it is written: lines from the top, widths by column, lines that stay."""

    name: str
    lines: tuple[_Line, ...]
    widths: tuple[float, ...]
    frozen: int = 0


def _text(text: str, **look: object) -> _Entry:
    return _Entry(plain_text(text)[:_LONGEST_TEXT], tuple(sorted(look.items())))


def _write_page(book: XlsxWorkbook, page: _Page) -> None:
    sheet = book.add_worksheet(page.name)
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if page.frozen:
        sheet.freeze_panes(page.frozen, 1)
    for row, line in enumerate(page.lines):
        for column, entry in enumerate(line):
            if entry is None:
                continue
            look = book.add_format(dict(entry.look))
            if entry.target:
                place = entry.target.replace("'", "''")
                sheet.write_url(row, column, f"internal:'{place}'!A1", string=entry.value)
            elif entry.value == "":
                sheet.write_blank(row, column, None, look)
            elif isinstance(entry.value, str):
                sheet.write_string(row, column, entry.value, look)
            else:
                sheet.write_number(row, column, entry.value, look)


def _contents(output: Output, shown: Sequence[Table | Figure], names: Sequence[str]) -> _Page:
    told = [
        f"{'Data of the chart' if isinstance(each, Figure) else 'Table'}: {each.caption}"
        for each in shown
    ]
    lines: list[_Line] = [[_text(output.title, bold=True, font_size=14)]]
    if output.banner:
        lines.append([_text(output.banner, bold=True)])
    lines.append([])
    lines += [
        [_Entry(name, target=name), _text(words)] for name, words in zip(names, told, strict=True)
    ]
    lines.append([])
    lines += [[_text(note, italic=True)] for note in output.notes]
    return _Page("Contents", tuple(lines), (_LONGEST_NAME, 90))


def _page(name: str, shown: Table | Figure, banner: str) -> _Page:
    above: list[_Line] = [[_text(shown.caption, bold=True, font_size=12)]]
    above += [[_text(shown.unit_line)]] if shown.unit_line else []
    above += [[_text(banner, bold=True)]] if banner else []
    above.append([])
    heads, body = _data_lines(shown) if isinstance(shown, Figure) else _table_lines(shown)
    notes: list[_Line] = [[]]
    notes += [[_text(note, italic=True)] for note in shown.notes]
    widths = (_FIRST_WIDTH, *[_WIDTH] * (max(map(len, heads)) - 1))
    return _Page(name, (*above, *heads, *body, *notes), widths, frozen=len(above) + len(heads))


def _table_lines(table: Table) -> tuple[list[_Line], list[_Line]]:
    """Return head lines and body; a column of intervals takes two columns."""
    places = range(len(table.columns))
    two = [any(_is_interval(row.cells[at]) for row in table.rows) for at in places]
    heads: _Line = [_text(table.stub, **_HEAD)]
    spans: _Line = [None]
    for column, both in zip(table.columns, two, strict=True):
        words = [f"{column.head}, low", f"{column.head}, high"] if both else [column.head]
        heads += [_text(word, **_HEAD, align="right", text_wrap=True) for word in words]
        spans += [_text(column.span, bold=True, align="right")] * len(words)
    body = [_row(row, two) for row in table.rows]
    spanned = any(column.span for column in table.columns)
    return ([spans, heads] if spanned else [heads]), body


def _row(row: Row, two: Sequence[bool]) -> _Line:
    bold = row.role in {"lead", "group"}
    line: _Line = [_text(row.head, bold=bold)]
    if row.role == "group":
        return line
    for cell, both in zip(row.cells, two, strict=True):
        line += _entries(cell, two=both, bold=bold)
    return line


def _data_lines(figure: Figure) -> tuple[list[_Line], list[_Line]]:
    heads: _Line = [_text(name, **_HEAD) for name in figure.columns]
    body = [
        [entry for name in figure.columns for entry in _entries(point[name], two=False)[:1]]
        for point in figure.data
    ]
    return [heads], body


def _entries(cell: Cell, *, two: bool, bold: bool = False) -> _Line:
    """Return what stands in the one or two columns of a cell."""
    if _is_interval(cell):
        ends = (cell.low, cell.high)
        return [None if end is None else _number(end, cell, bold=bold) for end in ends]
    first = _number(cell.value, cell, bold=bold) if isinstance(cell.value, (int, float)) else None
    if first is None:
        words = cell.value if isinstance(cell.value, str) else cell.reason or EN_DASH
        first = _text(words, bold=bold, align="left" if cell.unit == "text" else "right")
    return [first, None] if two else [first]


def _number(value: float, cell: Cell, *, bold: bool) -> _Entry:
    return _Entry(value, (("bold", bold), ("num_format", _number_format(cell))))


def _is_interval(cell: Cell) -> bool:
    return cell.value is None and cell.low is not None and cell.high is not None


def _number_format(cell: Cell) -> str:
    places = "." + "0" * cell.decimals if cell.decimals else ""
    match cell.unit:
        case "percent":
            return f"0{places}%"
        case "count":
            return "#,##0"
        case "p":
            return "0.000"
        case "money":
            return f'"{cell.currency.replace(chr(34), "")}"#,##0{places}'
        case _:
            return f"#,##0{places}"
