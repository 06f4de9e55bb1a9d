"""How a cell of the cost sheet is painted, and what the keys do while one is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studytool.gui.money_edits import file_of
from studytool.gui.theme import current, figures, font
from studytool.gui.tokens import SIZES
from studytool.gui.widgets.cost_columns import COLUMNS, Column, read, shown
from studytool.gui.widgets.cost_model import LEFT, RIGHT, CostModel
from studytool.gui.widgets.states import set_state

if TYPE_CHECKING:
    from studytool.gui.widgets.cost_model import Index

SIDE = 6
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_TABS = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
_WAYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class CostDelegate(QStyledItemDelegate):
    """Paints a cell; what does not count is in the third ink, what is typed has a border."""

    refused = Signal(str)
    """What is typed cannot be read: what to type instead; empty once it is typed anew."""
    entered = Signal()
    """A person is done with a cell and goes on to the next of the line."""
    passed = Signal(int)
    """A person is done with a cell and goes up (-1) or down (1)."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint it."""
        model = index.model()
        if not isinstance(model, CostModel):
            return
        line, column = model.lines[index.row()], COLUMNS[index.column()]
        theme, rect = current(), option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
            if index.column() == 0:
                painter.fillRect(rect.adjusted(0, 0, 3 - rect.width(), 0), theme.color("accent"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        quiet = column.field == "unit" or (file_of(line) and column.typed)
        counted = model.counts(line)
        painter.setPen(theme.color(("ink2" if quiet else "ink") if counted else "ink3"))
        painter.setFont(figures(font(SIZES["label"])))
        inside = rect.adjusted(SIDE, 0, -SIDE, 0)
        text = shown(line, column)
        if column.width:  # the ingredient alone wraps: its row is as high as it needs
            end = Qt.TextElideMode.ElideRight
            text = painter.fontMetrics().elidedText(text, end, inside.width())
        wraps = 0 if column.width else Qt.TextFlag.TextWordWrap.value
        painter.drawText(inside, int(RIGHT if column.number else LEFT) | wraps, text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def createEditor(  # noqa: N802  # Qt's name
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """Return the line that is typed in: as high as its cell."""
        del option
        column = COLUMNS[index.column()]
        made = QLineEdit(parent)
        made.setProperty("kind", "cell")
        made.setProperty("column", index.column())
        made.setStyleSheet("QLineEdit { min-height: 0; padding: 0 5px; border-radius: 0; }")
        made.setAlignment(RIGHT if column.number else LEFT)
        made.setAccessibleName(column.head)
        made.setMaxLength(200)
        made.textEdited.connect(lambda: self._forget(made))
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802  # Qt's name
        """Fill the line; what a person is typing stays though other results land meanwhile."""
        if not isinstance(editor, QLineEdit) or editor.isModified():
            return
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if editor.text() != text:
            editor.setText(text)
            editor.selectAll()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """End the typing by the keys of a grid, once what is typed can be read."""
        if not isinstance(editor, QLineEdit):
            return super().eventFilter(editor, event)
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F2:
            return self._to_the_end(editor, event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(editor, event)
        return super().eventFilter(editor, event)

    def _press(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.refused.emit("")
        if key not in {*_ENTER, *_TABS, *_WAYS}:
            return super().eventFilter(editor, event)
        if not self._can_be_read(editor):
            return True
        if key in _TABS:
            return super().eventFilter(editor, event)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if key in _ENTER:
            self.entered.emit()
        else:
            self.passed.emit(_WAYS[key])
        return True

    def _can_be_read(self, editor: QLineEdit) -> bool:
        """Whether it can; where not, the line stays open and what to type is told."""
        if not editor.isModified():
            return True
        try:
            read(_column_of(editor), editor.text())
        except ValueError as error:
            set_state(editor, "invalid", on=True)
            editor.setAccessibleDescription(str(error))
            self.refused.emit(str(error))
            return False
        return True

    def _forget(self, editor: QLineEdit) -> None:
        """Take the mark away as soon as something else is typed."""
        if editor.property("invalid"):
            set_state(editor, "invalid", on=False)
            editor.setAccessibleDescription("")
            self.refused.emit("")

    def _to_the_end(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        """Let F2 in an open cell put the cursor behind what is there; the window has it not."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            editor.setCursorPosition(len(editor.text()))
        return True


def _column_of(editor: QLineEdit) -> Column:
    return COLUMNS[int(editor.property("column"))]
