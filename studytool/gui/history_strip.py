"""History: the strip at the foot of the window, what happened last and how to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from studytool.gui.icons import icon
from studytool.gui.theme import current, font
from studytool.gui.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QPaintEvent

    from studytool.gui.document import Document, Event

HEIGHT = 28
_SHOWN, _TIME_GAP, _GAP = 5, 8, 16


class HistoryStrip(QWidget):
    """The latest events, oldest first, as many as there is room for; undo at the right.

    Parameters
    ----------
    document : Document
        Whose history it is.
    undo : QAction
        Takes the last edit back.
    """

    def __init__(self, document: Document, undo: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self.setFixedHeight(HEIGHT)
        self.setFont(font(SIZES["label"]))
        self._document = document
        self._undo = undo
        self._button = QToolButton(self)
        self._button.setObjectName("undo_link")
        self._button.setAutoRaise(True)
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.clicked.connect(undo.trigger)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.addStretch(1)
        layout.addWidget(self._button)
        undo.changed.connect(self._show_undo)
        document.said.connect(self.refresh)
        self._show_undo()
        self.refresh()

    def shown(self) -> tuple[Event, ...]:
        """Return the events there is room for, oldest first."""
        room = self._room()
        kept: list[Event] = []
        for event in reversed(self._document.history[-_SHOWN:]):
            room -= self._width(event)
            if room < 0 and kept:
                break
            kept.insert(0, event)
        return tuple(kept)

    def refresh(self) -> None:
        """Show the latest events; all of them are in the tooltip and for screen readers."""
        told = [f"{_clock(event)} {event.what}" for event in self._document.history[-20:]]
        self.setToolTip("\n".join(told))
        self.setAccessibleName("History")
        self.setAccessibleDescription("; ".join(reversed(told)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802  # Qt's
        """Paint the events between hairlines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("rail"))
        painter.fillRect(QRect(0, 0, self.width(), 1), current().color("line"))
        icon("history", "ink3", 14).paint(painter, QRect(16, 0, 14, self.height()))
        place = 38
        for number, entry in enumerate(self.shown()):
            if number:
                painter.fillRect(QRect(place, 8, 1, self.height() - 16), current().color("line2"))
                place += _GAP
            place = self._paint_event(painter, place, entry) + _GAP

    def _paint_event(self, painter: QPainter, left: int, entry: Event) -> int:
        metrics = self.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        clock = _clock(entry)
        wide = metrics.horizontalAdvance(clock)
        painter.setPen(current().color("ink3"))
        painter.drawText(QRect(left, 0, wide + 2, self.height()), middle, clock)
        left += wide + _TIME_GAP
        room = max(self._button.x() - left - _GAP, 0)
        text = metrics.elidedText(entry.what, Qt.TextElideMode.ElideRight, room)
        painter.setPen(current().color("ink2"))
        painter.drawText(QRect(left, 0, room, self.height()), middle, text)
        return left + metrics.horizontalAdvance(text)

    def _room(self) -> int:
        return max(self._button.x(), self.width() // 2) - 38

    def _width(self, event: Event) -> int:
        metrics = QFontMetrics(self.font())
        words = metrics.horizontalAdvance(_clock(event)) + metrics.horizontalAdvance(event.what)
        return words + _TIME_GAP + 2 * _GAP

    def _show_undo(self) -> None:
        self._button.setEnabled(self._undo.isEnabled())
        self._button.setText("Undo  Ctrl+Z")
        told = self._undo.text() if self._undo.isEnabled() else "There is nothing to take back"
        self._button.setToolTip(told)
        self._button.setAccessibleName(told)


def _clock(event: Event) -> str:
    return event.when.strftime("%H:%M")
