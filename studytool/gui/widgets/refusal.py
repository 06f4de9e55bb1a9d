"""Refusal: a line that says why something cannot be done, and the way to do it after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studytool.gui.plain_words import plainly
from studytool.gui.widgets.buttons import link
from studytool.gui.widgets.labels import Wrapped

if TYPE_CHECKING:
    from collections.abc import Callable


class Refusal(QWidget):
    """Why something cannot be done, and one way to do it after all; hidden while there is nothing.

    It says its line aloud through its accessible name.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = Wrapped()
        self._text.setProperty("kind", "error")
        self._way = link("")
        self._act: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.addWidget(self._text, 1)
        row.addWidget(self._way, 0, Qt.AlignmentFlag.AlignTop)
        self._way.clicked.connect(self._follow)
        self.hide()

    def tell(self, text: str, way: str = "", act: Callable[[], None] | None = None) -> None:
        """Say why, and offer a way.

        Parameters
        ----------
        text : str
            What stands in the way, and what to do.
        way : str
            Words of the link; none if empty.
        act : callable, optional
            What the link does.
        """
        text = plainly(text)
        self._text.setText(text)
        self.setAccessibleName(text)
        self._way.setText(way)
        self._way.setVisible(bool(way))
        self._act = act
        self.show()

    def clear(self) -> None:
        """Say nothing any more."""
        self._act = None
        self.hide()

    def _follow(self) -> None:
        act = self._act
        self.clear()
        if act is not None:
            act()
