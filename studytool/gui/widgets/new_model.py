"""A new model: chosen by the question it answers, or by the method, from a list to search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studytool.gui.model_words import question_of
from studytool.gui.tokens import GAP_INSIDE, GAP_LABEL, PANE_SIDE
from studytool.gui.widgets.buttons import link
from studytool.gui.widgets.card import Card
from studytool.gui.widgets.labels import Heading, Help, Note, Wrapped
from studytool.gui.words import first_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from studytool.models.spec import ModelSpec

_LONGEST = 100


class NewModel(QWidget):
    """One card a method: its question, its name, what it compares.

    Parameters
    ----------
    methods : mapping of kind to class
        Every method there is.
    """

    chosen = Signal(object)
    """A person chose this method (a class)."""
    cancelled = Signal()
    """A person does not want a new model after all."""

    def __init__(
        self, methods: Mapping[str, type[ModelSpec]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._search = QLineEdit()
        self._search.setPlaceholderText("Search by question or method")
        self._search.setAccessibleName("Search by question or method")
        self._search.setMaxLength(_LONGEST)
        self._search.setClearButtonEnabled(True)
        self._none = Help("No method says that. Try a word such as count, yes, before or score.")
        self._cancel = link("Cancel")
        self._cards = {kind: _MethodCard(member) for kind, member in methods.items()}
        self._lay_out()
        self._search.textChanged.connect(self._show_found)
        self._search.returnPressed.connect(self._take_first)
        self._cancel.clicked.connect(self.cancelled)
        for card, member in zip(self._cards.values(), methods.values(), strict=True):
            card.clicked.connect(lambda member=member: self.chosen.emit(member))

    @property
    def offered(self) -> tuple[str, ...]:
        """Kinds that what was typed leaves."""
        return tuple(kind for kind, card in self._cards.items() if card.isVisibleTo(self))

    def begin(self) -> None:
        """Show every method and wait for a word."""
        self._search.clear()
        self.show()
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Leave at Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _take_first(self) -> None:
        """Choose the only method that is left, else go to the first."""
        left = [self._cards[kind] for kind in self.offered]
        if len(left) == 1:
            left[0].clicked.emit()
        elif left:
            left[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _show_found(self, text: str) -> None:
        words = text.casefold().split()
        for card in self._cards.values():
            card.setVisible(all(word in card.told for word in words))
        self._none.setVisible(not self.offered)

    def _lay_out(self) -> None:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(PANE_SIDE, GAP_LABEL, PANE_SIDE, 16)
        rows.setSpacing(GAP_INSIDE)
        rows.addWidget(self._none)
        self._none.hide()
        for card in self._cards.values():
            rows.addWidget(card)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.addWidget(Heading("What do you want to know?"), 1)
        head.addWidget(self._cancel)
        top = QVBoxLayout()
        top.setContentsMargins(PANE_SIDE, GAP_INSIDE, PANE_SIDE, GAP_LABEL)
        top.setSpacing(GAP_INSIDE)
        top.addLayout(head)
        top.addWidget(self._search)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(area, 1)


class _MethodCard(Card):
    """A question, the method that answers it, and what it compares."""

    def __init__(self, member: type[ModelSpec]) -> None:
        super().__init__(clickable=True)
        question, name = question_of(member), member.in_words()
        compares = member.compares or first_sentence(member)
        self.told = " ".join((question, name, compares)).casefold()
        title = Wrapped(question)
        title.setProperty("kind", "heading")
        self.body.addWidget(title)
        self.body.addWidget(Note(f"{name}. {compares}"))
        self.setAccessibleName(f"{question} {name}")
        self.setAccessibleDescription(compares)
