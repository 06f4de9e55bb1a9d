"""How to answer: the method in use on a card, the next ones as links, all of them on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studytool.gui.widgets.buttons import link
from studytool.gui.widgets.estimator_card import EstimatorCard
from studytool.gui.widgets.flow import Flow
from studytool.gui.widgets.labels import Label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec
    from studytool.survey.panel import Panel

FIRST = 3
"""How many of the common methods are offered as links, as far as they are not in use."""


class MethodChoice(QWidget):
    """Shows the method of a model and offers the others."""

    chosen = Signal(object)
    """A person chose this method (a class)."""

    def __init__(self, member: type[ModelSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._member = member
        self._methods: Mapping[str, type[ModelSpec]] = {}
        self._card = EstimatorCard(member, chosen=True)
        self._others: list[EstimatorCard] = []
        self._ways = QWidget()
        self._flow = Flow(self._ways, gap=8)
        self._all = link("")
        self._all.clicked.connect(self._turn)
        self._cards = QWidget()
        self._rows = QVBoxLayout(self._cards)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self._cards.hide()
        parts = QVBoxLayout(self)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(4)
        for part in (Label("How to answer"), self._card, self._ways, self._cards):
            parts.addWidget(part)

    def show_methods(
        self,
        methods: Mapping[str, type[ModelSpec]],
        result: ModelResult | None,
        panel: Panel | None,
    ) -> None:
        """Show how the method fares, and which others there are.

        Parameters
        ----------
        methods : mapping of kind to class
            Every method.
        result : ModelResult or None
            Result of the method in use.
        panel : Panel or None
            The linked panel of the latest run.
        """
        self._card.show_result(result, panel)
        if methods != self._methods:
            self._methods = dict(methods)
            self._offer()
        for card in self._others:
            card.show_result(None, panel)

    def open_all(self) -> None:
        """Show every method with what it needs and assumes."""
        self._cards.show()
        self._name_turn()

    def _offer(self) -> None:
        others = {kind: one for kind, one in self._methods.items() if one is not self._member}
        common = sorted(self._methods.values(), key=lambda one: one.order)[:FIRST]
        for one in [one for one in common if one is not self._member]:
            way = link(one.in_words())
            way.setToolTip(f"Answer with {one.in_text()}")
            way.clicked.connect(lambda _=False, one=one: self.chosen.emit(one))
            self._flow.addWidget(way)
        self._flow.addWidget(self._all)
        self._name_turn()
        for one in others.values():
            card = EstimatorCard(one, chosen=False)
            card.clicked.connect(lambda one=one: self.chosen.emit(one))
            self._rows.addWidget(card)
            self._others.append(card)

    def _turn(self) -> None:
        self._cards.setVisible(not self._cards.isVisibleTo(self))
        self._name_turn()

    def _name_turn(self) -> None:
        is_open = self._cards.isVisibleTo(self)
        self._all.setText("Hide the others" if is_open else f"Compare all {len(self._methods)}")
