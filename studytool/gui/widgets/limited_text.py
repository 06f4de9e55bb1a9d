"""Limited text: several lines of a length that can be laid out at once; what is cut is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QWidget

LONGEST = 20_000
"""Characters a text may have: Qt lays a megabyte out for minutes."""


class LimitedText(QPlainTextEdit):
    """Holds no more than `LONGEST` characters, however they come in."""

    shortened = Signal(int)
    """There was more than this many characters; the rest was left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textChanged.connect(self._keep_short)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802  # Qt's name
        """Take of what is pasted or dropped what there is room for."""
        chosen = len(self.textCursor().selectedText())
        room = LONGEST - (self.document().characterCount() - 1) + chosen
        text = source.text()
        self.insertPlainText(text[: max(room, 0)])
        if len(text) > room:
            self.shortened.emit(LONGEST)

    def _keep_short(self) -> None:
        if self.document().characterCount() - 1 <= LONGEST:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(LONGEST)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self.shortened.emit(LONGEST)
