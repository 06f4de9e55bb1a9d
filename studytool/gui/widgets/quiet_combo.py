"""A list of choices that keeps still: the wheel passes it by, a long choice is shortened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QWidget,
)

MARK = 32
"""Room of a list beside its words, logical pixels."""
WIDEST = 480
"""Logical pixels a list may be wide."""
_INSET = 2
_MOST_ITEMS = 16


class QuietCombo(QComboBox):
    """A list of choices that leaves the wheel to the pane that scrolls.

    A choice too long for its room is shortened; the tooltip tells it whole.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(_MOST_ITEMS)
        self.currentTextChanged.connect(self.setToolTip)

    @property
    def shown(self) -> str:
        """What there is room for."""
        option = QStyleOptionComboBox()
        super().initStyleOption(option)
        return self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, self._room(option)
        )

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:  # noqa: N802  # Qt's name
        """Have the style draw what there is room for."""
        super().initStyleOption(option)
        text = option.currentText
        option.currentText = self.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, self._room(option)
        )

    def showPopup(self) -> None:  # noqa: N802  # Qt's name
        """Open the list as wide as its longest choice."""
        view = self.view()
        view.setMinimumWidth(min(view.sizeHintForColumn(0) + MARK, WIDEST))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Let the pane scroll: a choice must not change in passing."""
        event.ignore()

    def _room(self, option: QStyleOptionComboBox) -> int:
        parts = QStyle.SubControl.SC_ComboBoxEditField
        inside = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, parts, self)
        return inside.width() - 2 * _INSET


class ShortenedLine(QLineEdit):
    """A line whose text is shortened while nobody types in it; `text` is always the whole."""

    @property
    def shown(self) -> str:
        """What there is room for while nobody types."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_LineEditContents
        room = self.style().subElementRect(part, option, self).width() - 2 * _INSET
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Paint the text shortened where it is too long and the keyboard is elsewhere."""
        shown = self.shown
        if self.hasFocus() or shown == self.text():
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        style, painter = self.style(), QPainter(self)
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        part = QStyle.SubElement.SE_LineEditContents
        inside = style.subElementRect(part, option, self).adjusted(_INSET, 0, -_INSET, 0)
        painter.setPen(self.palette().text().color())
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, int(place), shown)
        painter.end()
