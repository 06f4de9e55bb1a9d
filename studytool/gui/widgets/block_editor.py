"""Editor of the block that is looked at: its text, its heading, the table or chart it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studytool.gui.choices import Choice
from studytool.gui.forms import Form
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.text_block import TextBlock
from studytool.gui.widgets.variable_picker import VariablePicker
from studytool.roi import blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from studytool.report.quantities import Quantity
    from studytool.roi.blocks import Block

_LABELS = {
    "text": "Heading",
    "title": "Heading above it",
    "least": "Told in full from",
    "height": "Height, centimetres",
}


class BlockEditor(QWidget):
    """Shows one block; every edit proposes a whole new block."""

    proposed = Signal(object)
    """A person's edit makes this Block."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self._block: Block | None = None
        self._key: object = None
        self._inside: TextBlock | Form | None = None
        self._pick: VariablePicker | None = None
        self._field: Field | None = None
        self._quantities: tuple[Quantity, ...] = ()
        self._names: Mapping[str, str] = {}
        self._told: Callable[[str], str] | None = None

    def show_block(self, block: Block | None, place: int) -> None:
        """Show a block of that place, or none."""
        key = (type(block), place)
        fresh = key != self._key
        if fresh:
            self._leave()
            self._key = key
            self._build(block)
        self._block = block
        if isinstance(self._inside, TextBlock) and isinstance(block, blocks.Text):
            self._inside.show_block(block, fresh=fresh)
        elif isinstance(self._inside, Form) and block is not None:
            self._inside.show_spec(block, fresh=fresh)
        if self._pick is not None:
            self._pick.set_name(_shows(block))

    def offer(self, quantities: Sequence[Quantity], names: Mapping[str, str]) -> None:
        """Offer numbers for texts, and tables and charts by name with their titles."""
        self._names = names
        if tuple(quantities) != self._quantities:
            self._quantities = tuple(quantities)
            if isinstance(self._inside, TextBlock):
                self._inside.set_quantities(self._quantities)
        if self._pick is not None:
            self._pick.set_choices([Choice(name, title) for name, title in names.items()])

    def set_told(self, told: Callable[[str], str]) -> None:
        """Take how a reference reads on the page."""
        self._told = told
        if isinstance(self._inside, TextBlock):
            self._inside.set_told(told)

    def set_error(self, text: str) -> None:
        """Mark the block as one that cannot be printed, and say why."""
        if isinstance(self._inside, TextBlock):
            self._inside.set_error(text)
        elif self._field is not None:
            self._field.set_error(text)
        elif isinstance(self._inside, Form):
            self._inside.set_error("", text)

    def take(self) -> None:
        """Take what is being typed, now."""
        if isinstance(self._inside, TextBlock):
            self._inside.take()

    def _build(self, block: Block | None) -> None:
        if block is None:
            return
        if isinstance(block, blocks.Text):
            self._inside = TextBlock()
            self._inside.set_quantities(self._quantities)
            if self._told is not None:
                self._inside.set_told(self._told)
            self._inside.proposed.connect(self.proposed)
            self._rows.addWidget(self._inside)
            self._inside.show()
            return
        if isinstance(block, (blocks.TableBlock, blocks.FigureBlock)):
            self._pick = VariablePicker(
                [Choice(name, title) for name, title in self._names.items()]
            )
            self._pick.chosen.connect(self._take_name)
            label = "Table" if isinstance(block, blocks.TableBlock) else "Chart"
            self._field = Field(label, self._pick)
            self._field.set_hint("Stands on the page as it is in the report.")
            self._rows.addWidget(self._field)
            self._field.show()
        form = Form(type(block), skip=("hidden", "table", "figure"), labels=_LABELS)
        form.proposed.connect(self.proposed)
        self._inside = form
        if form.names:
            self._rows.addWidget(form)
            form.show()
        else:
            form.setParent(self)
            form.hide()

    def _take_name(self, name: str) -> None:
        field = "table" if isinstance(self._block, blocks.TableBlock) else "figure"
        if self._block is not None:
            self.proposed.emit(self._block.model_copy(update={field: name}))

    def _leave(self) -> None:
        """Let go of the editor of the block before; what was typed is taken."""
        self.take()
        for old in (self._inside, self._field):
            if old is not None:
                self._rows.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._inside = self._pick = self._field = None


def _shows(block: Block | None) -> str:
    if isinstance(block, blocks.TableBlock):
        return block.table
    return block.figure if isinstance(block, blocks.FigureBlock) else ""
