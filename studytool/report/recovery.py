"""Hidden cells that a reader could work out from a total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.core.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studytool.report.small_cells import Ruling, Spot
    from studytool.report.table import Column, Row, Table


@dataclass(frozen=True, slots=True)
class _Line:
    """Places along one column or row that make one sum: the total and its parts."""

    total: tuple[int, int]
    parts: tuple[tuple[int, int], ...]


def recoverable(table: Table, spots: Sequence[Spot], ruling: Ruling) -> tuple[Finding, ...]:
    """Return a finding for each hidden cell that is a total less parts which are all shown.

    Parameters
    ----------
    table : Table
        As laid out: its rows and columns say what adds up.
    spots : sequence of Spot
        Its cells.
    ruling : Ruling
        Which of them are hidden.
    """
    by_place = {spot.place: spot for spot in spots}
    hidden = {spot.place for spot in ruling.hidden}
    found: dict[str, Finding] = {}
    for line in (*_sums_down(table), *_sums_across(table)):
        members = [place for place in (line.total, *line.parts) if place in by_place]
        counted = [place for place in members if by_place[place].cell.count is not None]
        gone = [place for place in counted if place in hidden]
        if len(gone) == 1 and counted == members and len(members) == len(line.parts) + 1:
            name = by_place[gone[0]].name
            found.setdefault(name, _finding(ruling.shown_in, name))
    return tuple(found.values())


def _finding(shown_in: str, name: str) -> Finding:
    return Finding(
        "warning",
        "cell_recoverable",
        f'"{shown_in}", {name}: hidden, but a reader can work it out, because the total and every'
        " other part are shown.",
        where=shown_in,
        remedy="Leave out the total or join this row with another before the table is sent on.",
    )


def _sums_down(table: Table) -> Iterator[_Line]:
    for total, parts in _sums(table.rows):
        for across in range(len(table.columns)):
            yield _Line((total, across), tuple((down, across) for down in parts))


def _sums_across(table: Table) -> Iterator[_Line]:
    for total, parts in _sums(table.columns):
        for down in range(len(table.rows)):
            yield _Line((down, total), tuple((down, across) for across in parts))


def _sums(lines: Sequence[Row | Column]) -> Iterator[tuple[int, list[int]]]:
    """Yield the place of each total with the places of its parts."""
    for total, line in enumerate(lines):
        for name in line.total_of:
            yield total, [place for place, part in enumerate(lines) if name in part.adds_to]
