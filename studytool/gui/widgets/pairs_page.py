"""Pairs page: every ID that occurs twice in a wave, its rows side by side, and what to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studytool.core.errors import StudyError
from studytool.gui import decision_edits
from studytool.gui.pair_words import edit_words
from studytool.gui.tokens import GAP_INSIDE, PANE_SIDE, PANE_TOP
from studytool.gui.widgets.buttons import quiet, secondary
from studytool.gui.widgets.labels import Help, Note, Title
from studytool.gui.widgets.pair_card import PairCard
from studytool.gui.widgets.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studytool.gui.document import Document
    from studytool.gui.pair_words import Way
    from studytool.survey.decisions import Decision
    from studytool.survey.pairs import Pair
    from studytool.survey.wave_grid import OpenedWaves

_MOST = 20


class PairsPage(QWidget):
    """Pairs, those to decide first; each choice is a step of its own."""

    left = Signal()
    """A person goes back to the files."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.refusal = Refusal()
        self._waves: OpenedWaves | None = None
        self._shown: tuple[object, ...] = ()
        self._most = _MOST
        self._told, self._kept = Note(), Help()
        self._back = quiet("Back to the files", "arrow-left")
        self._more = secondary("")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(0)
        self._lay_out()
        self._back.clicked.connect(self.left)
        self._more.clicked.connect(self._show_more)

    def show_pairs(self, waves: OpenedWaves | None) -> None:
        """Show the pairs of the files, as the study decides about them now.

        Parameters
        ----------
        waves : OpenedWaves or None
            All files; None while they are being read.
        """
        study = self.document.study
        if self._shown == (waves, study.decisions, self._most):
            return
        self._shown, self._waves = (waves, study.decisions, self._most), waves
        self.refusal.clear()
        pairs, decisions = self._found()
        self._told.setText(_told(pairs) if waves is not None else "Reading the files …")
        file = decision_edits.file_of_decisions(study)
        self._kept.setText(
            f"The decisions of this study are kept in {file}. A choice here takes them into the "
            "study itself, which then names the people concerned."
        )
        self._kept.setVisible(bool(file and pairs))
        self._fill(pairs, decisions)

    def begin(self) -> None:
        """Give the keyboard to the way back."""
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _found(self) -> tuple[Sequence[Pair], Sequence[Decision]]:
        from studytool.survey.pairs import pairs_of

        if self._waves is None:
            return (), ()
        try:
            decisions = decision_edits.decisions_of(self.document.study)
            return pairs_of(self._waves, decisions), decisions
        except StudyError as error:
            self.refusal.tell(f"{error.what} {error.remedy}".strip())
            return (), ()

    def _fill(self, pairs: Sequence[Pair], decisions: Sequence[Decision]) -> None:
        from studytool.survey.pair_decisions import free_id

        while (item := self._cards.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for pair in pairs[: self._most]:
            card = PairCard(pair, decisions, "" if pair.settled else free_id(self._opened, pair))
            card.decided.connect(self._taker(card))
            card.taken_back.connect(lambda pair=pair: self._take_back(pair))
            self._cards.addWidget(card)
            card.show()
        rest = len(pairs) - self._most
        self._more.setVisible(rest > 0)
        self._more.setText(f"Show {min(max(rest, 0), _MOST)} more")

    @property
    def _opened(self) -> OpenedWaves:
        assert self._waves is not None  # noqa: S101  # there are pairs
        return self._waves

    def _taker(self, card: PairCard) -> Callable[[Way, str, str], None]:
        return lambda way, reason, new_id: self._decide(card, way, reason, new_id)

    def _decide(self, card: PairCard, way: Way, reason: str, new_id: str) -> None:
        from studytool.survey.pair_decisions import decision_about

        study = self.document.study
        try:
            made = decision_about(
                self._opened,
                decision_edits.decisions_of(study),
                card.pair,
                way.choice,
                place=way.place,
                new_id=new_id,
                reason=reason,
            )
            changed = decision_edits.with_decision(study, made)
        except StudyError as error:
            card.show_error(error)
            return
        self.document.edit(edit_words(card.pair, way), changed)
        self.begin()

    def _take_back(self, pair: Pair) -> None:
        try:
            changed = decision_edits.without_decisions(self.document.study, pair.decided)
        except StudyError as error:
            self.refusal.tell(f"{error.what} {error.remedy}".strip())
            return
        wave = f" in {pair.label}" if pair.label else ""
        self.document.edit(f"same ID twice{wave}: decision taken back", changed)
        self.begin()

    def _show_more(self) -> None:
        self._most += _MOST
        self.show_pairs(self._waves)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Title("Compare the pairs"))
        head.addStretch(1)
        head.addWidget(self._back)
        inside = QWidget()
        cards = QVBoxLayout(inside)
        cards.setContentsMargins(0, 0, GAP_INSIDE, 0)
        cards.addLayout(self._cards)
        cards.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        cards.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName("Pairs")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(PANE_SIDE, PANE_TOP, PANE_SIDE, GAP_INSIDE)
        rows.setSpacing(GAP_INSIDE)
        rows.addLayout(head)
        for part in (self._told, self._kept, self.refusal):
            rows.addWidget(part)
        rows.addWidget(area, 1)


def _told(pairs: Sequence[Pair]) -> str:
    """Return how many pairs there are, and how many wait for a decision."""
    if not pairs:
        return "No ID occurs twice in a wave: there is nothing to compare."
    waiting = sum(not pair.settled for pair in pairs)
    found = "1 ID occurs" if len(pairs) == 1 else f"{len(pairs)} IDs occur"
    if not waiting:
        left = "It is decided" if len(pairs) == 1 else "All are decided"
    elif len(pairs) == 1:
        left = "It waits for you"
    else:
        left = "All wait for you" if waiting == len(pairs) else f"{waiting} of them wait for you"
    return (
        f"{found} more than once in one wave. {left}. Cells stand as the file writes them; "
        "nothing is changed in your files."
    )
