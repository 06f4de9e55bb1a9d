"""Findings list: what a careful analyst would footnote, where a person is looking."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studytool.core.findings import Finding, by_weight
from studytool.gui.widgets.buttons import link
from studytool.gui.widgets.labels import Wrapped


class FindingsList(QWidget):
    """Findings, the serious first, each with its level, its words and its way out."""

    asked = Signal(object)
    """A person followed "What can I do?" of this Finding."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)

    def show(self, findings: Iterable[Finding] | None = None) -> None:
        """Show these findings in place of those before; without any named, show the widget."""
        if findings is None:
            super().show()
            return
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        shown = by_weight(findings)
        for finding in shown:
            card = FindingCard(finding)
            card.asked.connect(self.asked)
            self._rows.addWidget(card)
        self.setVisible(bool(shown))


class FindingCard(QFrame):
    """One finding."""

    asked = Signal(object)
    """A person followed its link; the Finding comes with it."""

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        rows = QVBoxLayout()
        row.addLayout(rows, 1)
        rows.addWidget(QLabel(finding.word))
        rows.addWidget(Wrapped(finding.message))
        if finding.remedy:
            ask = link("What can I do?")
            ask.clicked.connect(lambda: self.asked.emit(finding))
            rows.addWidget(ask)
