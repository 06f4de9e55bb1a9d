"""Which decimal mark the cells of a text file use, by the evidence of all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studytool.core.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    Distinct = Mapping[str, Mapping[str, int]]

_GROUPED = r"[+-]?[1-9]\d{0,2}(?:%s\d{3})+"
_FRACTION = r"[+-]?\d*%s\d+(?:[eE][+-]?\d+)?"


def proposed_decimal(table: pa.Table, rows: pa.Array, *, thousands: str) -> tuple[str, int]:
    """Return the decimal mark the cells of a whole file agree on, and how many cells show it.

    Parameters
    ----------
    table : pyarrow.Table, n rows
        Every cell of the file, as text.
    rows : pyarrow array of int64, shape (n,)
        Row of the file of each row of the table.
    thousands : str
        Mark between thousands; empty where the document gives none.

    Returns
    -------
    str
        "." or ","; the first that `thousands` leaves where no cell has a mark.
    int
        Cells that are numbers with that mark.

    Raises
    ------
    SourceError
        If some cells say comma and others point, or if all could as well be thousands.
    """
    marks = [mark for mark in (".", ",") if mark != thousands]
    seen = {mark: _numbers_with(table, mark, thousands) for mark in marks}
    shown = [mark for mark in marks if _count(seen[mark])]
    if not shown:
        return marks[0], 0
    places = [_first_place(table, rows, seen[mark]) for mark in shown]
    if len(shown) > 1:
        raise _contradiction(*places)
    (mark,) = shown
    if mark == "," and not thousands and _all_grouped(seen[mark]):
        raise _unclear(places[0])
    return mark, _count(seen[mark])


def _contradiction(point: str, comma: str) -> SourceError:
    return SourceError(
        "Some numbers are written with a decimal point, others with a decimal comma.",
        where=f"{point} (point); {comma} (comma)",
        why="One of the marks may separate thousands, or the cells may not be numbers.",
        remedy='Say it, such as decimal = "," (and thousands = "." where that occurs).',
    )


def _unclear(place: str) -> SourceError:
    return SourceError(
        "It is unclear whether the comma in numbers separates decimals or thousands.",
        where=place,
        why="Every such number in the file has three digits after the comma.",
        remedy='Say decimal = "," or thousands = ",".',
    )


def _pattern(mark: str) -> re.Pattern[str]:
    """Numbers that have `mark`, with the other mark between thousands or nothing there."""
    other = re.escape("," if mark == "." else ".")
    grouped = _GROUPED % other + re.escape(mark) + r"\d+"
    return re.compile(f"{_FRACTION % re.escape(mark)}|{grouped}")


def _numbers_with(table: pa.Table, mark: str, thousands: str) -> Distinct:
    """Distinct cells of each column that are numbers with `mark`, and how often they occur."""
    import pyarrow.compute as pc

    wanted, found = _pattern(mark), dict[str, dict[str, int]]()
    for name, cells in zip(table.column_names, table.columns, strict=True):
        marked = pc.value_counts(cells.filter(pc.match_substring(cells, mark)))
        counts = zip(marked.field(0).to_pylist(), marked.field(1).to_pylist(), strict=True)
        found[name] = {
            text: times
            for text, times in counts
            if wanted.fullmatch((text.replace(thousands, "") if thousands else text).strip())
        }
    return found


def _count(numbers: Distinct) -> int:
    return sum(sum(texts.values()) for texts in numbers.values())


def _all_grouped(numbers: Distinct) -> bool:
    grouped = re.compile(_GROUPED % ",")
    return all(grouped.fullmatch(text.strip()) for texts in numbers.values() for text in texts)


def _first_place(table: pa.Table, rows: pa.Array, numbers: Distinct) -> str:
    import pyarrow.compute as pc

    name, texts = next((name, texts) for name, texts in numbers.items() if texts)
    at = pc.index(table.column(name), next(iter(texts))).as_py()
    return f"row {rows[at].as_py()}, column {name}"
