"""A variable picked by its name or its label: typed, searched or chosen from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from studytool.core.spec import nearest
from studytool.gui.widgets.quiet_combo import MARK, WIDEST, ShortenedLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

    from studytool.gui.choices import Choice

NAME = Qt.ItemDataRole.UserRole
SEARCH = Qt.ItemDataRole.UserRole + 1
SEVERAL = "\0several"
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


class TypedLine(ShortenedLine):
    """A line with a list under it: Enter takes what is typed where nothing of the list is meant.

    Without this the first Enter only closes the list.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Close the list at Enter and say that the line is finished."""
        completer = self.completer()
        popup = completer.popup() if completer is not None else None
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and popup is not None and popup.isVisible():
            if popup.currentIndex().isValid():
                super().keyPressEvent(event)
                return
            popup.hide()
        super().keyPressEvent(event)


class VariablePicker(QComboBox):
    """One name among the study's: a list to open, or type any part of name or label.

    A name that is not among the choices is kept and shown as it is written, so that nothing is
    lost while the data are not read yet.
    """

    chosen = Signal(str)
    """A person picked another name; empty for none."""
    refused = Signal(str)
    """What was typed is no name here; says what is near."""
    several_asked = Signal()
    """A person wants to pick several names; only where `several` offers that."""

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        *,
        optional: bool = False,
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self._optional = optional
        self._several = several
        self._name = ""
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setLineEdit(TypedLine())
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
        _fill(self._rows, self._choices)
        if self._optional:
            self._rows.insertRow(0, _row("", "None", ""))
        if self._several:
            self._rows.appendRow(_row(SEVERAL, "Several together …", ""))
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
        shown = self.currentText()
        self.setToolTip(f"{shown} ({name})" if name and shown != name else name)

    def showPopup(self) -> None:  # noqa: N802  # Qt's name
        """Open the list as wide as its longest label."""
        view = self.view()
        view.setMinimumWidth(min(view.sizeHintForColumn(0) + MARK, WIDEST))
        super().showPopup()

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
        nothing = "" if self._optional else None
        found = meant(text, self._choices) if text else nothing
        if found is None:
            said = no_such(text, self._choices) if text else "Choose one of the list."
            self.refused.emit(said)
        else:
            self._choose(found)

    def _shown_name(self) -> str:
        row = self.currentIndex()
        return str(self.itemData(row, NAME) or "") if row >= 0 else self._name

    def _choose(self, name: str) -> None:
        if name == SEVERAL:
            self.set_name(self._name)
            self.several_asked.emit()
        elif name != self._name:
            self.set_name(name)
            self.chosen.emit(name)
        else:
            self.set_name(name)


class NameLine(TypedLine):
    """A line in which a name is typed or picked from what opens under it; it is empty again after.

    A click or the key Down opens the whole list.
    """

    chosen = Signal(str)
    """A person picked this name."""
    refused = Signal(str)
    """What was typed is no name here; says what is near."""

    def __init__(self, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self._rows = QStandardItemModel(self)
        self._search = _Search(self._rows, self)
        self.setMaxLength(LONGEST)
        self.setPlaceholderText("add …")
        self.setCompleter(self._search)
        self._search.activated[QModelIndex].connect(self._take_row)  # type: ignore[index]
        self.editingFinished.connect(self._take_typed)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these names."""
        self._choices = tuple(choices)
        _fill(self._rows, self._choices)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Open the list at a click into the empty line."""
        super().mousePressEvent(event)
        self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Open the list at Down; take what was typed at Enter."""
        if event.key() == Qt.Key.Key_Down:
            self._open()
            return
        super().keyPressEvent(event)

    def _open(self) -> None:
        if not self.text():
            self._search.setCompletionPrefix("")
            self._search.complete()

    def _take_row(self, index: QModelIndex) -> None:
        self._choose(str(index.data(NAME)))

    def _take_typed(self) -> None:
        text = self.text().strip()
        if not text:
            return
        found = meant(text, self._choices)
        if found is None:
            self.refused.emit(no_such(text, self._choices))
        else:
            self._choose(found)

    def _choose(self, name: str) -> None:
        QTimer.singleShot(0, self, self.clear)  # the completer writes the label after this
        self.clear()
        self.chosen.emit(name)


def meant(text: str, choices: Sequence[Choice]) -> str | None:
    """Return the name a text stands for: itself, a label, the only one that has it; or None.

    ``C(x)`` and ``a:b`` stand for themselves where x, a and b are names.
    """
    names = {choice.name for choice in choices}
    parts = [part.strip().removeprefix("C(").removesuffix(")") for part in text.split(":")]
    if parts != [text] and all(part in names for part in parts):
        return text
    low = text.casefold()
    exact = [
        choice.name
        for choice in choices
        if low in {choice.name.casefold(), choice.label.casefold(), choice.text.casefold()}
    ]
    part = [choice.name for choice in choices if low in choice.text.casefold()]
    return exact[0] if exact else part[0] if len(part) == 1 else None


def no_such(text: str, choices: Sequence[Choice]) -> str:
    """Return why a text is no name here, and what is near."""
    near = nearest(text, [choice.name for choice in choices])
    if not near.startswith("Did"):
        near = "Open the list to see what there is."
    return f"There is no “{text}” here. {near}"


def _fill(rows: QStandardItemModel, choices: Sequence[Choice]) -> None:
    rows.clear()
    twice = _shown_twice(choices)
    for choice in choices:
        shown = choice.text if choice.label in twice else choice.label
        rows.appendRow(_row(choice.name, shown, choice.group))


def _row(name: str, shown: str, group: str) -> QStandardItem:
    item = QStandardItem(shown)
    item.setData(name, NAME)
    item.setData(f"{shown} {name}", SEARCH)
    item.setToolTip(f"{group}: {name}" if group else name)
    return item


def _shown_twice(choices: Sequence[Choice]) -> set[str]:
    labels = [choice.label for choice in choices]
    return {label for label in labels if labels.count(label) > 1}
