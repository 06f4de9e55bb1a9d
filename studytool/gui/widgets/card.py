"""Card: a rounded panel for one thing that can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from studytool.gui.widgets.states import set_state

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class Card(QFrame):
    """A panel with a border.

    Parameters
    ----------
    parent : QWidget, optional
        Widget it is in.
    clickable : bool
        Whether it can be clicked, and reached with the keyboard; give it an accessible name.

    Attributes
    ----------
    body : QVBoxLayout
        What is in it.
    """

    clicked = Signal()
    """It was clicked, or Enter or Space was pressed on it; only where it is clickable."""

    def __init__(self, parent: QWidget | None = None, *, clickable: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setProperty("clickable", clickable)
        self._clickable = clickable
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(13, 8, 13, 8)
        self.body.setSpacing(4)
        if clickable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_chosen(self, chosen: bool) -> None:
        """Draw its border in the accent, or not."""
        set_state(self, "chosen", on=chosen)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Tell of a click."""
        super().mouseReleaseEvent(event)
        inside = self.rect().contains(event.position().toPoint())
        if self._clickable and inside and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Tell of Enter and Space."""
        if self._clickable and event.key() in _ENTER:
            self.clicked.emit()
            return
        super().keyPressEvent(event)
