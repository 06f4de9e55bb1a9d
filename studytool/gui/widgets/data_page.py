"""The data of the panel: every row, chosen by a condition, sorted at the heads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studytool.core.errors import StudyError
from studytool.gui.tokens import GAP_FIELDS, GAP_INSIDE
from studytool.gui.widgets.buttons import secondary
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.labels import Help
from studytool.gui.widgets.table_view import TableView

if TYPE_CHECKING:
    from studytool.gui.widgets.frame_order import Bools
    from studytool.survey.panel import Panel

_WHERE_HELP = "Rows where this is true are shown, such as wave == 2 and age > 8. Results keep all."


class DataPage(QWidget):
    """The table, what it shows of the panel, and a way to decide about the chosen cell."""

    column_chosen = Signal(str)
    """A person is looking at this column."""
    decide_asked = Signal(object)
    """A person wants to decide about a cell: fields of a decision, as a dict."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panel: Panel | None = None
        self._where, self._find = QLineEdit(), QLineEdit()
        self._where_field = Field("Rows where", self._where, _WHERE_HELP)
        self._find_field = Field("Find an ID", self._find, "Part of it is enough.")
        self._words = QCheckBox("Answers in words")
        self._decide = secondary("Decide about this cell …", "pen-line")
        self._state = Help()
        self.table = TableView("Data of the panel")
        self._lay_out()
        self._where.setPlaceholderText("all rows")
        self._where.editingFinished.connect(self._choose)
        self._find.textChanged.connect(self._choose)
        self._words.toggled.connect(self.table.frame_model.show_words)
        self._decide.clicked.connect(self._ask)
        self.table.selectionModel().currentChanged.connect(self._tell_column)
        self._decide.setEnabled(False)
        self._decide.setToolTip("Click a cell first.")

    def show_panel(self, panel: Panel) -> None:
        """Show a panel; the same panel again changes nothing."""
        if panel is self._panel:
            return
        self._panel = panel
        self.table.show_frame(panel.frame, reasons=panel.reasons, codebook=panel.codebook)
        self._find_field.setVisible(panel.design.person is not None)
        self._choose()

    def choose_column(self, name: str) -> None:
        """Bring a column into view."""
        if self.table.frame_model.column_of(name) >= 0 and self.table.frame_model.rowCount():
            self.table.show_position(self.table.frame_model.position(0), name)

    def _lay_out(self) -> None:
        asked = QHBoxLayout()
        asked.setSpacing(GAP_FIELDS)
        asked.addWidget(self._where_field, 3)
        asked.addWidget(self._find_field, 1)
        below = QHBoxLayout()
        below.addWidget(self._state, 1)
        below.addWidget(self._words)
        below.addWidget(self._decide)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, GAP_FIELDS, 0, 0)
        rows.setSpacing(GAP_INSIDE)
        rows.addLayout(asked)
        rows.addLayout(below)
        rows.addWidget(self.table, 1)

    def _choose(self) -> None:
        """Show the rows that the condition and the ID choose."""
        if self._panel is None:
            return
        try:
            chosen = _chosen(self._panel, self._where.text(), self._find.text())
        except StudyError as error:
            self._where_field.set_error(f"{error.what} {error.remedy}".strip())
            return
        self._where_field.set_error("")
        self.table.frame_model.choose(chosen)
        shown, rows = self.table.frame_model.rowCount(), len(self._panel.frame)
        columns = len(self._panel.frame.columns)
        part = f"{_grouped(shown)} of " if shown != rows else ""
        self._state.setText(
            f"{part}{_grouped(rows)} rows, {columns} columns. A missing cell says why."
        )

    def _tell_column(self, now: QModelIndex) -> None:
        self._decide.setEnabled(now.isValid())
        self._decide.setToolTip("" if now.isValid() else "Click a cell first.")
        if now.isValid():
            self.column_chosen.emit(self.table.frame_model.name(now.column()))

    def _ask(self) -> None:
        now, panel = self.table.currentIndex(), self._panel
        if not now.isValid() or panel is None:
            return
        row = panel.frame.iloc[self.table.frame_model.position(now.row())]
        asked: dict[str, Any] = {"wave": float(row[panel.design.wave])}
        if panel.design.person is not None:
            asked["row"] = {panel.design.person: str(row[panel.design.person])}
        asked["column"] = self.table.frame_model.name(now.column())
        self.decide_asked.emit(asked)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def _chosen(panel: Panel, where: str, part: str) -> Bools | None:
    """Return the rows that a condition and a part of an ID keep; None for all."""
    from studytool.core.expression import keep
    from studytool.core.expression_columns import FrameColumns
    from studytool.gui.widgets.frame_order import rows_with

    frame, person = panel.frame, panel.design.person
    chosen = None
    if where.strip():
        chosen = keep(
            where,
            FrameColumns(frame),
            n_rows=len(frame),
            person=None if person is None else frame[person],
            wave=frame[panel.design.wave],
            waves=tuple(panel.waves),
        )
    if part.strip() and person is not None:
        found = rows_with(frame[person], part.strip())
        chosen = found if chosen is None else chosen & found
    return chosen
