"""Overview: everything to mind in one list, and the notes typed between results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studytool.gui.finding_groups import grouped, to_mind
from studytool.gui.places import all_findings, refusal
from studytool.gui.widgets.buttons import link
from studytool.gui.widgets.grouped_findings import GroupedFindings
from studytool.gui.widgets.labels import Note, Title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from studytool.gui.document import Document
    from studytool.gui.finding_groups import FindingGroup


class FindingsPage(QWidget):
    """What stops the study, then what there is to mind in the latest run, each sort once."""

    asked = Signal(object)
    """A person wants to know what can be done about this Finding."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._said = Note("", self)
        self.findings = GroupedFindings(self)
        self.findings.asked.connect(self.asked)
        rows = _page(self, "Findings")
        rows.addWidget(self._said)
        rows.addWidget(self.findings)
        rows.addStretch(1)
        document.ran.connect(self._refresh_if_seen)

    def refresh(self) -> None:
        """Show what there is to mind now."""
        found = refusal(self._document.error) + all_findings(self._document.run)
        ran = self._document.run is not None or bool(found)
        groups = grouped(found, self._document.study)
        self._said.setText(_counted(groups) if ran else "Nothing has been run yet.")
        self.findings.show_groups(groups)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Bring the list up to date when it comes into view."""
        self.refresh()
        super().showEvent(event)

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()


class NotesPage(QWidget):
    """The notes typed between results, in the order of the report."""

    asked = Signal(str)
    """A person wants to see this place of the document."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        rows = _page(self, "Notes")
        self._notes = QVBoxLayout()
        rows.addLayout(self._notes)
        rows.addStretch(1)
        document.changed.connect(self._refresh_if_seen)

    def refresh(self) -> None:
        """Show the notes there are now."""
        while (item := self._notes.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        noted = [
            (place, item) for place, item in enumerate(self._document.study.report) if item.note
        ]
        if not noted:
            told = "No note yet. Add note, above the report, puts one between two results."
            self._notes.addWidget(Note(told, self))
        for place, entry in noted:
            self._notes.addWidget(Note(entry.note, self))
            go = link("Show in the report", parent=self)
            go.clicked.connect(lambda _=False, at=place: self.asked.emit(f"report[{at}]"))
            self._notes.addWidget(go)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Bring the list up to date when it comes into view."""
        self.refresh()
        super().showEvent(event)

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()


def _page(widget: QWidget, title: str) -> QVBoxLayout:
    rows = QVBoxLayout(widget)
    rows.setContentsMargins(24, 16, 24, 16)
    rows.setSpacing(8)
    rows.addWidget(Title(title, widget))
    return rows


def _counted(groups: Sequence[FindingGroup]) -> str:
    if not groups:
        return "Nothing to mind."
    heavy = to_mind(groups)
    if not heavy:
        return "Nothing that changes how a number is read; notes alone."
    return f"{heavy} to mind, the serious first: what each means and what can be done."
