"""Labels: titles, headings, help lines and captions, told apart by weight and size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class _Kind(QLabel):
    """A label of one kind, in one line."""

    kind = ""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", self.kind)


class Wrapped(_Kind):
    """Text that wraps, and is as high as its width makes it: the last line is never cut."""

    kind = "text"

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show `text` at the height it needs."""
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Take the height that the new width asks for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the height that another font asks for."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        height = self.heightForWidth(self.width())
        if height >= 0 and height != self.minimumHeight():
            self.setFixedHeight(height)


class Title(_Kind):
    """Name of a step, 15 pt."""

    kind = "title"


class Heading(_Kind):
    """Heading of a part of a pane: base size, heavier."""

    kind = "heading"


class Label(_Kind):
    """Label above a field."""

    kind = "label"


class Caption(_Kind):
    """Title of a table, a figure or a card, 11 pt."""

    kind = "caption"


class Help(Wrapped):
    """One or more lines that say what a choice does, in the third ink."""

    kind = "help"


class Note(Wrapped):
    """Secondary text of a pane or a card: what is below a title, in the second ink."""

    kind = "note"
