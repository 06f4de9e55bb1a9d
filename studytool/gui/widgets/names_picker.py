"""Several names picked from the study's: chips, and a picker at their end that adds one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studytool.gui.widgets.chips import Chips
from studytool.gui.widgets.variable_picker import NameLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.gui.choices import Choice


LONGEST = 30
"""Characters of a label that a chip shows; the list it is picked from shows all."""


class NamesPicker(QWidget):
    """Names in order; what is written but not among the choices is kept."""

    picked = Signal()
    """A person added a name or took one away."""
    refused = Signal(str)
    """What was typed is no name here; says what is near."""

    def __init__(self, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._choices: tuple[Choice, ...] = ()
        self._adder = NameLine()
        self._chips = Chips(self._adder)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._chips)
        self.setFocusProxy(self._adder)
        self._adder.chosen.connect(self._add)
        self._adder.refused.connect(self.refused)
        self._chips.removed.connect(self._remove)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these names; what is picked stays picked."""
        self._choices = tuple(choices)
        self.set_names(self._names)

    def names(self) -> tuple[str, ...]:
        """Return the names that are picked, in order."""
        return self._names

    def set_names(self, names: Sequence[str]) -> None:
        """Show these names as picked; nobody is told."""
        self._names = tuple(names)
        labels = {choice.name: choice.label for choice in self._choices}
        self._chips.set_names([(name, _shown(name, labels)) for name in self._names])
        self._chips.set_hints(labels)
        self._adder.set_choices([c for c in self._choices if c.name not in self._names])

    def setAccessibleName(self, name: str) -> None:  # noqa: N802  # Qt's name
        """Name the picker; the line that adds one says so."""
        super().setAccessibleName(name)
        self._adder.setAccessibleName(f"{name}: add")

    def _add(self, name: str) -> None:
        if name and name not in self._names:
            self.set_names((*self._names, name))
            self.picked.emit()

    def _remove(self, name: str) -> None:
        self.set_names([one for one in self._names if one != name])
        self.picked.emit()
        self._adder.setFocus()


def _shown(name: str, labels: dict[str, str]) -> str:
    """Return the label of a name; of a factor ``C(x)`` the label of x, said to be groups."""
    if name.startswith("C(") and name.endswith(")"):
        inside = name[2:-1]
        return f"{labels.get(inside, inside)}, as groups"
    shown = labels.get(name, name).split(" (")[0]
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1].rstrip()}…"
