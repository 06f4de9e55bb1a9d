"""Which value of each variable a share or a count is of: chosen from the names of its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QSizePolicy, QWidget

from studytool.gui.choices import Choices
from studytool.gui.control import Control
from studytool.gui.tokens import GAP_FIELDS, GAP_LABEL
from studytool.gui.widgets.elided import Elided
from studytool.gui.widgets.labels import Help
from studytool.gui.widgets.quiet_combo import QuietCombo

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHARES = ("percent", "count")
_ZERO_ONE = frozenset({"0", "1"})
_LONGEST = 200
_NOTHING = "Nothing to choose: a mean is of all values."
_NO_VARIABLE = "Choose a variable first."


class CountedValues(Control):
    """One list a variable; what is not said is 1, of a variable that is 0 or 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        inside = QWidget()
        super().__init__(inside, parent)
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_FIELDS)
        self._grid.setVerticalSpacing(GAP_LABEL)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        self._choices = Choices()
        self._value: dict[str, Any] = {}
        self._variables: tuple[str, ...] = ()
        self._shares = True
        self._lists: dict[str, QuietCombo | QLineEdit] = {}
        self._build()

    def value(self) -> dict[str, Any]:
        """Return the value of each variable for which one is named."""
        return dict(self._value)

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # a mapping of variable to value
        """Show which values are counted."""
        self._value = dict(value or {})
        self._build()

    def show_beside(self, values: Mapping[str, Any]) -> bool:
        """Follow the variables that are described and what is computed of them."""
        variables = tuple(values.get("variables") or ())
        shares = values.get("statistic", _SHARES[0]) in _SHARES
        if (variables, shares) != (self._variables, self._shares):
            self._variables, self._shares = variables, shares
            self._build()
        kept = {name: value for name, value in self._value.items() if name in variables}
        changed = kept != self._value
        self._value = kept
        return changed

    def set_choices(self, choices: Choices) -> None:
        """Take the names of the values that the study has now."""
        if choices != self._choices:
            self._choices = choices
            self._build()

    def _build(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._lists = {}
        if not (self._shares and self._variables):
            told = Help(_NO_VARIABLE if self._shares else _NOTHING)
            self._grid.addWidget(told, 0, 0, 1, 2)
            return
        for line, name in enumerate(self._variables):
            label = self._choices.label(name)
            words = Elided(label, kind="text")
            words.setToolTip(label)
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            made = self._lists[name] = self._control(name)
            words.setBuddy(made)
            made.setAccessibleName(f"{label}: value that is counted")
            self._grid.addWidget(words, line, 0)
            self._grid.addWidget(made, line, 1)
        self.setFocusProxy(next(iter(self._lists.values())))

    def _control(self, name: str) -> QuietCombo | QLineEdit:
        bands = self._choices.bands.get(name, {})
        return self._list(name, bands) if bands else self._line(name)

    def _list(self, name: str, bands: Mapping[str, str]) -> QuietCombo:
        made = QuietCombo()
        for code, label in bands.items():
            made.addItem(label, code)
        named = self._value.get(name)
        if named is None and set(bands) != _ZERO_ONE:
            made.insertItem(0, "Choose …", None)
        made.setCurrentIndex(_row_of(made, "1" if named is None else _written(named)))
        made.activated.connect(lambda _: self._take(name, made.currentText(), bands))
        return made

    def _line(self, name: str) -> QLineEdit:
        made = QLineEdit(_written(self._value.get(name, "")))
        made.setMaxLength(_LONGEST)
        made.setPlaceholderText("1")
        made.editingFinished.connect(lambda: self._take_typed(name, made.text().strip()))
        return made

    def _take(self, name: str, label: str, bands: Mapping[str, str]) -> None:
        usual = set(bands) == _ZERO_ONE and bands["1"] == label
        if label not in bands.values():
            return
        self._set(name, None if usual else label)

    def _take_typed(self, name: str, text: str) -> None:
        if text != _written(self._value.get(name, "")):
            self._set(name, text or None)

    def _set(self, name: str, value: str | None) -> None:
        changed = {**self._value, name: value}
        self._value = {one: said for one, said in changed.items() if said is not None}
        self.edited.emit()


def _row_of(made: QComboBox, written: str) -> int:
    """Return the row of a value that is named by its label or its code; the first for none."""
    return max(made.findText(written), made.findData(written), 0)


def _written(value: Any) -> str:  # noqa: ANN401  # a text or a number
    return value if isinstance(value, str) else f"{value:.15g}"
