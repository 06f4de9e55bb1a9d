"""The grid of variables by waves: differences coloured and worded, one proposal a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from studytool.gui.widgets.wave_cells import ROW, WaveDelegate, WaveHeader, button_rect, height_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

    from studytool.survey.wave_grid import GridRow, WaveHead

Index = QModelIndex | QPersistentModelIndex
_VARIABLE, _WAVE, _PROPOSAL = 176, 117, 230


@dataclass(frozen=True, slots=True)
class Line:
    """One row on the screen.

    Attributes
    ----------
    row : GridRow
        The variable over the waves.
    proposal : str
        What could be done; empty where nothing is open.
    """

    row: GridRow
    proposal: str = ""

    @property
    def state(self) -> str:
        """Return ``open``, ``accepted`` or ``same``."""
        if self.proposal:
            return "open"
        return "accepted" if self.row.done else "same"

    @property
    def differs(self) -> bool:
        """Whether a wave differs from the first, or something is proposed."""
        return bool(self.proposal) or self.row.differs

    @property
    def words(self) -> str:
        """What the last column says."""
        if self.proposal:
            return self.proposal
        if self.row.done:
            return self.row.done
        return "Not asked in every wave" if self.row.differs else "Same in all waves"


class WaveModel(QAbstractTableModel):
    """Lines of the grid: variable, waves, proposal."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads: tuple[WaveHead, ...] = ()
        self.lines: tuple[Line, ...] = ()

    def show_lines(self, heads: Sequence[WaveHead], lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.heads, self.lines = tuple(heads), tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802  # Qt's name
        """Return how many variables are shown."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802  # Qt's name
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self.heads) + 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  # Qt's
        """Return a cell in words, for readers and tooltips; the delegate draws it."""
        wanted = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        )
        if not index.isValid() or role not in wanted:
            return None
        line, column = self.lines[index.row()], index.column()
        if column == 0:
            return f"{line.row.label}, {line.row.name}" if line.row.label else line.row.name
        if column <= len(self.heads):
            cell = line.row.cells[column - 1]
            return ", ".join(filter(None, (cell.column, cell.words)))
        accepted = ", accepted" if line.state == "accepted" else ""
        return f"{line.words}{accepted}"

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401  # Qt's
        """Return the head of a column; the second line of a wave's is its files."""
        wanted = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if orientation != Qt.Orientation.Horizontal or role not in wanted:
            return None
        if section == 0:
            return "Variable"
        if section > len(self.heads):
            return "Proposal"
        head = self.heads[section - 1]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(head.sources)
        return f"{head.label}\n{head.rows} rows, {head.endings}"


class WaveTable(QTableView):
    """The grid on the screen."""

    accept_asked = Signal(str)
    """A person accepts the proposal of this variable."""
    chosen = Signal(str, int)
    """A person is looking at this variable, and this place among the waves (-1 for none)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wave_model = WaveModel(self)
        self.setModel(self.wave_model)
        self.setItemDelegate(WaveDelegate(self))
        self.setHorizontalHeader(WaveHeader(self))
        self.setAccessibleName("Variables by waves")
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW)
        rows.hide()
        self.selectionModel().currentChanged.connect(self._tell_choice)

    def show_lines(self, heads: Sequence[WaveHead], lines: Sequence[Line]) -> None:
        """Show other lines; the variable that was chosen stays so."""
        kept, column = self.current_name(), self.currentIndex().column()
        self.wave_model.show_lines(heads, lines)
        self._fit_columns()
        self.choose(kept, max(column, 0))

    def current_name(self) -> str:
        """Return the name of the chosen variable; empty for none."""
        row = self.currentIndex().row()
        lines = self.wave_model.lines
        return lines[row].row.name if 0 <= row < len(lines) else ""

    def choose(self, name: str, column: int = 0) -> None:
        """Choose a variable; nothing happens if it is not shown."""
        for row, line in enumerate(self.wave_model.lines):
            if line.row.name == name:
                self.setCurrentIndex(self.wave_model.index(row, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Accept the proposal of the chosen row with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._accept(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Accept the proposal whose button was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        last = self.wave_model.columnCount() - 1
        if index.isValid() and index.column() == last:
            inside = button_rect(self.visualRect(index)).contains(event.position().toPoint())
            if inside and event.button() == Qt.MouseButton.LeftButton:
                self._accept(index)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Give the proposals what room there is."""
        super().resizeEvent(event)
        self._fit_columns()

    def _accept(self, index: Index) -> None:
        if index.isValid() and self.wave_model.lines[index.row()].state == "open":
            self.accept_asked.emit(self.wave_model.lines[index.row()].row.name)

    def _tell_choice(self, now: QModelIndex) -> None:
        if now.isValid():
            waves = len(self.wave_model.heads)
            place = now.column() - 1 if 1 <= now.column() <= waves else -1
            self.chosen.emit(self.wave_model.lines[now.row()].row.name, place)

    def _fit_columns(self) -> None:
        waves = len(self.wave_model.heads)
        if not waves:
            return
        self.setColumnWidth(0, _VARIABLE)
        for column in range(1, waves + 1):
            self.setColumnWidth(column, _WAVE)
        room = self.viewport().width() - _VARIABLE - waves * _WAVE
        self.setColumnWidth(waves + 1, max(room, _PROPOSAL))
        widths = [self.columnWidth(column) for column in range(waves + 2)]
        for row, line in enumerate(self.wave_model.lines):
            self.setRowHeight(row, height_of(line, widths))
