"""How wide the columns of a printed table are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.report.numbers import body_texts, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.report.table import Cell, Table

_LETTER = 0.162
_PADDING = 0.35
_NARROWEST, _STUB_LEAST = 1.1, 3.6
_WIDEST = 5.6


def printed_texts(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the body of a table as text, one tuple a row.

    Numbers of one kind are padded so that their points align; a column that mixes money with
    other numbers is not, for there is nothing to align.

    Parameters
    ----------
    table : Table
        Any table.
    """
    padded = body_texts(table)
    mixed = [_mixed([row.cells[place] for row in table.rows]) for place in range(_width(table))]
    return tuple(
        tuple(
            shown(cell) if mix else text
            for cell, text, mix in zip(row.cells, texts, mixed, strict=True)
        )
        for row, texts in zip(table.rows, padded, strict=True)
    )


def _width(table: Table) -> int:
    return len(table.columns)


def _mixed(cells: Sequence[Cell]) -> bool:
    units = {cell.unit for cell in cells if not isinstance(cell.value, str) and not cell.reason}
    return "money" in units and len(units) > 1


def column_widths(table: Table, texts: Sequence[Sequence[str]], page: float) -> list[float]:
    """Return the widths of all columns, the first one included, in centimetres.

    Parameters
    ----------
    table : Table
        Its heads may break between words; its numbers may not break.
    texts : sequence of sequence of str
        Body as text, one a row.
    page : float
        Width of the text in centimetres; the widths add up to it.

    Returns
    -------
    list of float
        One more than the table has columns.
    """
    needed = [_needed(table, texts, place) for place in range(len(table.columns))]
    longest = max((len(row.head) for row in table.rows if row.role != "group"), default=0)
    stub = min(max(longest * _LETTER + _PADDING, _STUB_LEAST), page)
    room = page - sum(needed)
    if room >= stub:
        spare = room - stub
        return [stub + spare * _share_of_stub(len(needed)), *_spread(needed, spare)]
    if room >= _STUB_LEAST:
        return [room, *needed]
    scale = (page - _STUB_LEAST) / sum(needed)
    return [_STUB_LEAST, *(width * scale for width in needed)]


def _needed(table: Table, texts: Sequence[Sequence[str]], place: int) -> float:
    words = max((len(word) for word in table.columns[place].head.split()), default=0)
    cells = (row.cells[place] for row in table.rows)
    body = max(
        (
            len(text) if cell.value is not None and cell.unit != "text" else min(len(text), 28)
            for cell, text in zip(cells, (row[place] for row in texts), strict=True)
        ),
        default=0,
    )
    return min(max(max(words, body) * _LETTER + _PADDING, _NARROWEST), _WIDEST)


def _share_of_stub(columns: int) -> float:
    return 1 / (1 + columns / 2) if columns else 1.0


def _spread(needed: Sequence[float], spare: float) -> list[float]:
    each = spare * (1 - _share_of_stub(len(needed))) / len(needed) if needed else 0.0
    return [width + each for width in needed]
