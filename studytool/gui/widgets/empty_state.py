"""Empty state: what is not there yet, what it waits for, and the way there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studytool.gui.widgets.buttons import link, primary
from studytool.gui.widgets.labels import Caption, Note


class EmptyState(QFrame):
    """A title, one line, one primary button and one link that explains."""

    acted = Signal()
    """The button was pressed."""
    asked = Signal()
    """The link was followed."""

    def __init__(
        self,
        title: str,
        text: str,
        *,
        action: str = "",
        link_text: str = "",
        icon_name: str = "arrow-right",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "empty")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 16, 24, 16)
        rows.addWidget(Caption(title))
        rows.addWidget(Note(text))
        ways = QHBoxLayout()
        if action:
            button = primary(action, icon_name)
            button.clicked.connect(self.acted)
            ways.addWidget(button)
        if link_text:
            explain = link(link_text)
            explain.clicked.connect(self.asked)
            ways.addWidget(explain)
        ways.addStretch(1)
        rows.addLayout(ways)
