"""Cells of a spreadsheet pasted into the cost sheet: as one edit, or refused with the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.errors import StudyError
from studytool.gui import edits
from studytool.gui.money_edits import with_new_line
from studytool.gui.widgets.cost_columns import COLUMNS, read
from studytool.roi.cost import CostItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.roi.cost import Line
    from studytool.study import Study

_MOST_ROWS = 1000


def cells_of(text: str) -> list[list[str]]:
    """Return the cells a spreadsheet put on the clipboard, without the heads of the columns."""
    rows = [line.split("\t") for line in text.splitlines() if line.strip()]
    headed = rows and rows[0][0].strip().lower() == COLUMNS[0].head.lower()
    return rows[1:] if headed else rows


def with_pasted(
    study: Study, lines: Sequence[Line], place: int | None, column: int, rows: list[list[str]]
) -> Study:
    """Return the study with cells of a spreadsheet typed into its cost sheet.

    Parameters
    ----------
    study : Study
        The study as it is.
    lines : sequence of Line
        The cost sheet, whose currency and price year new lines take over.
    place : int or None
        Entry of ``[[costs]]`` the first row goes to; None: all rows are new lines.
    column : int
        Column the first cell goes to; what would go past the last that is typed is left out.
    rows : list of list of str
        Rows of cells.

    Raises
    ------
    StudyError
        If a cell cannot be read: says which and what to type; nothing is pasted.
    """
    if not rows or len(rows) > _MOST_ROWS:
        few = "There are no cells on the clipboard."
        raise StudyError(few if not rows else f"At most {_MOST_ROWS} rows are pasted at once.")
    own = [at for at, cost in enumerate(study.costs) if isinstance(cost, CostItem)]
    targets = [] if place is None else [at for at in own if at >= place]
    for number, row in enumerate(rows):
        values = _values(row, column, number + 1)
        if number >= len(targets):
            study = with_new_line(study, lines)
            targets.append(len(study.costs) - 1)
        item = study.costs[targets[number]].model_copy(update=values)
        study = edits.with_item(study, "costs", targets[number], item)
    return study


def _values(row: Sequence[str], column: int, number: int) -> dict[str, object]:
    """Return the fields of one row."""
    values: dict[str, object] = {}
    for target, text in zip(COLUMNS[column:], row, strict=False):
        if not target.typed:
            break
        try:
            values[target.field] = read(target, text)
        except ValueError as error:
            raise StudyError(
                f"Nothing was pasted. {target.head} in row {number} of what was copied: {error}",
                remedy="Or save it as a file and add the file: its decimal mark is asked for.",
            ) from None
    return values
