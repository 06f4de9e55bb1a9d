"""A variable picked by its name or its label: typed, searched or chosen from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from studytool.core.spec import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QWheelEvent

    from studytool.gui.choices import Choice

NAME = Qt.ItemDataRole.UserRole
SEARCH = Qt.ItemDataRole.UserRole + 1
LONGEST = 200


class _Search(QCompleter):
    """Completes by any part of the name or the label; shows the label."""

    def __init__(self, model: QStandardItemModel, parent: QWidget) -> None:
        super().__init__(model, parent)
        self.setCompletionRole(SEARCH)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(12)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802  # Qt
        """Return what stands in the field once a row is chosen."""
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class VariablePicker(QComboBox):
    """One name among the study's: a list to open, or type any part of name or label.

    A name that is not among the choices is kept and shown as it is written, so that nothing is
    lost while the data are not read yet.
    """

    chosen = Signal(str)
    """A person picked another name; empty for none."""
    refused = Signal(str)
    """What was typed is no name here; says what is near."""

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        *,
        optional: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self._optional = optional
        self._name = ""
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(14)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCompleter(_Search(self._rows, self))
        line = self.lineEdit()
        if line is not None:
            line.setMaxLength(LONGEST)
            line.setPlaceholderText("None" if optional else "Choose or type …")
            line.editingFinished.connect(self._take_typed)
        self.activated.connect(self._take_row)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these names; what is chosen stays chosen."""
        if tuple(choices) == self._choices and self._rows.rowCount():
            return
        self._choices = tuple(choices)
        self._rows.clear()
        if self._optional:
            self._rows.appendRow(_row("", "None", ""))
        twice = _shown_twice(self._choices)
        for choice in self._choices:
            shown = choice.text if choice.label in twice else choice.label
            self._rows.appendRow(_row(choice.name, shown, choice.group))
        self.set_name(self._name)

    def name(self) -> str:
        """Return the name that is chosen; empty for none."""
        return self._name

    def set_name(self, name: str) -> None:
        """Show a name as chosen; nobody is told."""
        self._name = name
        row = self.findData(name, NAME) if name or self._optional else -1
        self.setCurrentIndex(row)
        if row < 0 or not name:
            self.setEditText(name)
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)
        self.setToolTip(name)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Leave the wheel to the pane that scrolls: it must not change a choice in passing."""
        event.ignore()

    def _take_row(self, row: int) -> None:
        self._choose(str(self.itemData(row, NAME) or ""))

    def _take_typed(self) -> None:
        text = self.currentText().strip()
        shown = self.itemText(self.currentIndex()) if self.currentIndex() >= 0 else self._name
        if text in {shown, self._name}:
            self._choose(self._shown_name() if text == shown else self._name)
            return
        found = self._meant(text)
        if found is None:
            self.refused.emit(f"There is no “{text}” here. {self._near(text)}")
        else:
            self._choose(found)

    def _shown_name(self) -> str:
        row = self.currentIndex()
        return str(self.itemData(row, NAME) or "") if row >= 0 else self._name

    def _choose(self, name: str) -> None:
        if name != self._name:
            self.set_name(name)
            self.chosen.emit(name)
        else:
            self.set_name(name)

    def _meant(self, text: str) -> str | None:
        """Return the name a text stands for: itself, a label, or the only one that has it."""
        if not text:
            return "" if self._optional else None
        low = text.casefold()
        exact = [
            choice.name
            for choice in self._choices
            if low in {choice.name.casefold(), choice.label.casefold(), choice.text.casefold()}
        ]
        part = [choice.name for choice in self._choices if low in choice.text.casefold()]
        return exact[0] if exact else part[0] if len(part) == 1 else None

    def _near(self, text: str) -> str:
        if not text:
            return "Choose one of the list."
        names = [choice.name for choice in self._choices]
        return nearest(text, names) if len(names) <= LONGEST // 10 else _short(text, names)


def _row(name: str, shown: str, group: str) -> QStandardItem:
    item = QStandardItem(shown)
    item.setData(name, NAME)
    item.setData(f"{shown} {name}", SEARCH)
    item.setToolTip(f"{group}: {name}" if group else name)
    return item


def _shown_twice(choices: Sequence[Choice]) -> set[str]:
    labels = [choice.label for choice in choices]
    return {label for label in labels if labels.count(label) > 1}


def _short(text: str, names: list[str]) -> str:
    """Return the nearest name; a list of hundreds helps nobody."""
    said = nearest(text, names)
    return said if said.startswith("Did") else "Open the list to see what there is."
