"""Recovered card: work that was left behind, what changed in it, what can be done with it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studytool.core.errors import StudyError
from studytool.gui.start_cards import told_day
from studytool.gui.theme import current
from studytool.gui.widgets.buttons import flush
from studytool.gui.widgets.labels import Icon, Wrapped

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent

    from studytool.gui.recovery_copy import LeftBehind

_SEE, _HIDE = "See the changes", "Hide the changes"
_CHANGES_SHOWN = 12


class Recovered(QFrame):
    """Work that was left behind, and what can be done with it."""

    asked = Signal(object)
    """A person wants the work of this LeftBehind back."""

    def __init__(self, copy: LeftBehind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "finding")
        self.setProperty("level", "note")
        self._copy = copy
        edits = "1 unsaved change" if copy.edits == 1 else f"{copy.edits} unsaved changes"
        day = told_day(copy.when, datetime.now().astimezone().date())
        self._changes = Wrapped("", self)
        self._changes.setProperty("kind", "finding")
        self._changes.hide()
        self._see = flush(_SEE, self)
        self._see.clicked.connect(self._show_changes)
        recover, discard = flush("Recover", self), flush("Discard", self)
        recover.clicked.connect(lambda: self.asked.emit(copy))
        discard.clicked.connect(copy.discard)
        discard.clicked.connect(self.hide)
        said = Wrapped(f"The window closed {day} with {edits} in {copy.name}.", self)
        said.setProperty("kind", "finding")
        ways = QHBoxLayout()
        ways.setSpacing(16)
        for button in (recover, self._see, discard):
            ways.addWidget(button)
        ways.addStretch(1)
        rows = QVBoxLayout()
        rows.setSpacing(2)
        rows.addWidget(self._head())
        for part in (said, self._changes):
            rows.addWidget(part)
        rows.addLayout(ways)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(Icon("info", "accent", 16, self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(rows, 1)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Colour the level word anew where the theme changes."""
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange:
            self._title.setText(_recovered_title())

    def _head(self) -> Wrapped:
        self._title = Wrapped("", self)
        self._title.setProperty("kind", "finding")
        self._title.setTextFormat(Qt.TextFormat.RichText)
        self._title.setText(_recovered_title())
        self._title.setAccessibleName("Note. Recovered work")
        return self._title

    def _show_changes(self) -> None:
        shown = self._changes.isVisibleTo(self)
        self._see.setText(_SEE if shown else _HIDE)
        if not self._changes.text():
            self._changes.setText(_told_changes(self._copy))
        self._changes.setVisible(not shown)


def _recovered_title() -> str:
    colour = current().hex("accent")
    return (
        f'<span style="font-weight:600;color:{colour}">Note.</span> '
        '<span style="font-weight:600">Recovered work</span>'
    )


def _told_changes(copy: LeftBehind) -> str:
    """Return what differs from the saved document, or why that cannot be told."""
    try:
        found = copy.changes()
    except StudyError as error:
        return f"What changed cannot be told: {error.what}"
    if not found:
        return "Nothing differs from the saved document."
    more = len(found) - _CHANGES_SHOWN
    told = [f"• {line}" for line in found[:_CHANGES_SHOWN]]
    return "\n".join([*told, *([f"and {more} more"] if more > 0 else [])])
