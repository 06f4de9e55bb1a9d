"""Grouped findings: what is said of several results stands once, each on request; notes folded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studytool.gui.tokens import GAP_INSIDE
from studytool.gui.widgets.buttons import flush
from studytool.gui.widgets.findings_list import FindingCard, FindingsList
from studytool.gui.widgets.section import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.gui.finding_groups import FindingGroup


class GroupedFindings(QWidget):
    """Groups of findings, the serious first; those that can be ignored are folded away."""

    asked = Signal(object)
    """A person asked "What can I do?" of this Finding."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[FindingGroup, ...] = ()
        top = QWidget(self)
        self._heavy = QVBoxLayout(top)
        self._heavy.setContentsMargins(0, 0, 0, 0)
        self._heavy.setSpacing(GAP_INSIDE)
        self._notes = Section(parent=self)
        self._notes.body.setSpacing(GAP_INSIDE)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(16)
        rows.addWidget(top)
        rows.addWidget(self._notes)

    def show_groups(self, groups: Sequence[FindingGroup]) -> None:
        """Show these groups in the place of those before.

        Parameters
        ----------
        groups : sequence of FindingGroup
            The serious first.
        """
        if tuple(groups) == self._groups:
            return
        self._groups = tuple(groups)
        for rows in (self._heavy, self._notes.body):
            while (item := rows.takeAt(0)) is not None:
                if (old := item.widget()) is not None:
                    old.hide()
                    old.deleteLater()
        for group in groups:
            shown = _Group(group)
            shown.asked.connect(self.asked)
            is_note = group.findings[0].level == "note"
            (self._notes.body if is_note else self._heavy).addWidget(shown)
            shown.show()
        notes = Counter(group.findings[0].level for group in groups)["note"]
        self._notes.set_title(f"{notes} {'notes' if notes > 1 else 'note'}, which can be ignored")
        self._notes.setVisible(bool(notes))


class _Group(QWidget):
    """A group as one card; each of its findings under it once they are asked for."""

    asked = Signal(object)

    def __init__(self, group: FindingGroup) -> None:
        super().__init__()
        self._group = group
        card = FindingCard(group.told, self)
        card.asked.connect(self.asked)
        self._each = FindingsList(self)
        self._each.asked.connect(self.asked)
        self._each.hide()
        self._turn = flush("Show each")
        self._turn.clicked.connect(self._show_each)
        if len(group.findings) > 1:
            card.add_link(self._turn)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP_INSIDE)
        rows.addWidget(card)
        each = QVBoxLayout()
        each.setContentsMargins(24, 0, 0, 0)
        each.addWidget(self._each)
        rows.addLayout(each)

    def _show_each(self) -> None:
        if self._each.isVisibleTo(self):
            self._each.hide()
        else:
            self._each.show(self._group.findings)
            self._each.show()
        self._turn.setText("Hide each" if self._each.isVisibleTo(self) else "Show each")
