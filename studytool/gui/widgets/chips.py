"""Chips: chosen names side by side, each with a cross that takes it away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from studytool.gui.widgets.buttons import mark


class Chip(QFrame):
    """One chosen name."""

    removed = Signal(str)
    """A person takes the name away."""

    def __init__(self, name: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.setProperty("kind", "chip")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 4, 0)
        row.addWidget(QLabel(text or name))
        cross = mark("x", f"Remove {text or name}")
        cross.clicked.connect(lambda: self.removed.emit(name))
        row.addWidget(cross)


class Chips(QFrame):
    """The chosen names, and at their end a control that adds another."""

    removed = Signal(str)
    """A person takes this name away."""

    def __init__(self, adder: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "chips")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._chips: list[Chip] = []
        if adder is not None:
            self._row.addWidget(adder, 1)

    @property
    def names(self) -> tuple[str, ...]:
        """Names shown, in order."""
        return tuple(chip.name for chip in self._chips)

    def set_names(self, names: Sequence[tuple[str, str]]) -> None:
        """Show these (name, text) pairs in place of those before."""
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [Chip(name, text) for name, text in names]
        for place, chip in enumerate(self._chips):
            chip.removed.connect(self.removed)
            self._row.insertWidget(place, chip)


class Tag(QLabel):
    """A word on a soft ground: a state, a difference between waves, SYNTHETIC."""

    def __init__(self, text: str, tone: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "tag")
        self.setProperty("tone", tone)
