"""Excel workbooks: one sheet, its cells with their kinds, nothing filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from studytool.core.errors import SourceError
from studytool.core.findings import Finding
from studytool.core.spec import nearest
from studytool.intake.cells import cell_text, part_of_column, whole_column
from studytool.intake.header import column_names
from studytool.intake.importer import Importer
from studytool.intake.parsed import Parsed
from studytool.intake.records import blocks, data_rows
from studytool.intake.worksheet import silent_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from python_calamine import CalamineSheet, CalamineWorkbook

    Record = tuple[int, Sequence[Any]]
    Place = tuple[int, int]

_SHOWN = 50


class ExcelImporter(Importer):
    """An xlsx or xlsm workbook; numbers, dates and text are kept apart."""

    called: ClassVar[str] = "Excel"
    noun: ClassVar[str] = "an Excel workbook"
    suffixes: ClassVar[tuple[str, ...]] = (".xlsx", ".xlsm")
    signatures: ClassVar[tuple[bytes, ...]] = (b"PK\x03\x04",)
    members: ClassVar[tuple[str, ...]] = ("xl/workbook",)

    kind: Literal["excel"] = "excel"
    sheet: str | None = Field(
        default=None, description="Sheet to read; needed where several hold anything."
    )

    def read(self, path: Path) -> Parsed:
        """Read one sheet; see `Importer.read`."""
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            with CalamineWorkbook.from_path(str(path)) as book:
                name = _chosen(book, self.sheet)
                return self._parsed(path, name, book.get_sheet_by_name(name))
        except CalamineError:
            raise SourceError(
                "The workbook is damaged and cannot be read.",
                remedy="Open it in Excel or LibreOffice, save it again and take that copy.",
            ) from None

    def _parsed(self, path: Path, name: str, sheet: CalamineSheet) -> Parsed:
        if sheet.start is None:
            raise SourceError(f'The sheet "{name}" is empty.', remedy="Name another sheet.")
        first = sheet.start[1] + 1
        records = enumerate(sheet.iter_rows(), start=1)
        header = next((record for record in records if record[0] == self.header_row), None)
        if header is None:
            raise SourceError(
                f'The sheet "{name}" ends before the row that should hold the column names.',
                where=f"row {self.header_row}",
                remedy="Say which row holds them, such as header_row = 1.",
            )
        filled = (record for record in records if any(cell != "" for cell in record[1]))
        data = data_rows(filled, rows=self.rows, skip_footer=self.skip_footer)
        table, rows, named, invented = _columns(header, data, first)
        silent = _silent_findings(silent_cells(path, name), rows, named)
        merged = _merged_findings(sheet.merged_cell_ranges or [], header[0], rows, named)
        return Parsed(table=table, rows=rows, findings=(*invented, *silent, *merged))


def _chosen(book: CalamineWorkbook, wanted: str | None) -> str:
    """Name of the sheet to read: the one asked for, or the only one that holds anything."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    names = [sheet.name for sheet in sheets]
    if wanted is not None:
        if wanted not in names:
            what = f'The workbook has no sheet "{wanted}".'
            raise SourceError(what, remedy=nearest(wanted, names))
        return wanted
    seen = [s.name for s in sheets if s.visible == SheetVisibleEnum.Visible]
    if len(seen) > 1:
        seen = [name for name in seen if book.get_sheet_by_name(name).start is not None] or seen
    if len(seen) != 1:
        listed = ", ".join(f'"{name}"' for name in seen or names)
        raise SourceError(
            f"The workbook has several sheets: {listed}." if names else "It has no sheet of cells.",
            remedy=f'Say which one to read, such as sheet = "{(seen or names or ["data"])[0]}".',
        )
    return seen[0]


def _columns(
    header: Record, data: Iterable[Record], first: int
) -> tuple[pa.Table, pa.Array, Mapping[int, str], tuple[Finding, ...]]:
    """Turn records into columns; also rows of the sheet, names by position, and findings."""
    import pyarrow as pa

    line, cells = header
    parts: list[list[pa.Array]] = [[] for _ in cells]
    lines: list[int] = []
    for block in blocks(data):
        lines.extend(place for place, _ in block)
        for part, column in zip(parts, zip(*(row for _, row in block), strict=True), strict=True):
            part.append(part_of_column(column))
    arrays = [whole_column(part) for part in parts]
    empty = [array.null_count == len(array) for array in arrays]
    titles = [cell_text(cell) for cell in cells]
    names, findings = column_names(titles, row=line, empty=empty, first=first)
    kept = {name: array for name, array in zip(names, arrays, strict=True) if name is not None}
    named = {place: name for place, name in enumerate(names, start=first) if name is not None}
    return pa.table(kept), pa.array(lines, pa.int64()), named, findings


def _silent_findings(
    silent: tuple[list[Place], list[Place]], rows: pa.Array, named: Mapping[int, str]
) -> Iterator[Finding]:
    errors, uncalculated = silent
    if not errors and not uncalculated:
        return
    kept = frozenset(rows.to_pylist())
    for code, places, what in (
        ("cells_error", errors, "an Excel error such as #REF! or #N/A"),
        ("cells_uncalculated", uncalculated, "a formula that no program has calculated"),
    ):
        cells = [
            f"row {row}, column {named[column]}"
            for row, column in places
            if row in kept and column in named
        ]
        if cells:
            yield Finding(
                "warning",
                code,
                f"{len(cells)} cell(s) hold {what}; they are read as missing.",
                remedy="Open the workbook in Excel, mend or recalculate these cells and save it.",
                cells=_shortened(cells),
            )


def _merged_findings(
    ranges: Sequence[tuple[Place, Place]], header_row: int, rows: pa.Array, named: Mapping[int, str]
) -> Iterator[Finding]:
    last = rows[-1].as_py() if len(rows) else header_row
    cells = [
        _merged_place((top, left), (bottom, right), named)
        for (top, left), (bottom, right) in ranges
        if header_row <= bottom + 1 and top + 1 <= last
    ]
    if cells:
        yield Finding(
            "warning",
            "cells_merged",
            f"{len(cells)} {'group of cells is' if len(cells) == 1 else 'groups of cells are'}"
            " merged; "
            "only the first of each holds the value, the others are read as missing.",
            remedy="Unmerge them in Excel and fill the value into every cell it stands for.",
            cells=_shortened(cells),
        )


def _merged_place(first: Place, last: Place, named: Mapping[int, str]) -> str:
    """Return the rows and columns of merged cells; one row or column is no range."""
    (top, left), (bottom, right) = first, last
    rows = f"row {top + 1}" if top == bottom else f"rows {top + 1} to {bottom + 1}"
    names = [str(named.get(place + 1, place + 1)) for place in (left, right)]
    if left == right:
        return f"{rows}, column {names[0]}"
    return f"{rows}, columns {names[0]} to {names[1]}"


def _shortened(cells: Sequence[str]) -> tuple[str, ...]:
    rest = len(cells) - _SHOWN
    return (*cells[:_SHOWN], *([f"and {rest} more"] if rest > 0 else []))
