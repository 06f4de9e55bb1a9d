"""Levels of a panel: for each, the column that holds it, picked from what the data offer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studytool.gui.control import Control
from studytool.gui.tokens import GAP_FIELDS, GAP_INSIDE
from studytool.gui.widgets.buttons import flush
from studytool.gui.widgets.labels import Help
from studytool.gui.widgets.quiet_combo import QuietCombo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.survey.levels import LevelColumn

_USUAL = ("household", "school", "site")
_NONE = "None"
_A_ROW = 3


class LevelsControl(Control):
    """One list a level, and what is proposed from the data with the way to take it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        inside = QWidget()
        super().__init__(inside, parent)
        self._value: dict[str, str] = {}
        self._columns: tuple[LevelColumn, ...] = ()
        self._combos: dict[str, QuietCombo] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP_FIELDS)
        self._grid.setVerticalSpacing(2)
        self._told, self._accept = Help(), flush("Take what is proposed")
        self._accept.clicked.connect(self._take_proposals)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GAP_INSIDE)
        rows.addLayout(self._grid)
        proposed = QHBoxLayout()
        proposed.setSpacing(GAP_FIELDS)
        proposed.addWidget(self._told, 1)
        proposed.addWidget(self._accept, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(proposed)
        self._show()

    def value(self) -> dict[str, str]:
        """Return the column of each level."""
        return dict(self._value)

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # a table of texts
        """Show the column of each level; nobody is told."""
        self._value = dict(value or {})
        self._show()

    def offer(self, columns: Sequence[LevelColumn]) -> None:
        """Offer what the data have.

        Parameters
        ----------
        columns : sequence of LevelColumn
            Columns that may hold a level; empty before there is a panel.
        """
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._show()

    @property
    def _proposed(self) -> dict[str, str]:
        """What the data propose for levels that have no column, by level."""
        used = set(self._value.values())
        return {
            one.level: one.column
            for one in self._columns
            if one.level and one.level not in self._value and one.column not in used
        }

    def _show(self) -> None:
        names = tuple(dict.fromkeys((*_USUAL, *self._value)))
        if names != tuple(self._combos):
            self._make(names)
        for name, combo in self._combos.items():
            _fill(combo, self._value.get(name, ""), self._columns)
        proposed = self._proposed
        told = ", ".join(f"{level}: {column}" for level, column in proposed.items())
        self._told.setText(
            f"Proposed from the data: {told}."
            if told
            else ""
            if self._columns
            else "Columns are offered here once there is a panel."
        )
        self._told.setVisible(bool(self._told.text()))
        self._accept.setVisible(bool(proposed))

    def _make(self, names: Sequence[str]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._combos = {}
        for place, name in enumerate(names):
            combo = QuietCombo()
            combo.setAccessibleName(name.capitalize())
            combo.activated.connect(lambda _, name=name: self._pick(name))
            row, column = 2 * (place // _A_ROW), place % _A_ROW
            for part, line in ((Help(name.capitalize()), row), (combo, row + 1)):
                self._grid.addWidget(part, line, column)
                part.show()
            self._combos[name] = combo
        self.inside.setFocusProxy(self._combos[names[0]])

    def _pick(self, name: str) -> None:
        column = str(self._combos[name].currentData() or "")
        kept = {level: at for level, at in self._value.items() if level != name}
        self._propose(kept | {name: column} if column else kept)

    def _take_proposals(self) -> None:
        self._propose(self._value | self._proposed)

    def _propose(self, value: Mapping[str, str]) -> None:
        order = dict.fromkeys((*_USUAL, *value))
        self._value = {name: value[name] for name in order if name in value}
        self._show()
        self.edited.emit()


def _fill(combo: QuietCombo, column: str, columns: Sequence[LevelColumn]) -> None:
    """Offer every column that may hold a level, and the one that does."""
    combo.clear()
    combo.addItem(_NONE, "")
    for one in columns:
        groups = "" if one.groups is None else f", {one.groups} groups"
        combo.addItem(one.column, one.column)
        told = f"{one.column}{groups}; {one.same:.0%} of the people are in one group throughout"
        combo.setItemData(combo.count() - 1, told, Qt.ItemDataRole.ToolTipRole)
    if column and combo.findData(column) < 0:
        combo.addItem(column, column)
    combo.setCurrentIndex(combo.findData(column))
