"""Defence: the serious findings of an effect, each answered with a reason or in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studytool.gui.widgets.buttons import flush, secondary
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.findings_list import FindingCard
from studytool.gui.widgets.labels import Note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.core.findings import Finding

_LONGEST = 2000


class Defence(QWidget):
    """Serious findings with a line for the reason each is answered with."""

    given = Signal(str, str)
    """A person answered the finding of this code with this reason."""
    taken_back = Signal(str)
    """A person takes the answer to the finding of this code back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self.hide()

    def show_findings(self, serious: Sequence[Finding], reasons: Mapping[str, str]) -> None:
        """Show the serious findings of the effect and the reasons given so far."""
        wanted = (tuple(serious), tuple(sorted(reasons.items())))
        if wanted != self._shown:
            self._shown = wanted
            self._clear()
            for finding in {one.code: one for one in serious}.values():
                given = reasons.get(finding.code)
                way = self._open(finding) if given is None else self._answered(finding, given)
                for part in (FindingCard(finding), way):
                    self._rows.addWidget(part)
                    part.show()
        self.setVisible(bool(serious))

    def _answered(self, finding: Finding, reason: str) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Note(f"Used all the same: {reason}"), 1)
        back = flush("Take back")
        back.setAccessibleName("Take the reason back")
        back.clicked.connect(lambda: self.taken_back.emit(finding.code))
        row.addWidget(back)
        return box

    def _open(self, finding: Finding) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        line = QLineEdit()
        line.setMaxLength(_LONGEST)
        field = Field(
            "Why this effect may be used all the same",
            line,
            "The reason is printed with the return, under Read with care.",
        )
        use = secondary("Use with this reason")

        def give() -> None:
            reason = line.text().strip()
            field.set_error("" if reason else "Write a reason, or pick another effect.")
            if reason:
                self.given.emit(finding.code, reason)

        use.clicked.connect(give)
        line.returnPressed.connect(give)
        column = QVBoxLayout()
        column.addSpacing(22)
        column.addWidget(use)
        column.addStretch(1)
        row.addWidget(field, 1)
        row.addLayout(column)
        return box

    def _clear(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
