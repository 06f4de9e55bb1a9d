"""Section: the unusual, folded away under "More"."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

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
        self._head.setAutoDefault(False)
        self._head.setCheckable(True)
        self._head.setIconSize(QSize(18, 14))
        self._head.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
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
        self._fold(is_open=False)

    @property
    def head(self) -> QPushButton:
        """What opens and closes it; it may stand elsewhere, beside what it is about."""
        return self._head

    @property
    def is_open(self) -> bool:
        """Whether what is inside can be seen."""
        return self._head.isChecked()

    def set_title(self, title: str) -> None:
        """Change the heading: "More: weights, resampling"."""
        self._head.setText(title)

    def set_open(self, is_open: bool) -> None:
        """Open or close it."""
        self._head.setChecked(is_open)

    def _show(self, is_open: bool) -> None:
        self._fold(is_open=is_open)
        self.opened.emit(is_open)

    def _fold(self, *, is_open: bool) -> None:
        name = "chevron-down" if is_open else "chevron-right"
        self._head.setIcon(icon(name, "ink2", 14, side=Qt.AlignmentFlag.AlignLeft))
        self._head.setAccessibleDescription("open" if is_open else "folded")
        self._inside.setVisible(is_open)
