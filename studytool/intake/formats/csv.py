"""Text with delimiters: csv, tsv and txt, as Excel, REDCap, KoBo and SurveyCTO write it."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from studytool.core.counted import several
from studytool.core.errors import SourceError
from studytool.core.findings import Finding
from studytool.intake.decimals import proposed_decimal
from studytool.intake.dialect import DELIMITERS, decoded, proposed_delimiter
from studytool.intake.header import column_names
from studytool.intake.importer import Importer
from studytool.intake.parsed import Parsed
from studytool.intake.records import blocks, data_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

    Record = tuple[int, list[str]]

_RAGGED_SHOWN = 10


class CsvImporter(Importer):
    """Text with one row a line and a mark between the columns; every cell stays text."""

    called: ClassVar[str] = "Text table (csv)"
    noun: ClassVar[str] = "a csv file"
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".txt")

    kind: Literal["csv"] = "csv"
    encoding: str | None = Field(
        default=None,
        description='How letters are stored, such as "cp1252"; by its mark, then UTF-8, if absent.',
    )
    delimiter: str | None = Field(
        default=None,
        min_length=1,
        max_length=1,
        description="What separates the columns; proposed from the header row where absent.",
    )
    decimal: Literal[".", ","] | None = Field(
        default=None, description="Decimal mark of numbers; decided from all cells where absent."
    )
    thousands: str = Field(
        default="", max_length=1, description="Mark between thousands; none where absent."
    )

    @field_validator("encoding")
    @classmethod
    def _is_an_encoding(cls, name: str | None) -> str | None:
        try:
            "a".encode(name or "utf-8")
            codecs.lookup(name or "utf-8")
        except (LookupError, ValueError):
            message = 'there is no encoding "{name}"; common ones are utf-8, cp1252 and utf-16'
            raise PydanticCustomError("encoding", message, {"name": name}) from None
        return name

    @field_validator("delimiter")
    @classmethod
    def _is_a_delimiter(cls, mark: str | None) -> str | None:
        if mark is not None and (mark in '"\r\n' or mark.isalnum()):
            message = "a letter, a digit, a quotation mark or a line end cannot separate columns"
            raise PydanticCustomError("delimiter", message)
        return mark

    @model_validator(mode="after")
    def _marks_differ(self) -> Self:
        if self.thousands and (self.thousands == self.decimal or self.thousands.isalnum()):
            message = "the mark between thousands is neither a digit nor the decimal mark"
            raise PydanticCustomError("thousands", message)
        return self

    def read(self, path: Path) -> Parsed:
        """Read a text file; see `Importer.read`."""
        text, encoding = decoded(path.read_bytes(), self.encoding)
        body = _from_line(text, self.header_row)
        delimiter = self.delimiter or proposed_delimiter(body, self.header_row)
        records = _records(body, delimiter, first=self.header_row)
        header = next(records, (self.header_row, []))
        table, rows, named = _columns(header, self._data(records))
        decimal, shown = (
            proposed_decimal(table, rows, thousands=self.thousands)
            if self.decimal is None
            else (self.decimal, 0)
        )
        return Parsed(
            table=table,
            rows=rows,
            decimal=decimal,
            thousands=self.thousands,
            findings=(_how_read(encoding, delimiter, decimal, shown), *named),
        )

    def _data(self, records: Iterator[Record]) -> Iterator[Record]:
        filled = (record for record in records if any(record[1]))
        return data_rows(filled, rows=self.rows, skip_footer=self.skip_footer)


def _from_line(text: str, line: int) -> str:
    lines = io.StringIO(text, newline="")
    skipped = sum(len(next(lines, "")) for _ in range(line - 1))
    if skipped == len(text):
        raise SourceError(
            "The file ends before the row that should hold the column names.",
            where=f"row {line}",
            remedy="Say which row holds them, such as header_row = 1.",
        )
    return text[skipped:]


def _records(text: str, delimiter: str, *, first: int) -> Iterator[Record]:
    """Yield the line each record begins on and its cells; blank lines are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = first + reader.line_num
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if "field limit" in str(error):
                raise _too_long(line) from None
            raise SourceError(
                "A quotation mark is opened and not closed, or followed by more text.",
                where=f"row {line}",
                remedy="Mend the row in a text editor, or export the file again.",
            ) from None
        if cells is None:
            return
        if cells:
            yield line, cells


def _too_long(line: int) -> SourceError:
    most = csv.field_size_limit()
    return SourceError(
        f"A cell has more than {most:,} characters.",
        where=f"row {line}",
        why="No answer is that long: mostly a quotation mark is never closed, or a picture or a"
        " recording was exported as text.",
        remedy="Leave that column out of the export, or mend the row in a text editor.",
    )


def _columns(
    header: Record, data: Iterable[Record]
) -> tuple[pa.Table, pa.Array, tuple[Finding, ...]]:
    """Turn records into columns of text, the rows they came from, and what was noticed."""
    import pyarrow as pa

    line, cells = header
    parts: list[list[pa.Array]] = [[] for _ in cells]
    lines: list[int] = []
    for block in blocks(_even(data, len(cells))):
        lines.extend(place for place, _ in block)
        for part, column in zip(parts, zip(*(row for _, row in block), strict=True), strict=True):
            part.append(pa.array([cell or None for cell in column], pa.string()))
    arrays = [pa.chunked_array(part, pa.string()) for part in parts]
    empty = [array.null_count == len(array) for array in arrays]
    names, findings = column_names(cells, row=line, empty=empty)
    kept = {name: array for name, array in zip(names, arrays, strict=True) if name is not None}
    return pa.table(kept), pa.array(lines, pa.int64()), findings


def _even(records: Iterable[Record], width: int) -> Iterator[Record]:
    """Yield records as wide as the header; refuse the file at its end if any is not."""
    uneven: list[tuple[int, int]] = []
    for line, cells in records:
        if len(cells) == width:
            yield line, cells
        else:
            uneven.append((line, len(cells)))
    if uneven:
        raise _ragged(uneven, width)


def _ragged(uneven: Sequence[tuple[int, int]], width: int) -> SourceError:
    more = any(cells > width for _, cells in uneven)
    fewer = any(cells < width for _, cells in uneven)
    sort = "more or fewer" if more and fewer else "more" if more else "fewer"
    rows = ", ".join(str(line) for line, _ in uneven[:_RAGGED_SHOWN])
    rest = f" and {len(uneven) - _RAGGED_SHOWN} more" if len(uneven) > _RAGGED_SHOWN else ""
    return SourceError(
        f"{several(len(uneven), 'row has', 'rows have')} {sort} cells than the {width} of the "
        "header.",
        where=f"row {rows}{rest}",
        why="Their cells would land in the wrong columns.",
        remedy="Mend this (often a mark inside a text without quotation marks), "
        "or say delimiter, header_row or skip_footer.",
    )


def _how_read(encoding: str, delimiter: str, decimal: str, cells: int) -> Finding:
    mark = DELIMITERS.get(delimiter, f'"{delimiter}"')
    message = f"Read as {encoding} with columns separated by {mark}"
    if cells:
        name = "comma" if decimal == "," else "point"
        shown = several(cells, "cell shows", "cells show")
        message += f" and numbers with a decimal {name} ({shown} it)"
    return Finding("note", "text_read_as", message + ".")
