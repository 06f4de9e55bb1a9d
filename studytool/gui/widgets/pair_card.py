"""Pair card: two rows of one ID, how they differ, and the ways to decide about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studytool.gui.pair_words import (
    MERGING,
    decided_words,
    differ_words,
    head_words,
    place_words,
    proposal_words,
    row_name,
    ways_for,
)
from studytool.gui.tokens import GAP_FIELDS, GAP_INSIDE
from studytool.gui.widgets.buttons import flush, primary, quiet, secondary
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.flow import Flow
from studytool.gui.widgets.labels import Caption, Help, Note
from studytool.gui.widgets.pair_table import PairTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studytool.core.errors import StudyError
    from studytool.gui.pair_words import Way
    from studytool.survey.decisions import Decision
    from studytool.survey.pairs import Pair

_LONGEST = 300
_ALIKE = "The rows are alike: nothing tells one from the other, and merging loses nothing."


class PairCard(QFrame):
    """One pair.

    Parameters
    ----------
    pair : Pair
        Rows of one ID and wave.
    decisions : sequence of Decision
        Those of the study.
    new_id : str
        An ID nobody has, for one of two children.
    """

    decided = Signal(object, str, str)
    """A person decides: the Way, the reason and, where there are two children, the new ID."""
    taken_back = Signal()
    """A person takes back what was decided."""

    def __init__(
        self,
        pair: Pair,
        decisions: Sequence[Decision],
        new_id: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.pair = pair
        self._ways = ways_for(pair)
        self._whole = False
        self._table, self._all = PairTable(), flush("")
        self._reason, self._new_id = QLineEdit(), QLineEdit(new_id)
        self._why = Field("Why", self._reason, "Kept with the decision, for the study's own team.")
        self._other = Field(
            f"ID of the {row_name(len(pair.rows) - 1)}",
            self._new_id,
            "Proposed: an ID that nobody has. Type the child's own where you know it.",
        )
        self._give = primary("Give this ID")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, GAP_FIELDS, 0, GAP_FIELDS)
        self._rows.setSpacing(GAP_INSIDE)
        self._lay_out(decisions)
        self._all.clicked.connect(self._turn)
        self._show_rows()

    def show_error(self, error: StudyError) -> None:
        """Say at the field, or under the reason, why a choice cannot be."""
        told = f"{error.what} {error.why} {error.remedy}".replace("  ", " ").strip()
        (self._other if error.where == "new_id" else self._why).set_error(told)

    def _lay_out(self, decisions: Sequence[Decision]) -> None:
        pair = self.pair
        what = "" if pair.table == "child" else f", {pair.table}"
        self._rows.addWidget(Caption(f"{pair.person}{what}{pair.label and f', {pair.label}'}"))
        self._rows.addWidget(Note(f"{place_words(pair)}. {differ_words(pair)}"))
        self._rows.addWidget(self._table)
        self._rows.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        if pair.settled:
            self._rows.addWidget(Note(decided_words(pair, decisions)))
            back = quiet("Take back", "x")
            back.clicked.connect(self.taken_back)
            self._rows.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
            return
        if pair.decided:
            self._rows.addWidget(Note(f"{decided_words(pair, decisions)} Rows are left to decide."))
        self._rows.addWidget(Help(proposal_words(pair)))
        self._lay_out_ways()

    def _lay_out_ways(self) -> None:
        proposed, place = self.pair.proposal
        self._reason.setMaxLength(_LONGEST)
        self._new_id.setMaxLength(_LONGEST)
        buttons = Flow(gap=GAP_INSIDE)
        for way in self._ways:
            chosen = (way.choice, way.place) == (proposed, place)
            if chosen:
                self._reason.setText(way.reason)
            button = (primary if chosen else secondary)(way.text)
            can = way.choice == "merge" or bool(self.pair.differing)
            button.setEnabled(can)
            button.setToolTip(way.does if can else _ALIKE)
            button.setAccessibleDescription(way.does)
            button.clicked.connect(self._taker(way))
            buttons.addWidget(button)
        self._rows.addWidget(self._why)
        self._rows.addLayout(buttons)
        self._rows.addWidget(Help(MERGING if self.pair.differing else _ALIKE))
        ask = QHBoxLayout()
        ask.addWidget(self._other, 1)
        ask.addWidget(self._give, 0, Qt.AlignmentFlag.AlignTop)
        ask.setSpacing(GAP_INSIDE)
        self._rows.addLayout(ask)
        for part in (self._other, self._give):
            part.hide()
        self._give.clicked.connect(lambda: self._decide(self._ways[-1]))

    def _taker(self, way: Way) -> Callable[[], None]:
        return lambda: self._ask_id() if way.choice == "apart" else self._decide(way)

    def _ask_id(self) -> None:
        for part in (self._other, self._give):
            part.show()
        self._new_id.setFocus(Qt.FocusReason.OtherFocusReason)
        self._new_id.selectAll()

    def _decide(self, way: Way) -> None:
        """Tell what was chosen; a reason nobody changed goes with the choice it belongs to."""
        typed = self._reason.text().strip()
        proposed = {one.reason for one in self._ways}
        reason = way.reason if not typed or typed in proposed else typed
        self.decided.emit(way, reason, self._new_id.text().strip())

    def _turn(self) -> None:
        self._whole = not self._whole
        self._show_rows()

    def _show_rows(self) -> None:
        pair = self.pair
        every = range(len(pair.names))
        shown = every if self._whole else pair.differing
        self._table.setVisible(bool(shown))
        self._table.show_pair(pair, tuple(shown), head_words(pair))
        self._all.setVisible(len(pair.differing) < len(pair.names))
        told = "Show only what differs" if self._whole else f"Show all {len(pair.names)} answers"
        self._all.setText("Hide the answers" if self._whole and not pair.differing else told)
