"""A workbook: every table, and the data behind every chart."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
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
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from studytool.exporters.exporter import Output
    from studytool.report.table import Cell, Row, Table

    _Second = Literal["", "interval", "std_error"]

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
_LEAST_FIRST = 16
_WIDTH = 10
_WIDEST = 36
_LEAST_SPAN = 90  # characters a line of notes runs over, where the columns are fewer
_MOST_SPAN = 150
_WIDEST_PAGE = 200  # characters across that can still be read on one landscape page
_SCALE = 60
_LINE_HEIGHT = 15
_HIGHEST = 400
_LONGEST_TEXT = 32_767
_HEAD = {"bold": True, "top": 1, "bottom": 1, "valign": "bottom", "text_wrap": True}
_STD_ERROR = "Std. error"
_CHART_HEADS = {
    "series": "Line",
    "analysis": "Analysis",
    "variable": "Variable",
    "group": "Group",
    "wave": "Wave, number",
    "wave_label": "Wave",
    "value": "Value",
    "low": "Interval, low",
    "high": "Interval, high",
    "model": "Model, short name",
    "model_label": "Model",
    "term": "Term, short name",
    "label": "Term",
    "method": "Interval and p",
    "estimate": "Estimate",
    "std_error": _STD_ERROR,
}


class Workbook(Exporter):
    """A workbook with every table and the data behind every chart, no live formulas."""

    called: ClassVar[str] = "Excel workbook"
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
    """One cell of a sheet: a text, a number, or a way to another sheet; it may span columns."""

    value: str | float
    look: tuple[tuple[str, object], ...] = ()
    target: str = ""
    across: int = 1


_Line = list[_Entry | None]


@dataclass(frozen=True, slots=True)
class _Page:
    """A sheet before it is written: lines from the top, widths by column, lines that stay."""

    name: str
    lines: tuple[_Line, ...]
    widths: tuple[float, ...]
    frozen: int = 0
    heads: int = 0


def _text(text: str, **look: object) -> _Entry:
    return _Entry(plain_text(text)[:_LONGEST_TEXT], tuple(sorted(look.items())))


def _across(texts: Sequence[str], columns: int, **look: object) -> list[_Line]:
    """Return one line a text, wrapped over all columns of the sheet."""
    wrapped = {"text_wrap": True, "valign": "top", **look}
    return [[replace(_text(text, **wrapped), across=columns)] for text in texts if text]


def _write_page(book: XlsxWorkbook, page: _Page) -> None:
    sheet = book.add_worksheet(page.name)
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    if sum(page.widths) <= _WIDEST_PAGE:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(_SCALE)
        sheet.repeat_columns(0)
    if page.frozen:
        sheet.freeze_panes(page.frozen, 1)
        sheet.repeat_rows(max(page.frozen - page.heads, 0), page.frozen - 1)
    for row, line in enumerate(page.lines):
        if (height := _height(line, page.widths)) > _LINE_HEIGHT:
            sheet.set_row(row, height)
        for column, entry in enumerate(line):
            if entry is not None:
                _write_entry(sheet, (row, column), entry, book.add_format(dict(entry.look)))


def _write_entry(sheet: Worksheet, place: tuple[int, int], entry: _Entry, look: Format) -> None:
    row, column = place
    if entry.across > 1:
        sheet.merge_range(row, column, row, column + entry.across - 1, "", look)
    if entry.target:
        target = entry.target.replace("'", "''")
        sheet.write_url(row, column, f"internal:'{target}'!A1", string=entry.value)
    elif entry.value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(entry.value, str):
        sheet.write_string(row, column, entry.value, look)
    else:
        sheet.write_number(row, column, entry.value, look)


def _height(line: _Line, widths: Sequence[float]) -> float:
    """Return the height of a line in points: Excel does not fit wrapped merged cells itself."""
    lines = 1
    for column, entry in enumerate(line):
        look = {} if entry is None else dict(entry.look)
        if entry is not None and isinstance(entry.value, str) and look.get("text_wrap"):
            room = sum(widths[column : column + entry.across]) * (0.9 if look.get("bold") else 1.1)
            lines = max(lines, math.ceil(len(entry.value) / room))
    return min(lines * _LINE_HEIGHT, _HIGHEST)


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
        [_Entry(name, target=name), _text(words, text_wrap=True)]
        for name, words in zip(names, told, strict=True)
    ]
    lines.append([])
    lines += _across(output.notes, 2, italic=True)
    return _Page("Contents", tuple(lines), (_LONGEST_NAME, 90))


def _page(name: str, shown: Table | Figure, banner: str) -> _Page:
    heads, body = _data_lines(shown) if isinstance(shown, Figure) else _table_lines(shown)
    widths = _widths(len(heads[-1]), body)
    columns = max(place + 1 for place in range(len(widths)) if sum(widths[:place]) < _MOST_SPAN)
    above = _across([shown.caption], columns, bold=True, font_size=12)
    above += _across([shown.unit_line], columns)
    above += _across([banner], columns, bold=True)
    above.append([])
    notes: list[_Line] = [[], *_across(shown.notes, columns, italic=True)]
    frozen = len(above) + len(heads)
    return _Page(name, (*above, *heads, *body, *notes), widths, frozen=frozen, heads=len(heads))


def _widths(columns: int, body: Sequence[_Line]) -> tuple[float, ...]:
    """Return widths in characters: room for texts, and for a line of notes over all columns."""
    widths: list[float] = []
    for place in range(columns):
        entries = [line[place] for line in body if len(line) > place]
        needed = max([_needed(each) for each in entries if each is not None], default=0)
        least, most = (_WIDTH, _WIDEST) if place else (_LEAST_FIRST, _FIRST_WIDTH)
        widths.append(min(max(least, needed), most))
    while sum(widths) < _LEAST_SPAN:
        widths.append(_WIDTH)
    return tuple(widths)


def _needed(entry: _Entry) -> int:
    """Return the characters an entry takes on one line, with a little room around it."""
    if isinstance(entry.value, str):
        return len(entry.value) + 1
    return len(f"{entry.value:,.0f}") + (0 if float(entry.value).is_integer() else 3) + 2


def _table_lines(table: Table) -> tuple[list[_Line], list[_Line]]:
    """Return head lines and body; intervals take two columns, and so do estimates with errors."""
    seconds = [_second(table, place) for place in range(len(table.columns))]
    heads: _Line = [_text(table.stub, **_HEAD)]
    spans: list[tuple[str, int]] = []
    for column, second in zip(table.columns, seconds, strict=True):
        words = [column.head]
        if second == "interval":
            words = [f"{column.head}, low", f"{column.head}, high"]
        elif second == "std_error":
            words = [column.head, _STD_ERROR]
        heads += [_text(word, **_HEAD, align="right") for word in words]
        same = spans and column.span == spans[-1][0]
        spans[-1:] = (
            [(column.span, spans[-1][1] + len(words))]
            if same
            else [*spans[-1:], (column.span, len(words))]
        )
    body = [_row(row, seconds) for row in table.rows]
    spanned = any(column.span for column in table.columns)
    return ([_spans(spans), heads] if spanned else [heads]), body


def _second(table: Table, place: int) -> _Second:
    """Return what stands in the second of the two columns a column of a table takes."""
    cells = [row.cells[place] for row in table.rows]
    if any(map(_is_interval, cells)):
        return "interval"
    return "std_error" if any(cell.std_error is not None for cell in cells) else ""


def _spans(spans: Sequence[tuple[str, int]]) -> _Line:
    """Return the line of heads that stand over several columns, each over all of its own."""
    line: _Line = [None]
    for words, across in spans:
        look = {"bold": True, "align": "center", "valign": "bottom", "text_wrap": True}
        line.append(replace(_text(words, **look), across=across) if words else None)
        line += [None] * (across - 1)
    return line


def _row(row: Row, seconds: Sequence[_Second]) -> _Line:
    bold = row.role in {"lead", "group"}
    line: _Line = [_text(row.head, bold=bold, text_wrap=True, valign="top")]
    if row.role == "group":
        return line
    for cell, second in zip(row.cells, seconds, strict=True):
        line += _entries(cell, second, bold=bold)
    return line


def _data_lines(figure: Figure) -> tuple[list[_Line], list[_Line]]:
    heads: _Line = [_text(_CHART_HEADS.get(name, name), **_HEAD) for name in figure.columns]
    body = [
        [entry for name in figure.columns for entry in _entries(point[name], "")[:1]]
        for point in figure.data
    ]
    return [heads], body


def _entries(cell: Cell, second: _Second, *, bold: bool = False) -> _Line:
    """Return what stands in the one or two columns of a cell."""
    if _is_interval(cell):
        ends = (cell.low, cell.high)
        return [None if end is None else _number(end, cell, bold=bold) for end in ends]
    first = _number(cell.value, cell, bold=bold) if isinstance(cell.value, (int, float)) else None
    if first is None:
        words = cell.value if isinstance(cell.value, str) else cell.reason or EN_DASH
        side = "left" if cell.unit == "text" else "right"
        first = _text(words, bold=bold, align=side, text_wrap=True, valign="top")
    if not second:
        return [first]
    beside = cell.std_error if second == "std_error" else None
    return [first, None if beside is None else _number(beside, cell, bold=bold)]


def _number(value: float, cell: Cell, *, bold: bool) -> _Entry:
    look = (("bold", bold), ("num_format", _number_format(cell)), ("valign", "top"))
    return _Entry(value, look)


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
