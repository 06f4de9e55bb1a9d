"""The row of column names: cleaned, completed, and refused where it cannot serve."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from studytool.core.errors import SourceError
from studytool.core.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence


_SHOWN = 10


def column_names(
    cells: Sequence[str], *, row: int, empty: Sequence[bool], first: int = 1
) -> tuple[tuple[str | None, ...], tuple[Finding, ...]]:
    """Return a name for every column, or None for columns that hold nothing at all.

    Parameters
    ----------
    cells : sequence of str
        The header row, as wide as the table.
    row : int
        Row of the file (counted from 1) that holds it.
    empty : sequence of bool
        Whether a column has no filled cell below its header.
    first : int
        Position in the file (counted from 1) of the first of these columns.

    Returns
    -------
    tuple of (str or None)
        One a column; blank headers over filled cells are named by position: ``column_3``.
    tuple of Finding
        What was named.

    Raises
    ------
    SourceError
        If two columns have the same name, or none has a name.
    """
    written = [" ".join(cell.split()) for cell in cells]
    if not any(written):
        raise SourceError(
            "The row that should hold the column names is empty.",
            where=f"row {row}",
            remedy="Say which row holds them, such as header_row = 2.",
        )
    _refuse_duplicates([name for name in written if name], row)
    named, invented = list[str | None](), list[str]()
    for place, (name, nothing) in enumerate(zip(written, empty, strict=True), start=first):
        if not name and not nothing:
            invented.append(_free_name(f"column_{place}", written))
        named.append(name or (None if nothing else invented[-1]))
    return tuple(named), _findings(invented, row)


def _free_name(name: str, taken: Sequence[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _refuse_duplicates(names: Sequence[str], row: int) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        listed = ", ".join(f'"{name}"' for name in twice[:_SHOWN])
        raise SourceError(
            f"Several columns have the same name: {listed}.",
            where=f"row {row}",
            why="It would be unclear which of them is meant.",
            remedy="Give each its own name, or say which row holds the names with header_row.",
        )


def _findings(invented: Sequence[str], row: int) -> tuple[Finding, ...]:
    if not invented:
        return ()
    message = (
        f"{len(invented)} column(s) have no name in the header row; "
        f"they are called {', '.join(invented[:_SHOWN])}{' ...' if len(invented) > _SHOWN else ''}."
    )
    return (Finding("warning", "columns_unnamed", message, where=f"row {row}"),)
