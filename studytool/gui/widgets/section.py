"""Section: the unusual, folded away under "More"."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studytool.gui.icons import icon
from studytool.gui.tokens import GAP_FIELDS


class Section(QWidget):
    """A heading that opens and closes what is under it.

    Attributes
    ----------
    body : QVBoxLayout
        What is folded away.
    """

    opened = Signal(bool)
    """It was opened (True) or closed."""

    def __init__(self, title: str = "More", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = QPushButton(title)
        self._head.setProperty("kind", "fold")
        self._head.setCheckable(True)
        self._head.setIconSize(QSize(14, 14))
        self._inside = QWidget()
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(GAP_FIELDS)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP_FIELDS)
        rows.addWidget(self._head)
        rows.addWidget(self._inside)
        self._head.toggled.connect(self._show)
        self._show(False)

    @property
    def is_open(self) -> bool:
        """Whether what is inside can be seen."""
        return self._head.isChecked()

    def set_title(self, title: str) -> None:
        """Change the heading: "More: weights, resampling"."""
        self._head.setText(title)

    def set_open(self, is_open: bool) -> None:  # noqa: FBT001 - a setter of one truth
        """Open or close it."""
        self._head.setChecked(is_open)

    def _show(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._head.setIcon(icon("chevron-down" if is_open else "chevron-right", "ink2", 14))
        self._inside.setVisible(is_open)
        self.opened.emit(is_open)
