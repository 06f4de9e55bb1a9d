"""Empty state: what is not there yet, what it waits for, and the way there."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studytool.gui.tokens import GAP_INSIDE, GAP_LABEL
from studytool.gui.widgets.buttons import link, primary
from studytool.gui.widgets.labels import Caption, Note


class EmptyState(QFrame):
    """A title, one line, one primary button and one link that explains.

    Parameters
    ----------
    title : str
        What is not there: "No model yet".
    text : str
        What it waits for.
    action : str
        Words of the button; no button if empty.
    link_text : str
        Words of the link; no link if empty.
    icon_name : str
        Icon of the button.
    parent : QWidget, optional
        Widget it is in.
    """

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
        rows.setContentsMargins(24, 18, 24, 18)
        rows.setSpacing(GAP_LABEL)
        self._text = Note(text)
        rows.addWidget(Caption(title))
        rows.addWidget(self._text)
        ways = QHBoxLayout()
        ways.setSpacing(GAP_INSIDE)
        if action:
            button = primary(action, icon_name)
            button.clicked.connect(self.acted)
            ways.addWidget(button)
        if link_text:
            explain = link(link_text)
            explain.clicked.connect(self.asked)
            ways.addWidget(explain)
        if action or link_text:
            ways.addStretch(1)
            rows.addSpacing(GAP_LABEL)
            rows.addLayout(ways)

    def set_text(self, text: str) -> None:
        """Change what it waits for."""
        self._text.setText(text)
