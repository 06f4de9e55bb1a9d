"""Checklist: a published result beside ours, what it teaches, and one choice to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studytool.gui.checked_rows import rows_of
from studytool.gui.tokens import GAP_FIELDS, GAP_INSIDE, PANE_SIDE, PANE_TOP
from studytool.gui.widgets.buttons import link
from studytool.gui.widgets.change_one import ChangeOne
from studytool.gui.widgets.checked_table import CheckedTable
from studytool.gui.widgets.labels import Caption, Heading, Icon, Note, Title, Wrapped
from studytool.report.checklist import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from studytool.gui.document import Document
    from studytool.report.quantity import Reproduced
    from studytool.study import About

_TEACHES = (
    ("question", "What was asked"),
    ("how", "How"),
    ("try_next", "Try next"),
    ("differs", "Where print and we differ"),
    ("citation", "Published in"),
    ("data_licence", "Data"),
)


class ChecklistPage(QWidget):
    """Published numbers beside those of the study that is open.

    Parameters
    ----------
    document : Document
        What is open.
    """

    closed = Signal()
    """The person wants the report back."""
    scripts_asked = Signal()
    """The person wants the models as programs."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._before: dict[str, float | None] = {}
        self._about: About | None = None
        self._mark = Icon("check", "ink2", 16, self)
        self._said, self._stale = Heading("", self), Note("", self)
        self._name = Wrapped("", self)
        self._name.setProperty("kind", "caption")
        self.table, self.choice = CheckedTable(self), ChangeOne(document, self)
        self._wrote = Note("", self)
        self._wrote.hide()
        self._lessons = QVBoxLayout()
        self._scripts = link("Export the scripts \N{HORIZONTAL ELLIPSIS}", "arrow-right", self)
        self._scripts.clicked.connect(self.scripts_asked)
        self._lay_out()
        document.ran.connect(self._land)
        self._keep_first()

    def refresh(self) -> None:
        """Show the study as it is, and its latest run."""
        study, run = self._document.study, self._document.run
        self._name.setText(study.title)
        numbers = () if run is None else run.reproduced
        holds = all(number.holds for number in numbers)
        self._mark.set_icon("check" if holds else "triangle-alert", "ink2" if holds else "amber")
        self._mark.setVisible(bool(numbers))
        self._said.setText(counted(numbers) if numbers else "The numbers are being worked out.")
        stale = self._document.stale if numbers else ""
        self._stale.setText(f"Stale: {stale}")
        self._stale.setVisible(bool(stale))
        self.table.show_rows(rows_of(numbers, self._before, study), sources_of(numbers))
        self.choice.refresh()
        self._show_lessons(study.about)
        self._scripts.setVisible(writes_scripts())

    def say(self, text: str) -> None:
        """Say what became of the scripts."""
        self._wrote.setText(text)
        self._wrote.setVisible(bool(text))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Bring the page up to date when it comes into view."""
        self.refresh()
        super().showEvent(event)

    def _land(self) -> None:
        self._keep_first()
        if self.isVisible():
            self.refresh()

    def _keep_first(self) -> None:
        """Keep the numbers of the study as it was opened: what moves is shown beside them."""
        run = self._document.run
        if self._document.undo.index() == 0 and not self._document.stale:
            found = () if run is None else run.reproduced
            self._before = {number.quantity: number.ours for number in found}

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Title("Published and recomputed", self), 1)
        report = link("Show the report", "arrow-right", self, trailing=True)
        report.clicked.connect(self.closed)
        head.addWidget(report)
        said = QHBoxLayout()
        said.setSpacing(GAP_INSIDE)
        said.addWidget(self._mark)
        said.addWidget(self._said, 1)
        said.addWidget(self._scripts)
        pane = QWidget()
        rows = QVBoxLayout(pane)
        rows.setContentsMargins(PANE_SIDE, PANE_TOP, PANE_SIDE, PANE_TOP)
        rows.setSpacing(GAP_INSIDE)
        rows.addLayout(head)
        rows.addWidget(self._name)
        rows.addLayout(said)
        rows.addWidget(self._wrote)
        rows.addWidget(self._stale)
        rows.addSpacing(GAP_FIELDS)
        rows.addWidget(self.choice)
        rows.addSpacing(GAP_FIELDS)
        rows.addWidget(self.table)
        rows.addSpacing(GAP_FIELDS)
        rows.addLayout(self._lessons)
        rows.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(pane)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _show_lessons(self, about: About | None) -> None:
        if about == self._about:
            return
        self._about = about
        while (item := self._lessons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for field, title in _TEACHES:
            text = "" if about is None else getattr(about, field)
            if text:
                self._lessons.addWidget(Caption(title, self))
                self._lessons.addWidget(Wrapped(text, self))


def sources_of(numbers: Sequence[Reproduced]) -> str:
    """Return where the numbers are printed, each source once."""
    return "; ".join(dict.fromkeys(number.source for number in numbers))


def writes_scripts() -> bool:
    """Whether this program writes models as programs of Python, R and Stata."""
    from studytool.core.spec import kinds
    from studytool.exporters import formats
    from studytool.exporters.exporter import Exporter

    return "scripts" in kinds(Exporter, formats)
