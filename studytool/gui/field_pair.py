"""Two fields of a form, beside each other as long as the names chosen in them have room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from studytool.gui.tokens import GAP_INSIDE
from studytool.gui.widgets.quiet_combo import MARK

if TYPE_CHECKING:
    from PySide6.QtWidgets import QGridLayout

    from studytool.gui.widgets.field import Field


class FieldPair:
    """Two fields of a form: beside each other, or one under the other.

    Parameters
    ----------
    grid : QGridLayout
        The form's, of two columns.
    line : int
        Row of the grid they stand in; the next one is theirs as well.
    first, second : Field
        Left and right, or upper and lower.
    """

    def __init__(self, grid: QGridLayout, line: int, first: Field, second: Field) -> None:
        self._grid, self._line = grid, line
        self._first, self._second = first, second
        self._stacked = False

    def fit(self, room: int) -> None:
        """Stand them one under the other where a name needs more room than each has.

        Parameters
        ----------
        room : int
            Logical pixels each has beside the other.
        """
        stacked = max(_name_width(self._first), _name_width(self._second)) > room
        if stacked == self._stacked:
            return
        self._stacked = stacked
        top, span = Qt.AlignmentFlag.AlignTop, 2 if stacked else 1
        below, column = (self._line + 1, 0) if stacked else (self._line, 1)
        for field in (self._first, self._second):
            self._grid.removeWidget(field)
        self._grid.addWidget(self._first, self._line, 0, 1, span, top)
        self._grid.addWidget(self._second, below, column, 1, span, top)


def _name_width(field: Field) -> int:
    """Return the room that the names chosen in the lists of a field need, logical pixels."""
    lists = [one for one in field.findChildren(QComboBox) if one.isVisibleTo(field)]
    words = [one.fontMetrics().horizontalAdvance(one.currentText()) for one in lists]
    return max(words, default=-MARK - GAP_INSIDE) + MARK + GAP_INSIDE
