"""Elided: one line that is shortened where there is no room, and told whole when pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QCursor, QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studytool.gui.widgets.labels import Line

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_LEAST = 48


class Elided(Line):
    """One line of text; `text` is always the whole of it, for readers and tests as well.

    Parameters
    ----------
    text : str
        What it says.
    kind : str
        Which weight and size, as the kinds of `labels`.
    at : Qt.TextElideMode
        Where it is shortened: names of files in the middle, sentences at the end.
    """

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        kind: str = "text",
        at: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(text, parent)
        self._at = at
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    @property
    def shown(self) -> str:
        """What there is room for."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), self._at, room)

    def set_elided(self, text: str, at: Qt.TextElideMode) -> None:
        """Show a text that is shortened at another place."""
        self._at = at
        self.setText(text)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the room for a few letters: the rest can be left out."""
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), _LEAST), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Paint what there is room for, in the ink of the label."""
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), self.shown)

    def event(self, event: QEvent) -> bool:
        """Tell the whole text, above the tooltip of its own or of what it stands in."""
        if event.type() == QEvent.Type.ToolTip and self.shown != self.text():
            QToolTip.showText(QCursor.pos(), self.whole_told(), self)
            return True
        return super().event(event)

    def whole_told(self) -> str:
        """Return what the tooltip says where the text is shortened."""
        parent = self.parentWidget()
        more = self.toolTip() or (parent.toolTip() if parent is not None else "")
        return f"{self.text()}\n{more}" if more and more != self.text() else self.text()
