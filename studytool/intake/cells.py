"""Cells of mixed kinds become columns of one kind each, without loss."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    Cell = str | float | int | bool | date | datetime | time | timedelta | None

_EXACT = 2**53
_NUMBERS = frozenset({int, float})
_DATES = frozenset({date, datetime})


def part_of_column(cells: Sequence[Cell]) -> pa.Array:
    """Return the cells of one block of rows as numbers, dates or text.

    Parameters
    ----------
    cells : sequence
        Cells as a workbook holds them; "" and None are empty.

    Returns
    -------
    pyarrow.Array
        float64 where every filled cell is a number, timestamps where every one is a date,
        strings otherwise, null where no cell is filled; empty cells are null.
    """
    import pyarrow as pa

    filled = [None if cell == "" else cell for cell in cells]
    types = {type(cell) for cell in filled} - {type(None)}
    if not types:
        return pa.nulls(len(filled))
    if types <= _NUMBERS:
        return pa.array(filled, pa.float64())
    if types <= _DATES:
        return pa.array([_at_midnight(cell) for cell in filled], pa.timestamp("us"))
    return pa.array([None if cell is None else cell_text(cell) for cell in filled], pa.string())


def whole_column(parts: Sequence[pa.Array]) -> pa.ChunkedArray:
    """Join the blocks of one column; blocks of different kinds are all written as text.

    Parameters
    ----------
    parts : sequence of pyarrow.Array
        What `part_of_column` made of each block.

    Returns
    -------
    pyarrow.ChunkedArray
        Of type float64, timestamp or string; a column without a filled cell is float64.
    """
    import pyarrow as pa

    kinds = {part.type for part in parts if not pa.types.is_null(part.type)}
    if len(kinds) > 1:
        return pa.chunked_array([_as_text(part) for part in parts], pa.string())
    kind = kinds.pop() if kinds else pa.float64()
    return pa.chunked_array([part.cast(kind) for part in parts], kind)


def number_text(number: float) -> str:
    """Write a number with a full stop, without a fraction that is zero: ``-99``, ``3.5``."""
    whole = float(number).is_integer() and abs(number) <= _EXACT
    return str(int(number)) if whole else repr(float(number))


def cell_text(cell: Cell) -> str:
    """Write one filled cell as text: numbers with a full stop, dates as ISO 8601.

    Parameters
    ----------
    cell : text, number, truth value, date, time or duration
        A filled cell.
    """
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return number_text(cell)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return clock_text(cell.total_seconds())
        case _:
            return str(cell)


def clock_text(seconds: float) -> str:
    """Write a time of day or a duration, given in seconds, as ``hours:minutes:seconds``."""
    sign, whole = "-" if seconds < 0 else "", int(abs(seconds))
    rest = abs(seconds) - whole
    fraction = f"{rest:.6f}"[1:].rstrip("0").rstrip(".")
    return f"{sign}{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{fraction}"


def _at_midnight(cell: Cell) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    return datetime.combine(cell, time()) if isinstance(cell, date) else None


def _as_text(part: pa.Array) -> pa.Array:
    import pyarrow as pa

    texts = [None if cell is None else cell_text(cell) for cell in part.to_pylist()]
    return pa.array(texts, pa.string())
