"""The line above a page that says what was done: a text, and ways to what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studytool.gui.widgets.buttons import flush
from studytool.gui.widgets.labels import Note
from studytool.gui.written_files import folder_of, show, wrote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class SaidLine(QWidget):
    """Says one thing at a time; nothing said, nothing is there.

    Parameters
    ----------
    side : int
        Margin at the left and the right, logical pixels.
    """

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paths: tuple[Path, ...] = ()
        self._text = Note()
        self._open, self._folder = flush("Open"), flush("Show in folder")
        self._ways = QWidget()
        ways = QHBoxLayout(self._ways)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(16)
        ways.addWidget(self._open)
        ways.addWidget(self._folder)
        ways.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(side, 8, side, 4)
        rows.setSpacing(2)
        rows.addWidget(self._text)
        rows.addWidget(self._ways)
        self._open.clicked.connect(self._show_file)
        self._folder.clicked.connect(self._show_folder)
        self.hide()

    def say(self, text: str) -> None:
        """Say something; an empty text takes the line away."""
        self._ways.hide()
        self._text.setText(text)
        self.setVisible(bool(text))

    def say_written(self, paths: Sequence[Path]) -> None:
        """Say which files were written, and offer to open what can be opened."""
        self.say(wrote(paths))
        self._paths = tuple(paths)
        self._open.setVisible(len(paths) == 1)
        self._ways.show()

    def _show_file(self) -> None:
        show(self._paths[0])

    def _show_folder(self) -> None:
        show(folder_of(self._paths))
