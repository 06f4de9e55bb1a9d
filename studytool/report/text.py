"""A table as plain text of one width, for the shell."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from studytool.report.numbers import FIGURE_SPACE, HARD_SPACE, POINT_SPACE, body_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.report.table import Row, Table

_HEAD_WIDTH = 40
_NOTE_WIDTH = 72
_GAP = "  "
_RULE = "\N{BOX DRAWINGS LIGHT HORIZONTAL}"
_ONE_WIDTH = str.maketrans({FIGURE_SPACE: " ", POINT_SPACE: " ", HARD_SPACE: " "})


def as_text(table: Table, *, number: int | None = None) -> str:
    """Return `table` as lines of text: title, unit line, rules, rows, notes.

    Parameters
    ----------
    table : Table
        Suppressed already where it may be sent on.
    number : int, optional
        Number in the document: "Table 2. ..." above it.

    Returns
    -------
    str
        Lines without a last line break. Spaces are ordinary ones, minus is U+2212.
    """
    stub = _stub_width(table)
    body = [tuple(text.translate(_ONE_WIDTH) for text in texts) for texts in body_texts(table)]
    widths = _widths(table, body)
    rule = _RULE * (stub + sum(len(_GAP) + width for width in widths))
    return "\n".join(
        line.translate(_ONE_WIDTH).rstrip()
        for line in (
            *_title(table, number, max(len(rule), _NOTE_WIDTH)),
            rule,
            *_heads(table, stub, widths),
            rule,
            *_rows(table.rows, body, stub, widths, rule),
            rule,
            *_notes(table.notes, max(len(rule), _NOTE_WIDTH)),
        )
    )


def _title(table: Table, number: int | None, width: int) -> list[str]:
    start = f"Table {number}. " if number is not None else ""
    lines = textwrap.wrap(start + (table.caption or table.name), width)
    return [*lines, *textwrap.wrap(table.unit_line, width)]


def _stub_width(table: Table) -> int:
    heads = [row.head for row in table.rows if row.role != "group"]
    longest = max((len(line) for head in heads for line in _folded(head)), default=0)
    return max(longest, len(table.stub))


def _folded(head: str) -> list[str]:
    return textwrap.wrap(head, _HEAD_WIDTH, subsequent_indent="  ") or [""]


def _widths(table: Table, body: Sequence[tuple[str, ...]]) -> list[int]:
    widths = [
        max(len(column.head), *(len(texts[place]) for texts in body), 1)
        for place, column in enumerate(table.columns)
    ]
    for first, last, span in _spans(table):
        room = sum(widths[first : last + 1]) + len(_GAP) * (last - first)
        widths[last] += max(0, len(span) - room)
    return widths


def _spans(table: Table) -> list[tuple[int, int, str]]:
    """Return first column, last column and text of each head that spans columns."""
    spans: list[tuple[int, int, str]] = []
    for place, column in enumerate(table.columns):
        if spans and spans[-1][2] == column.span and spans[-1][1] == place - 1:
            spans[-1] = (spans[-1][0], place, column.span)
        else:
            spans.append((place, place, column.span))
    return spans


def _heads(table: Table, stub: int, widths: Sequence[int]) -> list[str]:
    lines = []
    spans = _spans(table)
    if any(span for _, _, span in spans):
        line, under = " " * stub, " " * stub
        for first, last, span in spans:
            room = sum(widths[first : last + 1]) + len(_GAP) * (last - first)
            line += _GAP + span.center(room)
            under += _GAP + (_RULE if span else " ") * room
        lines += [line, under]
    heads = (column.head.rjust(width) for column, width in zip(table.columns, widths, strict=True))
    return [*lines, _GAP.join((table.stub.ljust(stub), *heads))]


def _rows(
    rows: Sequence[Row],
    body: Sequence[tuple[str, ...]],
    stub: int,
    widths: Sequence[int],
    rule: str,
) -> list[str]:
    lines: list[str] = []
    counted = False
    for row, texts in zip(rows, body, strict=True):
        if row.role == "count" and not counted and lines:
            lines.append(rule)
        counted = row.role == "count"
        if row.role == "group":
            lines += textwrap.wrap(row.head, max(len(rule), _NOTE_WIDTH))
            continue
        *above, last = _folded(row.head)
        cells = (text.rjust(width) for text, width in zip(texts, widths, strict=True))
        lines += [*above, _GAP.join((last.ljust(stub), *cells))]
    return lines


def _notes(notes: Sequence[str], width: int) -> list[str]:
    return [line for note in notes for line in textwrap.wrap(note, width)]
