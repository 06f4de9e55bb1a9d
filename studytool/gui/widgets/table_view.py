"""A table on the screen, set as in print: rules above and below, numbers to the right."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studytool.gui.widgets.frame_model import FrameModel

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from studytool.survey.codebook import Variable

ROW, DENSE_ROW, HEAD = 22, 20, 28
_SIDE = 8
_WIDEST, _NARROWEST = 240, 56
_LOOKED_AT = 60
_MOST_COPIED = 200_000
_ALWAYS_FITS = 4
_NUMBER = int(
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
)
_TEXT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


def tabular(font: QFont) -> QFont:
    """Return the font with figures of one width, for columns of numbers."""
    same_width = QFont(font)
    same_width.setFeature(QFont.Tag("tnum"), 1)
    return same_width


class CellDelegate(QStyledItemDelegate):
    """Paints a cell of a FrameModel with one question to it."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the value, or its reason in the third ink where it is missing."""
        model = index.model()
        if not isinstance(model, FrameModel):
            super().paint(painter, option, index)
            return
        rect: QRect = option.rect
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, palette.color(QPalette.ColorRole.Highlight))
        text, missing = model.cell(index.row(), index.column())
        role = QPalette.ColorRole.PlaceholderText if missing else QPalette.ColorRole.Text
        painter.setPen(palette.color(role))
        inside = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        if len(text) > _ALWAYS_FITS:
            metrics: QFontMetrics = option.fontMetrics
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, _NUMBER if model.is_number(index.column()) else _TEXT, text)


class TableView(QTableView):
    """A table over a frame of any size: sort at the head, copy as a real table.

    Parameters
    ----------
    name : str
        What it holds, for those who cannot see it.
    parent : QWidget, optional
        The widget it lies in.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frame_model = FrameModel(self)
        self.setModel(self.frame_model)
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setFont(tabular(self.font()))
        self.frame_model.arranging.connect(self.clearSelection)
        self._set_headers()

    def show_frame(
        self,
        frame: pd.DataFrame,
        *,
        reasons: pd.DataFrame | None = None,
        codebook: Mapping[str, Variable] | None = None,
    ) -> None:
        """Show a frame, its columns as wide as they need; see `FrameModel.show_frame`."""
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.frame_model.show_frame(frame, reasons=reasons, codebook=codebook)
        self._fit_columns()

    def show_position(self, position: int, column: str = "") -> None:
        """Bring a row of the frame into view and select its cell.

        Parameters
        ----------
        position : int
            Row of the frame.
        column : str
            Column of the cell; the first where empty.
        """
        row = self.frame_model.row_of(position)
        if row >= 0:
            place = self.frame_model.index(row, max(0, self.frame_model.column_of(column)))
            self.setCurrentIndex(place)
            self.scrollTo(place, QAbstractItemView.ScrollHint.PositionAtCenter)

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as a table and as text."""
        lines = self._selected_lines()
        if not lines:
            return
        rows = ["".join(f"<td>{escape(cell)}</td>" for cell in line) for line in lines[1:]]
        head = "".join(f"<th>{escape(cell)}</th>" for cell in lines[0])
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        copied = QMimeData()
        copied.setHtml(f"<table><tr>{head}</tr>{body}</table>")
        copied.setText("\n".join("\t".join(line) for line in lines))
        QGuiApplication.clipboard().setMimeData(copied)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Copy with the system's keys for it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)

    def _selected_lines(self) -> list[list[str]]:
        """Return names of columns, then rows, of the box round the selection."""
        ranges = self.selectionModel().selection().toList()
        if not ranges:
            return []
        top, bottom = min(r.top() for r in ranges), max(r.bottom() for r in ranges)
        left, right = min(r.left() for r in ranges), max(r.right() for r in ranges)
        bottom = min(bottom, top + _MOST_COPIED // (right - left + 1))
        model, columns = self.frame_model, range(left, right + 1)
        cells = [
            [model.cell(row, column)[0] for column in columns] for row in range(top, bottom + 1)
        ]
        return [[model.name(column) for column in columns], *cells]

    def _set_headers(self) -> None:
        rows, head = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW)
        rows.hide()
        head.setMinimumHeight(HEAD)
        head.setHighlightSections(False)
        head.setSortIndicatorClearable(True)
        head.setResizeContentsPrecision(_LOOKED_AT)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setAccessibleName(f"{self.accessibleName()}: columns")
        self.setSortingEnabled(True)

    def _fit_columns(self) -> None:
        model, cells = self.frame_model, QFontMetrics(self.font())
        head = QFontMetrics(self.horizontalHeader().font())
        looked_at = range(min(_LOOKED_AT, model.rowCount()))
        for column in range(model.columnCount()):
            wide = head.horizontalAdvance(model.name(column)) + 3 * _SIDE
            for row in looked_at:
                needed = cells.horizontalAdvance(model.cell(row, column)[0]) + 2 * _SIDE
                wide = max(wide, needed)
            self.setColumnWidth(column, min(max(wide + 4, _NARROWEST), _WIDEST))
