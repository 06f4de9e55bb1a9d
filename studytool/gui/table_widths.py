"""How wide the columns of a table on the screen are, and where a table too wide is parted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studytool.exporters.layout import printed_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.report.table import Row, Table

_PIXELS_A_POINT = 96 / 72
_SIZES = ((10.0, 16), (9.0, 11), (8.5, 8))
_NARROWEST = 30
_STUB_LEAST, _STUB_MOST = 130, 330
_LONG_REASON = 18
_EDGES = 4
_MOST_SPARE = 40
_DIGIT, _SMALL, _MINUS_WIDE, _LETTER, _CAPITAL = 0.62, 0.34, 0.82, 0.56, 0.68
_THIN = frozenset(" .,:;|!'()[]-fijlrt")
_BOLD = 1.09


@dataclass(frozen=True, slots=True)
class Measures:
    """Type in points; gap, first column and other columns in pixels."""

    size: float
    gap: int
    stub: int
    widths: tuple[int, ...]

    @property
    def total(self) -> int:
        """Width of the whole table."""
        return self.stub + sum(self.widths)


def letters(text: str, *, bold: bool = False) -> float:
    """Return how wide a text is set in the window's font, in em."""
    width = sum(map(_letter, text))
    return width * _BOLD if bold else width


def measures(table: Table, texts: Sequence[Sequence[str]], room: int) -> Measures:
    """Return the largest type in which a table fits, else the smallest.

    Parameters
    ----------
    table : Table
        As it will be shown.
    texts : sequence of sequence of str
        Its body as text, one a row.
    room : int
        Pixels at 100 %; a table of few columns takes less.
    """
    made = _tried(table, texts, room)
    spare = room - made.total
    each = min(spare // len(made.widths), _MOST_SPARE) if spare > 0 and made.widths else 0
    stub = max(min(made.stub, made.stub + spare), _STUB_LEAST)
    return Measures(made.size, made.gap, stub, tuple(width + each for width in made.widths))


def parted(table: Table, room: int) -> tuple[Table, ...]:
    """Return a table as it is where it fits, else as several with the same rows under each other.

    Only columns under another spanning head part; a row that says nothing in a part is left out
    of it.

    Parameters
    ----------
    table : Table
        As it will be shown.
    room : int
        Pixels at 100 %.
    """
    spans = _span_ends(table)
    if len(spans) <= 1 or _least(table) <= room:
        return (table,)
    parts: list[tuple[int, int]] = []
    for start, end in spans:
        if parts and _least(_part(table, parts[-1][0], end)) <= room:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return tuple(_part(table, start, end) for start, end in parts)


def in_line(made: Sequence[Measures], parts: Sequence[Table], room: int) -> tuple[Measures, ...]:
    """Return the measures of parts under each other with their columns in one line.

    Parameters
    ----------
    made : sequence of Measures
        Of each part by itself.
    parts : sequence of Table
        The parts; nothing changes where their heads are not alike.
    room : int
        Pixels at 100 %.
    """
    first = [column.head for column in parts[0].columns]
    alike = all([c.head for c in part.columns] == first[: len(part.columns)] for part in parts)
    if len(parts) == 1 or not alike:
        return tuple(made)
    size, gap = min((one.size, one.gap) for one in made)
    widths = tuple(
        max(one.widths[place] for one in made if place < len(one.widths) and one.size == size)
        for place in range(len(first))
    )
    stub = min(max(one.stub for one in made), room - sum(widths))
    return tuple(Measures(size, gap, stub, widths[: len(one.widths)]) for one in made)


def _tried(table: Table, texts: Sequence[Sequence[str]], room: int) -> Measures:
    made = Measures(0.0, 0, 0, ())
    for size, gap in _SIZES:
        made = _set_in(table, texts, size, gap)
        if made.total <= room:
            break
    return made


def _set_in(table: Table, texts: Sequence[Sequence[str]], size: float, gap: int) -> Measures:
    """Return the measures of a table in type of one size."""
    pixels = size * _PIXELS_A_POINT
    widths = tuple(
        _needed(table, texts, place, pixels) + gap for place in range(len(table.columns))
    )
    return Measures(size, gap, _stub(table, pixels), widths)


def _least(table: Table) -> int:
    """Return the width below which a table cannot be shown in one piece."""
    made = _set_in(table, printed_texts(table), *_SIZES[-1])
    return made.total - made.stub + _STUB_LEAST


def _stub(table: Table, pixels: float) -> int:
    heads = (row for row in table.rows if row.role != "group")
    widest = max((letters(row.head, bold=row.role == "lead") for row in heads), default=0.0)
    return round(min(max(widest * pixels + _EDGES, _STUB_LEAST), _STUB_MOST))


def _needed(table: Table, texts: Sequence[Sequence[str]], place: int, pixels: float) -> int:
    """Return the width of a column; its head may break between words, its numbers may not."""
    cells = 0.0
    for row, text in zip(table.rows, texts, strict=True):
        if row.role != "group":
            whole = row.cells[place].value is not None or row.cells[place].low is not None
            shown = text[place] if whole else text[place][:_LONG_REASON]
            cells = max(cells, letters(shown, bold=row.role == "lead" and "to" not in shown))
    words = table.columns[place].head
    longest = max(words.split(), key=len, default="")
    head = letters(words if len(words) <= _LONG_REASON else longest, bold=True)
    return round(max(_NARROWEST, cells * pixels, head * pixels)) + _EDGES


def _span_ends(table: Table) -> list[tuple[int, int]]:
    """Return the first column and the one after the last under each spanning head."""
    ends: list[tuple[int, int]] = []
    for place, column in enumerate(table.columns):
        if place and table.columns[place - 1].span == column.span:
            ends[-1] = (ends[-1][0], place + 1)
        else:
            ends.append((place, place + 1))
    return ends


def _part(table: Table, start: int, end: int) -> Table:
    rows = [replace(row, cells=row.cells[start:end]) for row in table.rows]
    kept = tuple(row for row in rows if row.role in {"group", "count"} or _says_something(row))
    return replace(table, columns=table.columns[start:end], rows=kept)


def _says_something(row: Row) -> bool:
    return any(cell.value is not None or cell.low is not None or cell.reason for cell in row.cells)


def _letter(sign: str) -> float:
    if sign.isdigit() or sign == "\N{FIGURE SPACE}":
        return _DIGIT
    if sign in _THIN:
        return _SMALL
    if sign in "−%mwMW":
        return _MINUS_WIDE
    return _CAPITAL if sign.isupper() else _LETTER
