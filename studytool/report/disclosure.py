"""Small cells are hidden before anything leaves, and what was hidden or shown is written down.

The rule, for a minimum of 5:

- a count of 1 to 4 people is hidden, and so is a share with 1 to 4 people behind it;
- a share that 1 to 4 people do *not* have is hidden as well (43 of 45 tells of 2);
- anything asked of 1 to 4 people is hidden: a base, a mean, an estimate;
- nought and everyone are shown: no person stands behind an empty cell. That a whole group
  answered alike can be read from them, and the minimum base keeps that to larger groups;
- where a total would give one hidden cell away, the smallest other part is hidden as well.

Value, interval, count and base of a hidden cell all go, and so does every note, title or finding
that repeats one of them. Counts of 1 to 4 people in findings and notes become "fewer than 5".
``[[released]]`` shows a cell all the same, with its reason.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from pydantic import Field

from studytool.core.counted import guarded
from studytool.core.spec import Reason, Spec
from studytool.report.figure import Figure
from studytool.report.labels import written
from studytool.report.notes import finding_notes
from studytool.report.recovery import companions, recoverable
from studytool.report.small_cells import HIDDEN, Ruling, Spot, rule, ruling_findings, ruling_notes
from studytool.report.table import Cell, Table
from studytool.report.telling import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from studytool.core.findings import Finding

_Page = TypeVar("_Page", Table, Figure)
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_WITHHELD = "What would give away a hidden cell is not said here."


class Released(Spec):
    """One entry of ``[[released]]``: a small cell that may be shown."""

    table: str = Field(description="Table or chart the cell is in.")
    cell: dict[str, str | float] = Field(
        min_length=1,
        description="Which cells: all with these values, such as wave = 3 or a variable.",
    )
    reason: Reason = Field(description="Why it may be shown.")


def suppress_table(
    table: Table, minimum: int, released: Sequence[Released]
) -> tuple[Table, tuple[Finding, ...]]:
    """Return `table` with its small cells hidden, and what was hidden or shown.

    Parameters
    ----------
    table : Table
        As laid out.
    minimum : int
        Fewest people that may be told of; 1 hides nothing.
    released : sequence of Released
        The whole ``[[released]]`` of the document; entries about others are passed over.

    Raises
    ------
    DocumentError
        If an entry of `released` names a cell that the table does not have.
    """
    spots = _table_spots(table)
    ruling = rule(table.name, spots, minimum, released)
    ruling = replace(ruling, companions=companions(table, spots, ruling))
    hidden = ruling.gone
    rows = tuple(
        replace(
            row,
            cells=tuple(
                _blank(cell) if (down, across) in hidden else cell
                for across, cell in enumerate(row.cells)
            ),
        )
        for down, row in enumerate(table.rows)
    )
    table = _guarded(table, minimum)
    shown = replace(
        table,
        caption=_unless_told(table.caption, ruling, table.name),
        unit_line=_unless_told(table.unit_line, ruling, ""),
        rows=rows,
        notes=_notes(table.notes, ruling, what="cell"),
        findings=_kept(table.findings, ruling),
    )
    return shown, (*ruling_findings(ruling), *recoverable(table, spots, ruling))


def hidden_cells(
    table: Table, minimum: int, released: Sequence[Released]
) -> dict[str, dict[str, str | float]]:
    """Return the cells of a table that are hidden for themselves, by their words.

    Parameters
    ----------
    table : Table
        As laid out, before anything is hidden.
    minimum : int
        Fewest people that may be told of.
    released : sequence of Released
        The whole ``[[released]]`` of the document.

    Returns
    -------
    dict
        What an entry of ``[[released]]`` says in `cell` to name each.
    """
    ruling = rule(table.name, _table_spots(table), minimum, released)
    return {spot.name: dict(spot.key) for spot in ruling.hidden}


def suppress_figure(
    figure: Figure, minimum: int, released: Sequence[Released]
) -> tuple[Figure, tuple[Finding, ...]]:
    """Return `figure` with its small points hidden, told anew, and what was hidden or shown.

    Parameters
    ----------
    figure : Figure
        As drawn from the results.
    minimum : int
        Fewest people that may be told of; 1 hides nothing.
    released : sequence of Released
        The whole ``[[released]]`` of the document; entries about others are passed over.

    Raises
    ------
    DocumentError
        If an entry of `released` names a point that the figure does not have.
    """
    ruling = rule(figure.name, _figure_spots(figure), minimum, released)
    hidden = {spot.place for spot in ruling.hidden}
    data = tuple(
        {
            name: _blank(row[name]) if (down, across) in hidden else row[name]
            for across, name in enumerate(figure.columns)
        }
        for down, row in enumerate(figure.data)
    )
    caption, alt_text = figure.tell(data)
    figure = _guarded(figure, minimum)
    shown = replace(
        figure,
        caption=_unless_told(caption, ruling, figure.name),
        alt_text=_unless_told(alt_text, ruling, ""),
        unit_line=_unless_told(figure.unit_line, ruling, ""),
        data=data,
        notes=_notes(figure.notes, ruling, what="point"),
        findings=_kept(figure.findings, ruling),
    )
    return shown, ruling_findings(ruling)


def _guarded(shown: _Page, minimum: int) -> _Page:
    """Return a table or chart whose notes and findings tell no small number of people."""
    told = [found.told(minimum) for found in shown.findings]
    lines = {
        line: anew
        for before, after in zip(shown.findings, told, strict=True)
        for line, anew in zip(finding_notes([before]), finding_notes([after]), strict=True)
    }
    notes = (lines.get(note) or guarded(note, shown.counts, minimum) for note in shown.notes)
    return replace(shown, notes=tuple(notes), findings=tuple(told), counts=())


def _blank(cell: Cell) -> Cell:
    """Return the cell that stands where `cell` was: how it looked, and nothing of what it held."""
    return Cell(
        unit=cell.unit,
        decimals=cell.decimals,
        currency=cell.currency,
        reason=HIDDEN,
    )


def _table_spots(table: Table) -> list[Spot]:
    spots = []
    heading = ""
    for down, row in enumerate(table.rows):
        if row.role == "group":
            heading = f"{row.head}: "
            continue
        for across, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
            name = f"{heading}{row.head}, {column.span or column.head}"
            key = dict((*row.key, *column.key))
            spots.append(Spot((down, across), name, key, cell))
    return spots


def _figure_spots(figure: Figure) -> list[Spot]:
    """Return the cells that hold numbers; those without count and base say what they are of."""
    spots = []
    for down, row in enumerate(figure.data):
        key = {
            name: written(cell.value)
            for name, cell in row.items()
            if cell.count is None and cell.base is None and cell.value not in {None, ""}
        }
        name = _point_name(key)
        for across, column in enumerate(figure.columns):
            spots.append(Spot((down, across), name, key, row[column]))
    return spots


def _point_name(key: Mapping[str, str]) -> str:
    shown = [key[name] for name in ("series", "model_label", "label", "wave_label") if name in key]
    return ", ".join(shown or key.values())


def _unless_told(text: str, ruling: Ruling, otherwise: str) -> str:
    return otherwise if _gives_away(text, ruling) else text


def _notes(notes: Iterable[str], ruling: Ruling, *, what: str) -> tuple[str, ...]:
    told_of = [(note, _without(note, ruling)) for note in notes]
    kept = tuple(left for _, left in told_of if left)
    withheld = (_WITHHELD,) if any(left != note for note, left in told_of) else ()
    return (*kept, *withheld, *ruling_notes(ruling, what=what))


def _kept(findings: Iterable[Finding], ruling: Ruling) -> tuple[Finding, ...]:
    """Return findings without the sentences that give something away; code and level stay."""
    return tuple(
        replace(
            found,
            message=" ".join(filter(None, (_without(found.message, ruling), _WITHHELD))),
            remedy=_without(found.remedy, ruling),
            cells=(),
        )
        if any(_gives_away(text, ruling) for text in (found.message, found.remedy, *found.cells))
        else found
        for found in findings
    )


def _without(text: str, ruling: Ruling) -> str:
    """Return a text without its sentences that give away what is hidden."""
    if not _gives_away(text, ruling):
        return text
    return " ".join(one for one in _SENTENCES.split(text) if not _gives_away(one, ruling))


def _gives_away(text: str, ruling: Ruling) -> bool:
    gone = (*ruling.hidden, *ruling.companions)
    return told(text, (spot.cell for spot in gone), ruling.minimum)
