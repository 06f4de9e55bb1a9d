"""Chips: chosen names side by side, each with a cross that takes it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from studytool.gui.tokens import CONTROL_HEIGHT
from studytool.gui.widgets.buttons import cross
from studytool.gui.widgets.flow import Flow
from studytool.gui.widgets.labels import Line
from studytool.gui.widgets.states import set_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CHIP_HEIGHT = 22
_ADDER_WIDTH = 72


class Chip(QFrame):
    """One chosen name.

    Attributes
    ----------
    name : str
        Name in the study; what is shown may be its label.
    """

    removed = Signal(str)
    """A person takes the name away."""

    def __init__(self, name: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.setProperty("kind", "chip")
        self.setFixedHeight(_CHIP_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(7, 0, 3, 0)
        row.setSpacing(4)
        row.addWidget(Line(text or name))
        self._cross = cross(f"Remove {text or name}")
        self._cross.clicked.connect(self._remove)
        row.addWidget(self._cross)

    def _remove(self) -> None:
        self.removed.emit(self.name)


class Chips(QFrame):
    """The chosen names, and at their end a control that adds another."""

    removed = Signal(str)
    """A person takes this name away."""

    def __init__(self, adder: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "chips")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._flow = Flow(self, gap=4, fill=adder is not None)
        self._flow.setContentsMargins(1, 1, 1, 1)
        self._chips: list[Chip] = []
        self._adder = adder
        if adder is not None:
            adder.setMinimumWidth(_ADDER_WIDTH)
            adder.setFixedHeight(_CHIP_HEIGHT)
            self._flow.addWidget(adder)
            adder.installEventFilter(self)
            self.setFocusProxy(adder)
        self._least()

    @property
    def names(self) -> tuple[str, ...]:
        """Names shown, in order."""
        return tuple(chip.name for chip in self._chips)

    def set_names(self, names: Sequence[tuple[str, str]]) -> None:
        """Show these (name, text) pairs in place of those before."""
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [Chip(name, text, self) for name, text in names]
        for place, chip in enumerate(self._chips):
            chip.removed.connect(self.removed)
            self._flow.insert(place, chip)
            chip.show()
        self._least()

    def set_hints(self, hints: Mapping[str, str]) -> None:
        """Tell the whole of a name, by name, where it is pointed at: a chip may show part of it."""
        for chip in self._chips:
            chip.setToolTip(hints.get(chip.name, chip.name))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Draw its border in the accent while what is in it has the focus."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            set_state(self, "focused", on=event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Take the height that the rows need at its width."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._least()
        return super().event(event)

    def _least(self) -> None:
        inner = self.contentsRect()
        frame = self.height() - inner.height()
        height = max(self._flow.heightForWidth(inner.width()) + frame, CONTROL_HEIGHT)
        if height != self.minimumHeight():
            self.setMinimumHeight(height)


class Tag(QLabel):
    """A word on a soft ground: a state, a difference between waves, SYNTHETIC.

    Parameters
    ----------
    text : str
        The word.
    tone : str
        accent, amber, red, renamed, recoded, missing, format or not_asked.
    """

    def __init__(self, text: str, tone: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "tag")
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
