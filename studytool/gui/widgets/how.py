"""How: the page that says how a result was made, with a way back to the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from studytool.gui.how_page import how_html, toml_of
from studytool.gui.theme import font
from studytool.gui.tokens import GAP_FIELDS
from studytool.gui.widgets.buttons import link, quiet
from studytool.gui.widgets.labels import Note, Title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.spec import Kind
    from studytool.gui.report_html import Look
    from studytool.models.result import ModelResult


class How(QWidget):
    """Equation, standard errors, method, references and document of the results of a table."""

    back_asked = Signal()
    """A person wants to see the report again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._toml = ""
        self.setProperty("kind", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._back = link("Back to the report", "arrow-left")
        self._back.clicked.connect(self.back_asked)
        copy = quiet("Copy the document's lines", "copy")
        copy.clicked.connect(self._copy)
        self._under = Note()
        self._page = QTextBrowser()
        self._page.setFrameShape(QFrame.Shape.NoFrame)
        self._page.setFont(font())
        self._page.setOpenLinks(False)
        self._page.document().setDocumentMargin(0)
        self._page.setAccessibleName("How this was made")
        top = QHBoxLayout()
        top.addWidget(self._back)
        top.addStretch(1)
        top.addWidget(copy)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(28, 16, 20, 8)
        rows.setSpacing(4)
        rows.addLayout(top)
        rows.addWidget(Title("How?"))
        rows.addWidget(self._under)
        rows.addSpacing(GAP_FIELDS)
        rows.addWidget(self._page, 1)

    def show_results(
        self,
        title: str,
        group: str,
        specs: Sequence[tuple[Kind, ModelResult | None]],
        look: Look,
    ) -> None:
        """Say how results were made.

        Parameters
        ----------
        title : str
            The table or chart that shows them.
        group : str
            "models" or "analyses".
        specs : sequence of (Kind, ModelResult or None)
            Each request, and its answer where it is a model.
        look : Look
            Colours.
        """
        self._under.setText(f"How the numbers of {title} were made.")
        self._toml = "\n\n".join(toml_of(group, spec) for spec, _ in specs)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        self._page.setHtml(how_html(group, specs, look, fixed=fixed))

    def focus_back(self) -> None:
        """Put the keyboard on the way back."""
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._toml)
