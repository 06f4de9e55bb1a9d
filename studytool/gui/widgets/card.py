"""Card: a rounded panel for one thing that can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent


class Card(QFrame):
    """A panel with a border.

    Attributes
    ----------
    body : QVBoxLayout
        What is in it.
    """

    clicked = Signal()
    """It was clicked, or Enter or Space was pressed on it; only where it is `clickable`."""

    def __init__(self, parent: QWidget | None = None, *, clickable: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._clickable = clickable
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 12)
        if clickable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_chosen(self, chosen: bool) -> None:  # noqa: FBT001 - a setter of one truth
        """Draw its border in the accent, or not."""
        self.setProperty("chosen", chosen)
        self.style().unpolish(self)
        self.style().polish(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of a click."""
        super().mouseReleaseEvent(event)
        inside = self.rect().contains(event.position().toPoint())
        if self._clickable and inside and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of Enter and Space."""
        if self._clickable and event.key() in {
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        }:
            self.clicked.emit()
            return
        super().keyPressEvent(event)
