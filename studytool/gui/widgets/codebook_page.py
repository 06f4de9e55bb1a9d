"""The codebook as a variable view: one row a variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studytool.core.counted import several
from studytool.gui.tokens import GAP_FIELDS, GAP_INSIDE
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.labels import Help
from studytool.gui.widgets.table_view import TableView

if TYPE_CHECKING:
    import pandas as pd

    from studytool.study import Study
    from studytool.survey.codebook import Variable
    from studytool.survey.panel import Panel


class CodebookPage(QWidget):
    """All variables, searched by name and label; the chosen one is edited beside it."""

    variable_chosen = Signal(str)
    """A person is looking at this variable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, object] | None = None
        self._frame: pd.DataFrame | None = None
        self._find, self._state = QLineEdit(), Help()
        self.table = TableView("Codebook")
        find = Field("Find a variable", self._find, "By name or label.")
        line = QHBoxLayout()
        line.addWidget(find, 1)
        line.addStretch(2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, GAP_FIELDS, 0, 0)
        rows.setSpacing(GAP_INSIDE)
        rows.addLayout(line)
        rows.addWidget(self._state)
        rows.addWidget(self.table, 1)
        rows.addStretch(0)
        self._find.textChanged.connect(self._choose)
        self.table.selectionModel().currentChanged.connect(self._tell)

    def show_codebook(self, study: Study, panel: Panel | None) -> None:
        """Show the variables of a panel, or those the document names where there is none."""
        if (
            self._shown is not None
            and self._shown[0] is panel
            and self._shown[1] == study.variables
        ):
            return
        from studytool.survey.codebook_frame import codebook_frame

        self._shown = (panel, study.variables)
        entries = list(study.variables) if panel is None else _entries(study, panel)
        self._frame = codebook_frame(entries, None if panel is None else panel.frame)
        self.table.show_frame(self._frame)
        number = len(self._frame)
        self._state.setText(
            f"{several(number, 'variable')}. Choose one to change its entry."
            if number
            else "No variables yet: they are known once the panel has been made."
        )
        self.table.setVisible(bool(number))
        self._choose()

    def choose(self, name: str) -> None:
        """Bring a variable into view and choose it."""
        if self._frame is None:
            return
        places = self._frame.index[self._frame["Name"] == name]
        if len(places):
            self.table.show_position(int(places[0]), "Name")

    def _choose(self) -> None:
        text = self._find.text().strip()
        if self._frame is None:
            return
        from studytool.gui.widgets.frame_order import rows_with

        names = rows_with(self._frame["Name"], text)
        self.table.frame_model.choose(names | rows_with(self._frame["Label"], text))

    def _tell(self, now: QModelIndex) -> None:
        if now.isValid():
            name = self.table.frame_model.column_of("Name")
            self.variable_chosen.emit(self.table.frame_model.cell(now.row(), name)[0])


def _entries(study: Study, panel: Panel) -> list[Variable]:
    """Return the panel's entries, the document's own words before those of an older run."""
    said = {entry.name: entry for entry in study.variables}
    return [said.get(name, entry) for name, entry in panel.codebook.items()]
