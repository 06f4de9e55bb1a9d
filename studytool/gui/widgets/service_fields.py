"""What counts as served, and in which window: four choices in one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studytool.exposure.rule import Anchor, Exposure, Window
from studytool.gui.readings import write_list
from studytool.gui.tokens import GAP_FIELDS
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.quiet_combo import QuietCombo
from studytool.gui.words import choice_words, first_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

_ANCHORS: tuple[str, ...] = get_args(Anchor)


class ServiceFields(QWidget):
    """The rule of a service, its window, and what stands at a first interview.

    Parameters
    ----------
    members : mapping of kind to class
        Every rule there is.
    """

    recast = Signal(object)
    """A person chose this rule (a class)."""
    proposed = Signal(object)
    """A person's choice makes this Exposure."""
    refused = Signal(str)
    """A window that would close before it opens; says so."""

    def __init__(
        self, members: Mapping[str, type[Exposure]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._members = dict(members)
        self._spec: Exposure | None = None
        self._kind, self._from, self._to, self._first = (QuietCombo() for _ in range(4))
        for kind, member in self._members.items():
            self._kind.addItem(member.in_words(), kind)
        for word in ("zero", "missing"):
            self._first.addItem(choice_words("before_first", word), word)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_FIELDS)
        labelled = (
            ("What counts", self._kind, "What a person's contacts come to at an interview."),
            ("From", self._from, "Contacts before it do not count."),
            ("To", self._to, "Contacts after it do not count."),
            ("Before the first interview", self._first, "What stands where no window has begun."),
        )
        for label, combo, hint in labelled:
            field = Field(label, combo)
            field.set_hint(hint)
            row.addWidget(field, 1)
        self._kind.activated.connect(lambda _: self._take_kind())
        self._first.activated.connect(lambda _: self._take_first())
        self._from.activated.connect(lambda _: self._take_window("from_", self._from))
        self._to.activated.connect(lambda _: self._take_window("to", self._to))

    def show_spec(self, spec: Exposure) -> None:
        """Show a service; nobody is told."""
        self._spec = spec
        self._kind.setCurrentIndex(self._kind.findData(spec.kind_name()))
        self._kind.setToolTip(first_sentence(type(spec)))
        window = spec.window
        self._fill("from_", self._from, window, window.from_)
        self._fill("to", self._to, window, window.to)
        self._first.setCurrentIndex(self._first.findData(spec.before_first))
        startless = "previous_interview" in {window.from_, window.to} and not _other(window)
        self._first.setEnabled(startless)
        self._first.setToolTip("" if startless else "Every interview has a window here.")

    def _fill(self, name: str, combo: QuietCombo, window: Window, value: str) -> None:
        """Offer the moments; a window of days or dates stands as it is until one is chosen."""
        combo.clear()
        other = _other(window)
        if other:
            combo.addItem(other, "")
        left_out = "end" if name == "from_" else "start"
        for anchor in _ANCHORS:
            if anchor != left_out:
                combo.addItem(choice_words(name, anchor), anchor)
        combo.setCurrentIndex(combo.findData("" if other else value))

    def _take_kind(self) -> None:
        member = self._members[str(self._kind.currentData())]
        if self._spec is not None and type(self._spec) is not member:
            self.recast.emit(member)

    def _take_first(self) -> None:
        if self._spec is not None:
            change = {"before_first": self._first.currentData()}
            self.proposed.emit(self._spec.model_copy(update=change))

    def _take_window(self, name: str, combo: QuietCombo) -> None:
        if self._spec is None or not combo.currentData():
            return
        before = self._spec.window
        values = {"from_": before.from_, "to": before.to, name: str(combo.currentData())}
        if _ANCHORS.index(values["to"]) <= _ANCHORS.index(values["from_"]):
            self.refused.emit("The window would close before it opens. Choose the other end first.")
            self.show_spec(self._spec)
            return
        window = Window.model_validate({"from": values["from_"], "to": values["to"]})
        self.proposed.emit(self._spec.model_copy(update={"window": window}))


def _other(window: Window) -> str:
    """Return a window of days or of dates in words; empty for one between interviews."""
    if window.days is not None:
        return f"Days {write_list(window.days)}".replace("-", "−")
    return " to ".join(window.dates) if window.dates is not None else ""
