"""Model of the cost sheet: its lines by columns; those of the document can be typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from studytool.gui.money_edits import place_of
from studytool.gui.widgets.cost_columns import COLUMNS, counted_as, shown, spoken, told, typed_as

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from studytool.roi.cost import Line

Index = QModelIndex | QPersistentModelIndex

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CostModel(QAbstractTableModel):
    """Lines of the cost sheet by columns."""

    typed = Signal(int, str, str)
    """Something was typed: entry of the document, field, text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self._programme = ""

    def show_lines(self, lines: Sequence[Line], programme: str) -> None:
        """Show other lines; only those of the programme count, all where it is empty.

        What is being typed in a line that stays is not disturbed.
        """
        self._programme = programme
        head, tail = _kept(self.lines, lines)
        if head + tail < len(self.lines):
            self.beginRemoveRows(QModelIndex(), head, len(self.lines) - tail - 1)
            self.lines = (*self.lines[:head], *self.lines[len(self.lines) - tail :])
            self.endRemoveRows()
        if head + tail < len(lines):
            self.beginInsertRows(QModelIndex(), head, len(lines) - tail - 1)
            self.lines = tuple(lines)
            self.endInsertRows()
        self.lines = tuple(lines)
        if lines:
            last = self.index(len(lines) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008  # Qt's
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008  # Qt's
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def counts(self, line: Line) -> bool:
        """Whether a line is part of the cost: not of another programme, not of the research."""
        other = bool(self._programme) and line.programme != self._programme
        return not other and line.phase != "research-only"

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell: lines of the document can be typed."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        own = place_of(self.lines[index.row()]) is not None
        typed = own and COLUMNS[index.column()].typed
        return plain | Qt.ItemFlag.ItemIsEditable if typed else plain

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a cell says."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], COLUMNS[index.column()]
        roles = Qt.ItemDataRole
        says: dict[Qt.ItemDataRole, Callable[[], Any]] = {
            roles.DisplayRole: lambda: shown(line, column),
            roles.EditRole: lambda: typed_as(line, column),
            roles.TextAlignmentRole: lambda: int(RIGHT if column.number else LEFT),
            roles.ToolTipRole: lambda: self._hint(line),
            roles.AccessibleTextRole: lambda: spoken(line, column),
        }
        said = says.get(Qt.ItemDataRole(role))
        return None if said is None else said()

    def _hint(self, line: Line) -> str:
        return f"{told(line)}. {counted_as(line, counts=self.counts(line))}".strip()

    def setData(  # noqa: N802  # Qt's name
        self,
        index: Index,
        value: Any,  # noqa: ANN401  # Qt's
        role: int = Qt.ItemDataRole.EditRole,
    ) -> bool:
        """Tell what was typed; the cell changes once the study has taken it."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        line, column = self.lines[index.row()], COLUMNS[index.column()]
        place = place_of(line)
        if place is not None and str(value) != typed_as(line, column):
            self.typed.emit(place, column.field, str(value))
        return True

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401  # Qt's
        """Return the head of a column; the amount is headed by its currency."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            if column.field == "amount" and self.lines:
                currency = self.lines[0].amount.currency
                return "Rand" if currency == "ZAR" else currency
            return column.head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(RIGHT if column.number else LEFT)
        return None


def _kept(old: Sequence[Line], new: Sequence[Line]) -> tuple[int, int]:
    """Return how many lines stay at the head and at the foot; the others go or come between."""
    if len(old) == len(new):
        return len(old), 0
    before, after = ([replace(line, place="") for line in lines] for lines in (old, new))
    head = _alike(before, after)
    return head, _alike(before[head:][::-1], after[head:][::-1])


def _alike(one: Sequence[Line], other: Sequence[Line]) -> int:
    """Return how many lines are the same from the beginning on."""
    pairs = enumerate(zip(one, other, strict=False))
    least = min(len(one), len(other))
    return next((place for place, (left, right) in pairs if left != right), least)
