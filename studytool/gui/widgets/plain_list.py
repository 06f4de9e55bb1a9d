"""A list of things with a second line each, such as the scores of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studytool.gui.theme import current, font
from studytool.gui.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW = 44
_UNDER = Qt.ItemDataRole.UserRole + 1


class PlainList(QListWidget):
    """One row a thing: what it is called over what it is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Delegate(self))
        self.viewport().setAutoFillBackground(False)

    def show_rows(self, rows: Sequence[tuple[str, str]], place: int) -> None:
        """Show rows of title and second line, that of `place` chosen; nobody is told."""
        with QSignalBlocker(self):
            while self.count() > len(rows):
                self.takeItem(self.count() - 1)
            for at, (title, under) in enumerate(rows):
                if at >= self.count():
                    self.addItem(QListWidgetItem())
                item = self.item(at)
                item.setText(title)
                item.setData(_UNDER, under)
                item.setToolTip(f"{title}\n{under}")
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}. {under}")
            self.setCurrentRow(place)


class _Delegate(QStyledItemDelegate):
    """Paints a row."""

    def sizeHint(  # noqa: N802  # Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a row."""
        del index
        return QSize(option.rect.width(), ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint title, second line, and what is chosen."""
        theme, rect = current(), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, theme.color("accent_soft" if chosen else "paper"))
        if chosen:
            painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height()), theme.color("accent"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(12, 5, -8, -5)
        upper, lower = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        painter.setPen(theme.color("ink"))
        painter.setFont(font(weight=600 if chosen else 500))
        _write(painter, inside, str(index.data() or ""), upper)
        painter.setPen(theme.color("ink3"))
        painter.setFont(font(SIZES["note"]))
        _write(painter, inside, str(index.data(_UNDER) or ""), lower)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
        painter.restore()


def _write(painter: QPainter, rect: QRect, text: str, line: Qt.AlignmentFlag) -> None:
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(line | Qt.AlignmentFlag.AlignLeft), elided)
