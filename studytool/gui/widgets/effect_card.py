"""The effect a return rests on: shown with its interval, picked from a list, never typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from studytool.gui.plain_words import plainly
from studytool.gui.widgets.buttons import link
from studytool.gui.widgets.card import Card
from studytool.gui.widgets.labels import Help, Icon, Wrapped
from studytool.gui.widgets.states import set_state
from studytool.report.numbers import fixed, interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.roi.effects import Effect
    from studytool.roi.returns import Range

_POINTS = 100
NOTHING = "No model has an outcome of 0 or 1 yet, such as a score at or above its cut-off."


class EffectCard(QWidget):
    """A card with the effect, a list to pick another from, and what is wrong with it."""

    picked = Signal(str)
    """A person picked the effect of this name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = Card()
        self._card.setAccessibleName("Effect")
        self._title, self._under, self._error = Wrapped(), Help(), Wrapped()
        self._title.setProperty("kind", "heading")
        self._error.setProperty("kind", "error")
        self._pick = link("Pick another")
        self._pick.setAccessibleName("Pick another effect")
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._pick.setMenu(self._menu)
        self._lay_out()

    def show_effects(self, chosen: str, offered: Sequence[Effect], *, waits: str = "") -> None:
        """Show the effect that is chosen and offer others.

        Parameters
        ----------
        chosen : str
            Model and term; empty for none yet.
        offered : sequence of Effect
            What there is to pick from.
        waits : str
            What the list waits for, where it is not known yet.
        """
        found = next((one for one in offered if one.name == chosen), None)
        if found is not None:
            level = f"{_POINTS * found.level:g} % interval"
            self._title.setText(f"{found.model}: {_points(found.change)} percentage points")
            self._under.setText(f"{found.treatment}, {level} {_ends(found.change)}")
        elif chosen:
            self._title.setText(chosen)
            self._under.setText(waits or "There is no such effect to set against a cost.")
        else:
            self._title.setText("No effect picked yet")
            self._under.setText(waits or ("Pick one of the list." if offered else NOTHING))
        self._pick.setText("Pick another" if chosen else "Pick an effect")
        self._pick.setEnabled(bool(offered))
        self._pick.setToolTip("" if offered else waits or NOTHING)
        self._fill(chosen, offered)

    def set_error(self, text: str) -> None:
        """Mark the effect as one that cannot be used, and say why."""
        text = plainly(text)
        self._error.setText(text)
        self._error.setVisible(bool(text))
        set_state(self._card, "invalid", on=bool(text))
        self._card.setAccessibleDescription(text)

    def focus(self) -> None:
        """Give the keyboard to what picks another."""
        self._pick.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, chosen: str, offered: Sequence[Effect]) -> None:
        self._menu.clear()
        for one in offered:
            serious = ", must be answered first" if one.serious else ""
            text = f"{one.model}: {one.treatment}, {_points(one.change)} percentage points{serious}"
            action = QAction(text, self._menu)
            action.setCheckable(True)
            action.setChecked(one.name == chosen)
            action.setToolTip(f"{one.name}, interval {_ends(one.change)}")
            action.triggered.connect(lambda _=False, name=one.name: self.picked.emit(name))
            self._menu.addAction(action)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Icon("table", "accent", 18), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._under)
        row.addLayout(words, 1)
        row.addWidget(self._pick, 0, Qt.AlignmentFlag.AlignVCenter)
        self._card.body.addLayout(row)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self._card)
        rows.addWidget(self._error)
        self._error.hide()


def _points(change: Range) -> str:
    return fixed(_POINTS * change.value, 1)


def _ends(change: Range) -> str:
    return interval(fixed(_POINTS * change.low, 1), fixed(_POINTS * change.high, 1))
