"""The text of a block: typed here, its numbers picked from a list and never typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studytool.gui.choices import Choice
from studytool.gui.forms import Form
from studytool.gui.tokens import GAP_INSIDE
from studytool.gui.widgets.chipped_text import ChippedText
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.labels import Help
from studytool.gui.widgets.quiet_combo import QuietCombo
from studytool.gui.widgets.section import Section
from studytool.gui.widgets.variable_picker import NameLine
from studytool.report.numbers import shown
from studytool.roi.blocks import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFocusEvent

    from studytool.report.quantities import Quantity

PAUSE_MILLISECONDS = 700
"""How long a person stops typing before the text is taken."""

_STYLES = (
    ("As it is", ""),
    ("Without its sign", "abs"),
    ("Percent", "percent"),
    ("Points, a share times 100", "points"),
    ("Points without sign", "abs points"),
    ("Money", "money"),
    ("Whole number", "count"),
    ("One decimal", "1"),
    ("Two decimals", "2"),
)
_HIGH = 136


class TextBlock(QWidget):
    """Text, list to insert numbers from, and how the text is set."""

    proposed = Signal(object)
    """A person's edit makes this Text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._block: Text | None = None
        self._typed = _Typed()
        self._words: dict[str, str] = {}
        self._chip, self._about = "", Help()
        self._field = Field("Text", self._typed)
        self._typed.setToolTip("An empty line begins a new paragraph.")
        self._field.set_hint("What the page says; an empty line begins a new paragraph.")
        self._insert = NameLine()
        self._insert.setPlaceholderText("Type a word or open the list …")
        self._number = Field("Insert a number", self._insert)
        self._number.set_hint("A number of a result: it changes with the result, never by hand.")
        self._style = QuietCombo()
        for words, style in _STYLES:
            self._style.addItem(words, style)
        self._form = Form(
            Text,
            rows=(("boxed", "list"),),
            labels={"boxed": "Small heading in a box", "list": "As a list"},
            helps={"boxed": "Such as In short. Empty: no box.", "list": ""},
        )
        self._pause = QTimer(self)
        self._lay_out()
        self._connect()

    def show_block(self, block: Text, *, fresh: bool) -> None:
        """Show a block; what a person is typing stays unless the block says something else."""
        if fresh or block != self._block:
            before = self._block
            self._block = block
            text = _joined(block)
            if fresh or before is None or _parted(self._typed.source(), block) != _parts(block):
                self._pause.stop()
                self._typed.set_source(text)
                self._pause.stop()
            self._form.show_spec(block, fresh=fresh)

    def set_quantities(self, listed: Sequence[Quantity]) -> None:
        """Offer these numbers."""
        self._words = {q.name: f"{q.result}, {q.words}" for q in listed}
        self._insert.set_choices(
            [Choice(q.name, f"{q.words}: {shown(q.cell)}", q.result) for q in listed]
        )

    def set_told(self, told: Callable[[str], str]) -> None:
        """Take how a reference reads on the page: its chip shows that number."""
        self._typed.set_told(told)
        self._say_about(self._chip)

    def set_error(self, text: str) -> None:
        """Mark the text as one that cannot be printed, and say why."""
        self._field.set_error(text)

    def take(self) -> None:
        """Take what has been typed, now."""
        self._pause.stop()
        if self._block is None:
            return
        parts = _parted(self._typed.source(), self._block)
        if parts and parts != _parts(self._block):
            text = parts if len(parts) > 1 or isinstance(self._block.text, tuple) else parts[0]
            self._propose(self._block.model_copy(update={"text": text}))

    def _propose(self, block: Text) -> None:
        self._block = block
        self.proposed.emit(block)

    def _put(self, name: str) -> None:
        self._typed.insert_source(_reference(name, str(self._style.currentData() or "")))
        self._typed.setFocus()
        self.take()

    def _say_about(self, chip: str) -> None:
        """Say which number the chip beside the cursor is, and offer how it is shown."""
        if self._chip and not chip:
            self._style.setCurrentIndex(0)
        self._chip = chip
        name, _, style = chip.strip("{}").partition("|")
        place = self._style.findData(style.strip()) if chip else -1
        if place >= 0:
            self._style.setCurrentIndex(place)
        words = self._words.get(name.strip(), name.strip())
        self._about.setText(f"{self._typed.told(chip)}: {words}" if chip else "")
        self._about.setVisible(bool(chip))

    def _restyle(self) -> None:
        if self._chip:
            name = self._chip.strip("{}").partition("|")[0].strip()
            self._typed.restyle(_reference(name, str(self._style.currentData() or "")))
            self.take()

    def _set(self, block: Text) -> None:
        parts = _parted(self._typed.source(), block)
        self._propose(block.model_copy(update={"text": parts}) if parts else block)

    def _connect(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self.take)
        self._typed.textChanged.connect(self._pause.start)
        self._typed.left.connect(self.take)
        self._typed.chip_met.connect(self._say_about)
        self._style.activated.connect(lambda _: self._restyle())
        self._insert.chosen.connect(self._put)
        self._insert.refused.connect(self._number.set_error)
        self._insert.textEdited.connect(lambda _: self._number.set_error(""))
        self._form.proposed.connect(self._set)

    def _lay_out(self) -> None:
        self._style.setAccessibleName("Shown as")
        row = QHBoxLayout()
        row.setSpacing(GAP_INSIDE)
        row.addWidget(self._number, 3)
        shown_as = Field("Shown as", self._style)
        shown_as.set_hint("Without its minus, as a percent, or with its interval.")
        row.addWidget(shown_as, 2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP_INSIDE)
        rows.addWidget(self._field)
        self._about.hide()
        rows.addWidget(self._about)
        rows.addLayout(row)
        set_as = Section("More: in a box, as a list")
        set_as.body.addWidget(self._form)
        rows.addWidget(set_as)


class _Typed(ChippedText):
    """The text; Tab leaves it."""

    left = Signal()
    """The keyboard went elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(_HIGH)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Tell that typing is over."""
        super().focusOutEvent(event)
        self.left.emit()


def _reference(name: str, style: str) -> str:
    return f"{{{name}|{style}}}" if style else f"{{{name}}}"


def _parts(block: Text) -> tuple[str, ...]:
    return tuple(block.paragraphs)


def _joined(block: Text) -> str:
    return ("\n" if block.list else "\n\n").join(block.paragraphs)


def _parted(text: str, block: Text) -> tuple[str, ...]:
    """Return the paragraphs of a typed text; of a list, its lines."""
    parts = text.split("\n") if block.list else text.split("\n\n")
    return tuple(joined for part in parts if (joined := " ".join(part.split())))
