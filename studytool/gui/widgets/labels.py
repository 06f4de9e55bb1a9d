"""Labels: titles, headings, help lines and captions, told apart by weight and size."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import QLabel, QWidget

from studytool.gui.icons import icon

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent

    from studytool.gui.tokens import Token


class Line(QLabel):
    """Text in one line; the kinds below differ by weight and size alone."""

    kind: ClassVar[str] = "text"

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", self.kind)


class Title(Line):
    """Name of a step, 15 pt."""

    kind = "title"


class Heading(Line):
    """Heading of a part of a pane: base size, heavier."""

    kind = "heading"


class Label(Line):
    """Label above a field."""

    kind = "label"


class Caption(Line):
    """Title of a table, a figure or a card, 11 pt."""

    kind = "caption"


class Wrapped(Line):
    """Text that wraps, and is as high as its width makes it: the last line is never cut."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def setText(self, text: str) -> None:  # noqa: N802  # Qt's name
        """Show `text` at the height it needs."""
        super().setText(text)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Take the height of what was written while nobody saw it."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Take the height that the new width asks for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Take the height that another font asks for."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        if not self.isVisible():  # it has no width of its own yet
            return
        self.setMinimumHeight(0)  # Qt answers with no less than the least height there is
        self.setMinimumHeight(max(self.heightForWidth(self.width()), 0))


class Note(Wrapped):
    """Secondary text: the line under a title, what a card says; second ink."""

    kind = "note"


class Help(Wrapped):
    """What a choice does to the result, under a field; third ink, 9.5 pt."""

    kind = "help"


class Icon(QWidget):
    """An icon beside a word; it is drawn anew in every theme and at every scale.

    Parameters
    ----------
    name : str
        Name of the icon.
    token : str
        Token of its colour.
    size : int
        Width and height, logical pixels.
    """

    def __init__(
        self,
        name: str,
        token: Token = "ink2",  # noqa: S107  # a token of the theme, no secret
        size: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon(name, token, size)
        self.setFixedSize(QSize(size, size))

    def set_icon(self, name: str, token: Token) -> None:
        """Show another icon, of the same size."""
        self._icon = icon(name, token, self.width())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw it."""
        del event
        painter = QPainter(self)
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        self._icon.paint(painter, self.rect(), Qt.AlignmentFlag.AlignCenter, mode)
        painter.end()
