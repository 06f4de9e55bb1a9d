"""A strip in which a text is typed: a title, a heading or a note; no window of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from studytool.gui.tokens import GAP_INSIDE
from studytool.gui.widgets.buttons import primary, secondary
from studytool.gui.widgets.labels import Label
from studytool.gui.widgets.limited_text import LONGEST, LimitedText

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent


class EntryStrip(QFrame):
    """Asks for one text at a time; hidden while nothing is asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken: Callable[[str], None] | None = None
        self._label = Label()
        self._line = QLineEdit()
        self._line.setMaxLength(LONGEST)
        self._line.returnPressed.connect(self._take)
        self._lines = LimitedText()
        self._lines.setTabChangesFocus(True)
        self._lines.setFixedHeight(84)
        save, cancel = primary("Save text"), secondary("Cancel")
        save.clicked.connect(self._take)
        cancel.clicked.connect(self.close_strip)
        buttons = QHBoxLayout()
        buttons.addWidget(save)
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(28, 12, 28, 12)
        rows.setSpacing(GAP_INSIDE)
        for part in (self._label, self._line, self._lines):
            rows.addWidget(part)
        rows.addLayout(buttons)
        self.hide()

    def ask(
        self, label: str, text: str, taken: Callable[[str], None], *, several_lines: bool = False
    ) -> None:
        """Ask for a text.

        Parameters
        ----------
        label : str
            What is asked, above the field.
        text : str
            What stands there at first.
        taken : callable
            Called with the text when it is saved; not where it is empty.
        several_lines : bool
            Whether it may have more than one line.
        """
        self._taken = taken
        self._label.setText(label)
        field: QLineEdit | QPlainTextEdit = self._lines if several_lines else self._line
        self._line.setVisible(not several_lines)
        self._lines.setVisible(several_lines)
        field.setAccessibleName(label)
        self._label.setBuddy(field)
        if isinstance(field, QLineEdit):
            field.setText(text)
            field.selectAll()
        else:
            field.setPlainText(text)
        self.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_strip(self) -> None:
        """Forget what was asked."""
        self._taken = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Close at Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_strip()
            return
        super().keyPressEvent(event)

    def _take(self) -> None:
        several = self._lines.isVisibleTo(self)
        text = (self._lines.toPlainText() if several else self._line.text()).strip()
        taken = self._taken
        self.close_strip()
        if taken is not None and text:
            taken(text)
