"""Rows and columns of a frame of any size, for a table on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from studytool.gui.widgets.frame_column import FrameColumn

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from studytool.gui.widgets.frame_order import Bools, Positions
    from studytool.survey.codebook import Variable

Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FrameModel(QAbstractTableModel):
    """Shows a frame without copying it; sort and filter move an array of row numbers.

    A cell that is missing shows its reason.
    """

    arranging = Signal()
    """Rows are about to be sorted: a view lets go of its selection, which may be all cells."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame: pd.DataFrame | None = None
        self._reasons: pd.DataFrame | None = None
        self._codebook: Mapping[str, Variable] = {}
        self._names: list[str] = []
        self._columns: dict[int, FrameColumn] = {}
        self._order: Positions | None = None
        self._chosen: Bools | None = None
        self._shown: Positions | None = None
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        self._words = False

    def show_frame(
        self,
        frame: pd.DataFrame,
        *,
        reasons: pd.DataFrame | None = None,
        codebook: Mapping[str, Variable] | None = None,
    ) -> None:
        """Show another frame, in its own order, all rows.

        Parameters
        ----------
        frame : DataFrame, n rows
            It is read, never written into.
        reasons : DataFrame, n rows, optional
            Why cells are missing, by position, for the columns that have it.
        codebook : mapping of name to Variable, optional
            Labels of columns and of values.
        """
        import numpy as np

        self.beginResetModel()
        self._frame, self._reasons, self._codebook = frame, reasons, codebook or {}
        self._names = [str(name) for name in frame.columns]
        self._columns = {}
        self._order = self._shown = np.arange(len(frame), dtype=np.int64)
        self._chosen = self._sorted = None
        self.endResetModel()

    def show_words(self, words: bool) -> None:
        """Show labels of values in place of the values, or the values again."""
        self._words = words
        if self.rowCount() and self.columnCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def choose(self, chosen: Bools | None) -> None:
        """Show only some rows.

        Parameters
        ----------
        chosen : ndarray of bool, shape (n,), or None
            Rows of the frame, by position; all where None.
        """
        self.beginResetModel()
        self._chosen = chosen
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 brings back the order of the frame."""
        if self._frame is None or (column, order) == self._sorted:
            return
        import numpy as np

        from studytool.gui.widgets.frame_order import order_of

        self.arranging.emit()
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        places = [self.position(index.row()) for index in kept]
        if 0 <= column < len(self._names):
            descending = order == Qt.SortOrder.DescendingOrder
            self._order = order_of(self._frame.iloc[:, column], descending=descending)
        else:
            self._order = np.arange(len(self._frame), dtype=np.int64)
        self._sorted = (column, order)
        self._arrange()
        for index, place in zip(kept, places, strict=True):
            moved = self.index(self.row_of(place), index.column())
            self.changePersistentIndex(index, moved)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802  # Qt's name
        """Return how many rows are shown."""
        inside = parent is not None and parent.isValid()
        return 0 if inside or self._shown is None else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802  # Qt's name
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self._names)

    def cell(self, row: int, column: int) -> tuple[str, bool]:
        """Return what a shown cell says, and whether its value is missing.

        Parameters
        ----------
        row, column : int
            On the screen, from 0.
        """
        return self._column(column).text(self.position(row), words=self._words)

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers."""
        return self._column(column).is_number

    def name(self, column: int) -> str:
        """Return the name of a column."""
        return self._names[column]

    def column_of(self, name: str) -> int:
        """Return the place of a column, -1 if there is none."""
        return self._names.index(name) if name in self._names else -1

    def position(self, row: int) -> int:
        """Return which row of the frame a shown row is."""
        return -1 if self._shown is None else int(self._shown[row])

    def row_of(self, position: int) -> int:
        """Return where a row of the frame is shown, -1 if it is not."""
        if self._shown is None:
            return -1
        found = (self._shown == position).nonzero()[0]
        return int(found[0]) if len(found) else -1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401  # Qt's
        """Return what a cell shows; its tooltip has every digit."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column())[0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.is_number(index.column()) else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._column(index.column()).full(self.position(index.row()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text, missing = self.cell(index.row(), index.column())
            return f"{self._names[index.column()]}: {'missing, ' if missing else ''}{text}"
        return None

    def headerData(  # noqa: N802  # Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401  # Qt's
        """Return the name of a column, its label as the tooltip; numbers of rows."""
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self._names):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._names[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.is_number(section) else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            entry = self._codebook.get(self._names[section])
            return None if entry is None else entry.shown
        return None

    def _column(self, column: int) -> FrameColumn:
        made = self._columns.get(column)
        if made is None:
            made = self._columns[column] = self._made(column)
        return made

    def _made(self, column: int) -> FrameColumn:
        name = self._names[column]
        entry = self._codebook.get(name)
        known = self._reasons is not None and name in self._reasons.columns
        return FrameColumn(
            self._frame.iloc[:, column],  # type: ignore[union-attr]  # a column is of a frame
            self._reasons[name] if known else None,  # type: ignore[index]  # it is known
            {} if entry is None else entry.labels,
        )

    def _arrange(self) -> None:
        from studytool.gui.widgets.frame_order import shown_rows

        if self._order is not None:
            self._shown = shown_rows(self._order, self._chosen)
