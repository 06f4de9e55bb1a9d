"""The brief as it will be printed: pages, with every number leading to its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studytool.gui.brief_html import NUMBER, Sheet, brief_html
from studytool.gui.chart_images import Size
from studytool.gui.passing_jobs import PassingJobs
from studytool.gui.report_html import PRINTED
from studytool.gui.widgets.buttons import quiet
from studytool.gui.widgets.chart_painter import ChartPainter
from studytool.gui.widgets.labels import Heading
from studytool.gui.widgets.page_document import ROOM, page_font
from studytool.gui.widgets.page_view import PageView
from studytool.gui.widgets.report_output import ReportOutput
from studytool.gui.widgets.said_line import SaidLine
from studytool.roi.brief import FigurePart

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from studytool.gui.document import Document
    from studytool.report.figure import Figure
    from studytool.roi.brief import Brief

_HEIGHT = 44
_BELOW_BAR = 2
_PRINTED_CM = 17.2


class BriefPreview(QWidget):
    """Bar, thumbnails and pages; the brief is that of the latest run.

    Attributes
    ----------
    output : ReportOutput
        Writes the Word file.
    pages : PageView
        The pages.
    """

    number_asked = Signal(str)
    """A person wants to see the result behind the quantity of this name."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._jobs = PassingJobs()
        self.destroyed.connect(self._jobs.close)
        self.output = ReportOutput(document, self._jobs, self)
        self.pages = PageView()
        self._painter = ChartPainter(self._jobs, self, printed=True)
        self._title, self._state, self._said = Heading(""), QLabel(), SaidLine(24)
        self._word = quiet("Word", "file-text")
        self._soon = QTimer(self)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Show the brief as it is now."""
        self._soon.stop()
        document = self._document
        why_not = self.output.why_not("docx")
        if document.study.brief is None:
            why_not = why_not or "There is no brief yet; the report has a Word file of its own."
        self._word.setEnabled(not why_not)
        self._word.setToolTip(why_not)
        run = document.run
        brief = run.output.brief if run is not None else None
        if run is None or brief is None:
            self.pages.hide()
            self._title.setText("No page yet")
            self._state.setText("The pages appear once there is a brief and the study has run.")
            return
        look = PRINTED.stale() if document.stale else PRINTED
        figures, sizes = self._charts(brief)
        sheet = Sheet(look, ROOM, sizes, run.output.banner, page_font())
        head = " · ".join(text for text in (run.output.banner, run.output.title) if text)
        self.pages.show_html(brief_html(brief, sheet), self._painter.images, head=head)
        self.pages.show()
        self._painter.ask(figures, sizes)
        self._show_page(self.pages.page)

    def host(self, line: QWidget) -> None:
        """Let a line stand below the bar, such as what is under way."""
        self._rows.insertWidget(_BELOW_BAR, line)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Bring the pages up to date when they come into view."""
        super().showEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Show the pages in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._soon.start()

    def _charts(self, brief: Brief) -> tuple[dict[str, Figure], dict[str, Size]]:
        figures, sizes = {}, {}
        ratio = self.devicePixelRatioF()
        for part in brief.parts:
            if isinstance(part, FigurePart):
                figures[part.figure.name] = part.figure
                tall = round(part.height * ROOM / _PRINTED_CM)
                sizes[part.figure.name] = Size(ROOM, tall, ratio)
        return figures, sizes

    def _show_page(self, page: int) -> None:
        if self.pages.isHidden():
            return
        self._title.setText(f"Page {page + 1} of {self.pages.sheets.pages}")
        self._title.setToolTip("Pages as they are set here; Word may break them elsewhere.")
        stale = f"Being brought up to date: {self._document.stale}"
        linked = "Shaded numbers link to their result; the shade is not printed"
        self._state.setText(stale if self._document.stale else linked)

    def _follow(self, where: str) -> None:
        if where.startswith(NUMBER):
            self.number_asked.emit(where.removeprefix(NUMBER))

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _connect(self) -> None:
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self._document.changed.connect(self._refresh_if_seen)
        self._document.ran.connect(self._refresh_if_seen)
        self._painter.painted.connect(self._soon.start)
        self._painter.broke.connect(_raise)
        self.output.broke.connect(_raise)
        self.output.told.connect(self._said.say)
        self.output.wrote.connect(self._said.say_written)
        self.pages.turned.connect(self._show_page)
        self.pages.followed.connect(self._follow)
        self._word.clicked.connect(lambda: self.output.export("docx"))

    def _lay_out(self) -> None:
        self._state.setProperty("kind", "note")
        self._state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._word.setAccessibleName("Export the brief to Word")
        bar = QFrame()
        bar.setProperty("kind", "paper")
        bar.setFixedHeight(_HEIGHT)
        row = QHBoxLayout(bar)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._state, 1)
        row.addWidget(self._word)
        line = QFrame()
        line.setProperty("kind", "rule")
        rows = self._rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (bar, line, self._said):
            rows.addWidget(part)
        rows.addWidget(self.pages, 1)
        rows.addStretch(0)


def _raise(fault: Exception) -> None:
    """Let the window tell a fault of the program."""
    raise fault
