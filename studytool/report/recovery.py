"""Hidden cells that a reader could work out from a total, and what hides them for good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.core.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from studytool.report.small_cells import Place, Ruling, Spot
    from studytool.report.table import Column, Row, Table


@dataclass(frozen=True, slots=True)
class _Line:
    """Places along one column or row that make one sum: the total and its parts."""

    total: tuple[int, int]
    parts: tuple[tuple[int, int], ...]


def companions(table: Table, spots: Sequence[Spot], ruling: Ruling) -> tuple[Spot, ...]:
    """Return the cells to hide as well, so that no sum gives a hidden one away.

    In a sum with one hidden member the smallest shown part goes too, or the total where no other
    part holds anybody. What somebody released stays, and so does what other tables show. Hiding
    one can open another sum, so it is done until none is open.

    Parameters
    ----------
    table : Table
        As laid out: its rows and columns say what adds up.
    spots : sequence of Spot
        Its cells.
    ruling : Ruling
        Which of them are small.
    """
    by_place = {spot.place: spot for spot in spots}
    hidden = {spot.place for spot in ruling.hidden}
    kept = {spot.place for spot, _ in ruling.permitted}
    kept |= {place for place in by_place if table.rows[place[0]].known}
    found: list[Spot] = []
    while True:
        chosen = [
            partner
            for line, _ in _open(table, by_place, hidden)
            if (partner := _partner(line, by_place, hidden | kept)) is not None
        ]
        if not chosen:
            return tuple(found)
        found.append(by_place[chosen[0]])
        hidden.add(chosen[0])


def recoverable(table: Table, spots: Sequence[Spot], ruling: Ruling) -> tuple[Finding, ...]:
    """Return a finding for each hidden cell that is a total less parts which are all shown.

    Parameters
    ----------
    table : Table
        As laid out: its rows and columns say what adds up.
    spots : sequence of Spot
        Its cells.
    ruling : Ruling
        Which of them are hidden, companions included.
    """
    by_place = {spot.place: spot for spot in spots}
    hidden = {spot.place for spot in (*ruling.hidden, *ruling.companions)}
    names = [by_place[gone].name for _, gone in _open(table, by_place, hidden)]
    return tuple(_finding(ruling.shown_in, name) for name in dict.fromkeys(names))


def _open(
    table: Table, by_place: Mapping[Place, Spot], hidden: AbstractSet[Place]
) -> Iterator[tuple[_Line, Place]]:
    """Yield each sum in which one member alone is hidden, with that member."""
    for line in (*_sums_down(table), *_sums_across(table)):
        members = [place for place in (line.total, *line.parts) if place in by_place]
        counted = [place for place in members if by_place[place].cell.count is not None]
        gone = [place for place in counted if place in hidden]
        if len(gone) == 1 and counted == members and len(members) == len(line.parts) + 1:
            yield line, gone[0]


def _partner(
    line: _Line, by_place: Mapping[Place, Spot], taken: AbstractSet[Place]
) -> Place | None:
    """Return the smallest part of a sum that holds anybody and is free, else its total."""
    counts = {place: by_place[place].cell.count or 0 for place in line.parts if place not in taken}
    free = [place for place in counts if counts[place] > 0]
    if free:
        return min(free, key=lambda place: (counts[place], place))
    return None if line.total in taken else line.total


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
