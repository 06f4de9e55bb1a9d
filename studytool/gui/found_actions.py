"""Found actions: the list beneath the action search, each with its sentence and its shortcut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QWidget,
)

from studytool.gui.action_search import name_of
from studytool.gui.theme import current

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QAction, QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

_ROW, _SHOWN = 44, 8
_ACTION = Qt.ItemDataRole.UserRole


NOTHING = "No action has these words. Try one word of what you want to do."
"""What is said where nothing is found."""


class FoundActions(QListWidget):
    """The actions that have the words typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("found_actions")
        self.setAccessibleName("Actions found")
        self.setItemDelegate(_Rows(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setStyleSheet("QListWidget { border: 1px solid palette(dark); }")
        self.hide()

    def show_actions(self, actions: Iterable[QAction]) -> None:
        """List actions, the first of them chosen."""
        self.clear()
        for action in actions:
            item = QListWidgetItem(name_of(action))
            item.setData(_ACTION, action)
            item.setToolTip(action.statusTip())
            self.addItem(item)
        if not self.count():
            nothing = QListWidgetItem(NOTHING)
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(nothing)
        self.setCurrentRow(0)

    def height_needed(self) -> int:
        """Return the height of what is listed, in pixels; no more than a few rows."""
        return max(min(self.count(), _SHOWN) * _ROW + 2 * self.frameWidth(), 8)


def action_of(item: QListWidgetItem) -> QAction | None:
    """Return the action that a row is about; none where nothing was found."""
    action: QAction | None = item.data(_ACTION)
    return action


class _Rows(QStyledItemDelegate):
    """Paints a found action: its name, its sentence beneath, its shortcut at the right."""

    def sizeHint(  # noqa: N802  # Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row."""
        return QSize(super().sizeHint(option, index).width(), _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a row."""
        action: QAction | None = index.data(_ACTION)
        if action is None:
            painter.setPen(current().color("ink2"))
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(option.rect.adjusted(12, 0, -12, 0), middle, NOTHING)
            return
        painter.save()
        place: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, current().color("accent_soft"))
            painter.fillRect(QRect(place.topLeft(), QSize(3, _ROW)), current().color("accent"))
        inner = place.adjusted(12, 5, -12, -5)
        painter.setPen(current().color("ink"))
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name_of(action)
        )
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        painter.setPen(current().color("ink3"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, keys)
        painter.setPen(current().color("ink2"))
        line = option.fontMetrics.elidedText(
            action.statusTip(), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, line)
        painter.restore()
