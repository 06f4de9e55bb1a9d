"""The cost sheet as a grid: lines of the document are typed in place, lines of a file are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QTableView,
    QWidget,
)

from studytool.gui.money_edits import place_of
from studytool.gui.theme import figures, font
from studytool.gui.tokens import SIZES
from studytool.gui.widgets.cost_columns import COLUMNS, Column, shown, typed_as
from studytool.gui.widgets.cost_delegate import SIDE, CostDelegate
from studytool.gui.widgets.cost_model import CostModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.roi.cost import Line

ROW, HEAD = 26, 28
_INGREDIENT, _UNIT_MOST = 96, 120
_MORE_LINE = 15
"""Logical pixels that each further line of an ingredient adds to its row."""


class CostGrid(QTableView):
    """The grid on the screen: as high as its lines, so that the pane around it alone scrolls."""

    removal_asked = Signal()
    """The chosen line is to be removed."""
    line_asked = Signal()
    """One more line is to be added: a person went on from the end of the last."""
    pasted = Signal(str)
    """Cells were pasted: their text, tabs between the cells."""
    refused = Signal(str)
    """What is typed cannot be read, or a key can do nothing here: why; empty once it is past."""
    chosen = Signal()
    """Another line is looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cost_model = CostModel(self)
        self.setModel(self.cost_model)
        made = CostDelegate(self)
        self.setItemDelegate(made)
        made.refused.connect(self.refused)
        made.entered.connect(self._go_on)
        made.passed.connect(self._go_by)
        self.setAccessibleName("Cost sheet")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setFont(figures(font()))
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW)
        rows.hide()
        heads.setFixedHeight(HEAD)
        heads.setSectionsClickable(False)
        heads.setHighlightSections(False)
        heads.setStyleSheet(
            f"QHeaderView::section {{ padding: 4px {SIDE}px; font-size: {SIZES['label']:g}pt; }}"
        )
        self.selectionModel().currentChanged.connect(self._tell_choice)

    def show_lines(self, lines: Sequence[Line], programme: str) -> None:
        """Show other lines; the chosen one stays chosen, and open where it is being typed."""
        self.cost_model.show_lines(lines, programme)
        self._fit_columns()
        self._fit_rows()

    def line(self) -> Line | None:
        """Return the line that is looked at."""
        row = self.currentIndex().row()
        return self.cost_model.lines[row] if 0 <= row < len(self.cost_model.lines) else None

    def choose(self, row: int) -> None:
        """Look at a line and bring it into view."""
        self.setCurrentIndex(self.cost_model.index(row, 0))
        self._bring_into_view()

    def type_into(self, row: int, column: int = 0) -> None:
        """Open a cell for typing."""
        self.choose(row)
        self.setCurrentIndex(self.cost_model.index(row, column))
        self.setFocus()
        self.edit(self.cost_model.index(row, column))

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the height of the lines that are shown at once."""
        return QSize(sum(column.width for column in COLUMNS) + 108, self.height())

    def event(self, event: QEvent) -> bool:
        """Keep F2 for the cell that is looked at; elsewhere it is the window's."""
        asked = event.type() == QEvent.Type.ShortcutOverride and self.currentIndex().isValid()
        if asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F2:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Type with Enter, remove with Delete, copy a line, paste cells of a spreadsheet."""
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Delete:
            self._delete()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self._open(on=event.key() != Qt.Key.Key_F2)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif self._cannot_be_typed() and event.text().strip():
            self._open(on=False)  # says why; the search for a line by its text would jump away
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Type in the cell, or say why it cannot be."""
        super().mouseDoubleClickEvent(event)
        if self._cannot_be_typed():
            self._open(on=False)

    def moveCursor(  # noqa: N802  # Qt's name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Let Tab in an open cell go to the next that can be typed, in the next line at the end."""
        ways = {
            QAbstractItemView.CursorAction.MoveNext: 1,
            QAbstractItemView.CursorAction.MovePrevious: -1,
        }
        if action not in ways:
            return super().moveCursor(action, modifiers)
        found = self._typed_from(self.currentIndex(), ways[action])
        return found if found is not None else super().moveCursor(action, modifiers)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Give the ingredients what room there is."""
        super().resizeEvent(event)
        self._fit_columns()
        self._fit_rows()

    def _typed_from(self, index: QModelIndex, way: int) -> QModelIndex | None:
        """Return the next cell that can be typed, in the order of reading; None past the last."""
        model, across = self.cost_model, len(COLUMNS)
        place = index.row() * across + index.column() + way
        while 0 <= place < model.rowCount() * across:
            cell = model.index(*divmod(place, across))
            if cell.flags() & Qt.ItemFlag.ItemIsEditable:
                return cell
            place += way
        return None

    def _go_on(self) -> None:
        """Go to the next cell of the line, so that what is typed next does not replace it."""
        index = self.currentIndex()
        self.setCurrentIndex(index.siblingAtColumn(index.column() + 1))

    def _go_by(self, way: int) -> None:
        index = self.currentIndex()
        beside = index.sibling(index.row() + way, index.column())
        if beside.isValid():
            self.setCurrentIndex(beside)

    def _open(self, *, on: bool) -> None:
        """Type in the cell; from the amount, which ends a line, go on to the next line."""
        index, line = self.currentIndex(), self.line()
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        elif line is not None and place_of(line) is None:
            self.refused.emit(_read_from(line))
        elif line is not None and on:
            following = self._typed_from(index, 1)
            if following is None:
                self.line_asked.emit()
            else:
                self.setCurrentIndex(following)

    def _cannot_be_typed(self) -> bool:
        """Whether the line that is looked at stands in a file."""
        line = self.line()
        return line is not None and place_of(line) is None

    def _delete(self) -> None:
        """Ask for the removal of a line; the lines of a file go together, by their button."""
        line = self.line()
        if line is not None and place_of(line) is None:
            self.refused.emit(_read_from(line))
        else:
            self.removal_asked.emit()

    def _copy(self) -> None:
        """Copy the line as a spreadsheet takes it."""
        line = self.line()
        if line is not None:
            plain = [
                typed_as(line, one) if one.typed else str(line.amount.amount) for one in COLUMNS
            ]
            QGuiApplication.clipboard().setText("\t".join(plain))

    def _tell_choice(self) -> None:
        self.chosen.emit()
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        """Have the pane around the grid scroll to the cell that is looked at."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        inside = above.widget() if above is not None else None
        if above is None or inside is None or not self.currentIndex().isValid():
            return
        cell = self.visualRect(self.currentIndex())
        place = self.viewport().mapTo(inside, cell.center())
        above.ensureVisible(place.x(), place.y(), 0, 2 * ROW)

    def _fit_columns(self) -> None:
        widths = {column.field: self._least(column) for column in COLUMNS}
        taken = sum(widths.values())
        for place, column in enumerate(COLUMNS):
            room = widths[column.field] or max(self.viewport().width() - taken, _INGREDIENT)
            if self.columnWidth(place) != room:
                self.setColumnWidth(place, room)

    def _least(self, column: Column) -> int:
        """Return the width of a column: head and numbers are shown whole, units up to a limit."""
        if not column.width:
            return 0
        plain = QFontMetrics(figures(font(SIZES["label"])))
        heavy = QFontMetrics(font(SIZES["label"], 600))
        cells = (plain.horizontalAdvance(shown(line, column)) for line in self.cost_model.lines)
        widest = max((heavy.horizontalAdvance(column.head), *cells)) + 2 * SIDE + 2
        return min(max(column.width, widest), _UNIT_MOST)

    def _fit_rows(self) -> None:
        """Give each line the height that its ingredient needs, and the grid that of all."""
        metrics = QFontMetrics(figures(font(SIZES["label"])))
        room = QRect(0, 0, self.columnWidth(0) - 2 * SIDE, 0)
        wraps = Qt.TextFlag.TextWordWrap.value
        for place, line in enumerate(self.cost_model.lines):
            high = metrics.boundingRect(room, wraps, line.ingredient).height()
            needed = ROW + (max(1, round(high / metrics.lineSpacing())) - 1) * _MORE_LINE
            if self.rowHeight(place) != needed:
                self.setRowHeight(place, needed)
        rows = sum(self.rowHeight(place) for place in range(len(self.cost_model.lines)))
        self.setFixedHeight(HEAD + max(rows, ROW))


def _read_from(line: Line) -> str:
    return f"This line is read from {line.place}: change it there, or take the file's lines over."
