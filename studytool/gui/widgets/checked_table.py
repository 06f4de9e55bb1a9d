"""The table of a published result: number, published, ours, difference and verdict, as in print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studytool.gui.widgets.ruled_table import RuledTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.gui.checked_rows import Row

_HEADS = ("Number", "", "Published", "Ours", "Difference", "Verdict")
_MOVED = ("Number", "", "Published", "Before", "Now", "Difference", "Verdict")


class CheckedTable(QWidget):
    """Rows of a published result; what ours were before stands beside them once one has moved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RuledTable(self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.table)
        self._shown: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row], source: str) -> None:
        """Show the numbers of a result.

        Parameters
        ----------
        rows : sequence of Row
            The numbers, in order.
        source : str
            Where they are printed.
        """
        self.setVisible(bool(rows))
        if not rows or tuple(rows) == self._shown:
            return
        self._shown = tuple(rows)
        moved = any(row.moved for row in rows)
        self.table.show_rows(
            _title(rows),
            _MOVED if moved else _HEADS,
            [_cells(row, moved=moved) for row in rows],
            note=f"Published: {source}. A number holds where it differs from print by no more than "
            "its tolerance, mostly the rounding of print.",
            texts=2,
        )


def _title(rows: Sequence[Row]) -> str:
    moved = sum(row.moved for row in rows)
    if not moved:
        return f"{len(rows)} published numbers" if len(rows) > 1 else "The published number"
    return f"{moved} of {len(rows)} numbers moved" if len(rows) > 1 else "The number moved"


def _cells(row: Row, *, moved: bool) -> tuple[str, ...]:
    before = (row.before,) if moved else ()
    return (row.number, row.field, row.published, *before, row.ours, row.difference, row.verdict)
