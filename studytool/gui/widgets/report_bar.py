"""The bar above the report: what state it is in, and what can be done with all of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from studytool.gui.widgets.buttons import quiet
from studytool.gui.widgets.labels import Heading

HEIGHT = 44


class ReportBar(QFrame):
    """Title, state, and the buttons Add, Copy, Word, Excel and Scripts.

    Attributes
    ----------
    add_menu : QMenu
        What can be added; filled by the report before it opens.
    """

    copy_asked = Signal()
    """The report, or what is selected of it, is to be copied."""
    export_asked = Signal(str)
    """Files of this kind ("docx", "xlsx", "scripts") are to be written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "paper")
        self.setFixedHeight(HEIGHT)
        self._state = QLabel()
        self._state.setProperty("kind", "note")
        self._state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.add_menu = QMenu(self)
        add = quiet("Add", "plus")
        add.setMenu(self.add_menu)
        self._copy = quiet("Copy", "copy")
        self._word = quiet("Word", "file-text")
        self._excel = quiet("Excel", "sheet")
        self._scripts = quiet("Scripts", "file-code")
        self._copy.clicked.connect(self.copy_asked)
        self._word.clicked.connect(lambda: self.export_asked.emit("docx"))
        self._excel.clicked.connect(lambda: self.export_asked.emit("xlsx"))
        self._scripts.clicked.connect(lambda: self.export_asked.emit("scripts"))
        add.setAccessibleName("Add to the report")
        self._word.setAccessibleName("Export to Word")
        self._excel.setAccessibleName("Export to Excel")
        self._scripts.setAccessibleName("Export scripts (Python, R, Stata)")
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 0, 16, 0)
        row.setSpacing(4)
        row.addWidget(Heading("Report"))
        row.addSpacing(8)
        row.addWidget(self._state, 1)
        for button in (add, self._copy, self._word, self._excel, self._scripts):
            row.addWidget(button)

    def show_state(self, text: str) -> None:
        """Say in which state the report is: "Live, 10:42"."""
        self._state.setText(text)
        self._state.setToolTip(text)

    def allow_copy(self, why_not: str) -> None:
        """Allow copying where `why_not` is empty, else say why not."""
        _allow(self._copy, why_not, "Copies every table, for a word processor.")

    def allow_export(self, word: str, excel: str, scripts: str) -> None:
        """Allow each kind of file where its reason against is empty, else say why not."""
        brief = "Writes the brief, or this report where there is none, as a Word file (Ctrl+E)."
        _allow(self._word, word, brief)
        _allow(self._excel, excel, "Writes every table as an Excel workbook (Ctrl+Shift+E).")
        inside = "The folder holds rows of children under codes and must stay in the team."
        _allow(self._scripts, scripts, f"Writes the models as Python, R and Stata. {inside}")


def _allow(button: QPushButton, why_not: str, does: str) -> None:
    button.setEnabled(not why_not)
    button.setToolTip(why_not or does)
