"""A workbook: every table, and the data behind every chart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from studytool.export.exporter import Exporter
from studytool.export.packed import EPOCH, plain_text, write_bytes
from studytool.report.figure import Figure
from studytool.report.numbers import EN_DASH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from studytool.export.exporter import Output
    from studytool.report.table import Cell, Table

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LONGEST_NAME = 31
_RESERVED = "history"
_FIRST_WIDTH = 44
_WIDTH = 14
_LONGEST_TEXT = 32_767


class Workbook(Exporter):
    """A workbook with every table and the data behind every chart, no live formulas."""

    kind: Literal["xlsx"] = "xlsx"
    filename: ClassVar[str] = "tables.xlsx"

    def write(self, output: Output, path: Path) -> None:
        """Write a contents sheet, a sheet a table and a sheet a chart."""
        import xlsxwriter

        content = BytesIO()
        book = xlsxwriter.Workbook(content, _OPTIONS)
        properties = {"title": plain_text(output.title), "author": "studytool"}
        book.set_properties(properties | {"created": EPOCH.replace(tzinfo=None)})
        names = _sheet_names([*output.tables, *output.figures])
        looks = _Looks(book)
        sheets = [(name, book.add_worksheet(name)) for name in ("Contents", *names)]
        _write_contents(_Sheet(sheets[0][1], looks), output, names)
        pages: list[Table | Figure] = [*output.tables.values(), *output.figures.values()]
        for (_, sheet), page in zip(sheets[1:], pages, strict=True):
            _write_page(_Sheet(sheet, looks), page, output.banner)
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


class _Looks:
    """Formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401  # untyped library
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **look: object) -> Any:  # noqa: ANN401  # untyped library
        """Return the format with these properties."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


@dataclass(slots=True)
class _Sheet:
    """A sheet that is written from the top."""

    sheet: Any
    looks: _Looks
    row: int = 0

    def line(self, text: str, **look: object) -> None:
        """Write a text into the first column of the next row."""
        self.text(0, text, **look)
        self.row += 1

    def text(self, column: int, text: str, **look: object) -> None:
        """Write a text that stays text, whatever it begins with."""
        safe = plain_text(text)[:_LONGEST_TEXT]
        self.sheet.write_string(self.row, column, safe, self.looks.of(**look))

    def number(self, column: int, value: float, **look: object) -> None:
        """Write a number."""
        self.sheet.write_number(self.row, column, value, self.looks.of(**look))


def _write_contents(sheet: _Sheet, output: Output, names: Sequence[str]) -> None:
    sheet.sheet.set_column(0, 0, _LONGEST_NAME)
    sheet.sheet.set_column(1, 1, 90)
    sheet.line(output.title, bold=True, font_size=14)
    if output.banner:
        sheet.line(output.banner, bold=True)
    sheet.row += 1
    captions = [
        *(table.caption for table in output.tables.values()),
        *(figure.caption for figure in output.figures.values()),
    ]
    what = ["Table"] * len(output.tables) + ["Data of the chart"] * len(output.figures)
    for name, caption, sort in zip(names, captions, what, strict=True):
        sheet.sheet.write_url(
            sheet.row, 0, f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1", string=name
        )
        sheet.text(1, f"{sort}: {caption}")
        sheet.row += 1
    sheet.row += 1
    for note in output.notes:
        sheet.line(note, italic=True)


def _write_page(sheet: _Sheet, page: Table | Figure, banner: str) -> None:
    sheet.sheet.set_column(0, 0, _FIRST_WIDTH)
    sheet.line(page.caption, bold=True, font_size=12)
    if page.unit_line:
        sheet.line(page.unit_line)
    if banner:
        sheet.line(banner, bold=True)
    sheet.row += 1
    if isinstance(page, Figure):
        _write_data(sheet, page)
    else:
        _write_table(sheet, page)
    sheet.row += 1
    for note in page.notes:
        sheet.line(note, italic=True)


def _write_table(sheet: _Sheet, table: Table) -> None:
    ranged = [any(_is_interval(row.cells[at]) for row in table.rows) for at in range(_width(table))]
    heads = [
        head
        for column, two in zip(table.columns, ranged, strict=True)
        for head in _heads(column.head, two=two)
    ]
    sheet.sheet.set_column(1, max(len(heads), 1), _WIDTH)
    if any(column.span for column in table.columns):
        spans = [
            c.span for c, two in zip(table.columns, ranged, strict=True) for _ in range(1 + two)
        ]
        for at, span in enumerate(spans, start=1):
            if span and span != ("", *spans)[at - 1]:
                sheet.text(at, span, bold=True)
        sheet.row += 1
    sheet.text(0, table.stub, bold=True, top=1, bottom=1)
    for at, head in enumerate(heads, start=1):
        sheet.text(at, head, bold=True, top=1, bottom=1, align="right", text_wrap=True)
    sheet.row += 1
    sheet.sheet.freeze_panes(sheet.row, 1)
    for row in table.rows:
        bold = row.role in {"lead", "group"}
        sheet.text(0, row.head, bold=bold)
        if row.role != "group":
            _write_cells(sheet, row.cells, ranged, bold=bold)
        sheet.row += 1


def _width(table: Table) -> int:
    return len(table.columns)


def _heads(head: str, *, two: bool) -> list[str]:
    return [f"{head}, low", f"{head}, high"] if two else [head]


def _write_data(sheet: _Sheet, figure: Figure) -> None:
    sheet.sheet.set_column(1, max(len(figure.columns), 1), _WIDTH)
    for at, name in enumerate(figure.columns):
        sheet.text(at, name, bold=True, top=1, bottom=1)
    sheet.row += 1
    sheet.sheet.freeze_panes(sheet.row, 0)
    for point in figure.data:
        _write_cells(
            sheet, [point[name] for name in figure.columns], [False] * len(figure.columns), start=0
        )
        sheet.row += 1


def _write_cells(
    sheet: _Sheet,
    cells: Sequence[Cell],
    ranged: Sequence[bool],
    *,
    start: int = 1,
    bold: bool = False,
) -> None:
    at = start
    for cell, two in zip(cells, ranged, strict=True):
        for value in _values(cell, two=two):
            if isinstance(value, str):
                sheet.text(at, value, align="right" if cell.unit != "text" else "left", bold=bold)
            elif value is not None:
                sheet.number(at, value, num_format=_number_format(cell), bold=bold)
            at += 1


def _values(cell: Cell, *, two: bool) -> Iterator[float | str | None]:
    """Yield what stands in the one or two columns of a cell."""
    if _is_interval(cell):
        yield cell.low
        yield cell.high
        return
    if cell.value is not None:
        yield cell.value
    else:
        yield cell.reason or EN_DASH
    if two:
        yield None


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
