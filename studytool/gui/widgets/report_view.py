"""The live report: tables, charts, headings and notes of the study, as one document."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QTimer, QUrl, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from studytool.gui import report_edits
from studytool.gui.chart_images import size_of
from studytool.gui.report_additions import not_shown
from studytool.gui.report_html import Look
from studytool.gui.report_page import Page, page_html
from studytool.gui.report_shown import shown_now
from studytool.gui.theme import current
from studytool.gui.widgets.chart_painter import ChartPainter
from studytool.gui.widgets.entry_strip import EntryStrip
from studytool.gui.widgets.how import How
from studytool.gui.widgets.report_bar import ReportBar
from studytool.gui.widgets.report_browser import SIDE, ReportBrowser
from studytool.gui.widgets.report_editor import ReportEditor
from studytool.gui.widgets.report_output import ReportOutput
from studytool.gui.widgets.said_line import SaidLine
from studytool.gui.widgets.wanted_place import WantedPlace
from studytool.gui.widgets.why_this_n import WhyThisN
from studytool.report.labels import model_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QShowEvent

    from studytool.core.spec import Kind
    from studytool.gui.document import Document
    from studytool.gui.jobs import Jobs
    from studytool.models.result import ModelResult
    from studytool.outcome import Run


_BELOW_BAR = 2


class ReportView(QWidget):
    """Shows what the document's latest run made; every change goes through the document.

    Attributes
    ----------
    bar : ReportBar
        State of the report, and what can be done with all of it.
    browser : ReportBrowser
        The page.
    why : WhyThisN
        In the page's place: the rows behind a model.
    how : How
        In the page's place: how a result was made.
    editor : ReportEditor
        Moves, renames, hides, deletes and adds.
    output : ReportOutput
        Copies and exports.
    """

    settings_asked = Signal(str)
    """The place of the document where a result is decided, such as ``models[1]``."""
    broke = Signal(object)
    """A fault of the program while painting, copying or writing."""

    def __init__(self, document: Document, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._opened: set[str] = set()
        self._drawn: dict[tuple[str, bool], tuple[object, str]] = {}
        self._run: Run | None = None
        self._landed = self._since = self._chosen = ""
        self._wanted = WantedPlace(self, self._scroll_to)
        self._among: tuple[str, ...] = ()
        self._again: Callable[[], None] | None = None
        self._renew = False
        self.shown = shown_now(document)
        self.bar, self.browser = ReportBar(), ReportBrowser()
        self.why, self.how = WhyThisN(), How()
        self._strip, self._said = EntryStrip(), SaidLine(SIDE)
        self._stack = QStackedWidget()
        self.editor = ReportEditor(document, self._strip, lambda: self.shown, self)
        self.output = ReportOutput(document, jobs, self)
        self._charts = ChartPainter(jobs, self)
        self._soon = QTimer(self)
        self._lay_out()
        self._connect()
        self._take_times()

    def refresh(self) -> None:
        """Show the document's study and run as they are now."""
        self._soon.stop()
        self.shown = shown = shown_now(self._document)
        ratio, room = self.devicePixelRatioF(), self.browser.room
        sizes = {
            name: size_of(figure, width=room, ratio=ratio) for name, figure in shown.figures.items()
        }
        page = Page(
            study=shown.study,
            output=shown.output,
            items=shown.items,
            look=look_now(),
            width=room,
            error=self._document.error,
            stale=self._since if self._document.stale else "",
            sizes=sizes,
            opened=frozenset(
                place
                for place, item in enumerate(shown.items)
                if self._opened.intersection(item.shows())
            ),
            drawn=self._drawn,
        )
        self.browser.show_page(page_html(page), self._charts.images)
        self.browser.setAccessibleDescription(shown.spoken())
        seen = {item.chart for item in shown.items if not item.hidden}
        figures = {name: figure for name, figure in shown.figures.items() if name in seen}
        self._charts.ask(figures, sizes)
        self._show_state()
        if self._again is not None and self._renew:
            self._again()
        self._renew = False
        self._wanted.page_set()

    def show_report(self) -> None:
        """Go back from "Why this N?" or "How?" to the report."""
        self._again = None
        self._stack.setCurrentWidget(self.browser)
        self._show_state()
        self.browser.setFocus()

    def show_entry(self, name: str) -> None:
        """Go to a table or a chart from wherever the pane is."""
        if self.shown.place_of(name) >= 0:
            self.show_report()
            self.bring_up(name)

    def bring_up(self, name: str) -> None:
        """Scroll to a table or a chart; a page that is only coming into view is set anew first."""
        self._wanted.want(name)

    def _scroll_to(self, name: str) -> None:
        place = self.shown.place_of(name)
        if place >= 0:
            self.browser.scrollToAnchor(f"item{place}")

    def choose(self, name: str) -> None:
        """Take a model as the one that is looked at: "Why this N?" of its table explains it."""
        self._chosen = name
        if self._stack.currentWidget() is self.why and name in self._among:
            self.show_why(name, self._among)

    def show_why(self, name: str, among: Sequence[str] = ()) -> None:
        """Explain the rows of a model in this pane.

        Parameters
        ----------
        name : str
            The model.
        among : sequence of str
            Models of the same table, to choose another.
        """
        run = self._document.run
        if run is None or name not in run.material.models:
            self.say("That model has no result yet.")
            return
        self._chosen, self._among = name, tuple(among)
        self._again = lambda: self._explain(name, among)
        self._explain(name, among)
        self._stack.setCurrentWidget(self.why)
        self.bar.show_state("Why this N?")
        self.why.focus_back()

    def show_how(self, names: Sequence[str], title: str = "this result") -> None:
        """Say in this pane how results were made.

        Parameters
        ----------
        names : sequence of str
            Models, or analyses.
        title : str
            What shows them, such as "Table 2".
        """
        run = self._document.run
        if run is None:
            self.say("There is no result yet.")
            return
        self._again = lambda: self._tell_how(names, title)
        self._tell_how(names, title)
        self._stack.setCurrentWidget(self.how)
        self.bar.show_state("How?")
        self.how.focus_back()

    def copy(self) -> None:
        """Copy what is selected, else all tables of the report."""
        if self.browser.textCursor().hasSelection():
            self.browser.copy()
        else:
            self.output.copy_tables(self.shown)

    def say(self, text: str) -> None:
        """Say something in one line above the report; an empty text takes it away."""
        self._said.say(text)

    def host(self, line: QWidget) -> None:
        """Let a line stand below the bar, such as what is under way."""
        self._rows.insertWidget(_BELOW_BAR, line)

    def follow(self, href: str) -> None:
        """Do what a link of the page says, such as ``why:2``."""
        verb, _, rest = href.partition(":")
        if verb == "place":
            self.settings_asked.emit(rest)
        elif verb == "unhide":
            self.editor.unhide()
        elif verb == "show":
            offered = not_shown(self.shown.study)
            if int(rest) < len(offered):
                self.editor.add(offered[int(rest)])
        elif verb == "model":
            self._ask_settings_of(rest.partition(":")[2])
        elif rest.isdigit() and int(rest) < len(self.shown.items):
            self._verbs()[verb](int(rest))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Bring the report up to date when it comes into view."""
        super().showEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Show the report in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._renew = True
            self._soon.start()

    def _explain(self, name: str, among: Sequence[str]) -> None:
        run = self._document.run
        if run is None or name not in run.material.models:
            self.show_report()
            return
        models = run.material.models
        offered = [(other, model_label(models[other][0])) for other in among if other in models]
        self.why.show_model(*models[name], run.panel, among=offered)

    def _tell_how(self, names: Sequence[str], title: str) -> None:
        run = self._document.run
        if run is None:
            self.show_report()
            return
        models, analyses = run.material.models, run.material.analyses
        specs: list[tuple[Kind, ModelResult | None]] = [
            models[name] for name in names if name in models
        ]
        group = "models" if specs else "analyses"
        specs = specs or [(analyses[name][0], None) for name in names if name in analyses]
        self.how.show_results(title, group, specs, look_now())

    def _verbs(self) -> dict[str, Callable[[int], None]]:
        return {
            "settings": self._ask_settings,
            "why": self._why_of,
            "how": self._how_of,
            "copy": lambda place: self.output.copy_entry(self.shown, place),
            "edit": self.editor.retype,
            "more": lambda place: self._show_menu(place, QCursor.pos()),
            "findings": self._turn_findings,
        }

    def _ask_settings(self, place: int) -> None:
        item = self.shown.items[place]
        if item.shows():
            self.settings_asked.emit(report_edits.settings_place(self.shown.study, item))

    def _ask_settings_of(self, name: str) -> None:
        self._chosen = name
        self.settings_asked.emit(report_edits.place_of_model(self.shown.study, name))

    def _why_of(self, place: int) -> None:
        models = report_edits.models_behind(self.shown.study, self.shown.items[place])
        if models:
            self.show_why(self._chosen if self._chosen in models else models[0], models)

    def _how_of(self, place: int) -> None:
        study, item = self.shown.study, self.shown.items[place]
        group, at = report_edits.place_of(study, item)
        names = report_edits.with_tested(study, getattr(study, group)[at].uses())
        self.show_how(names, self.shown.words(place))

    def _turn_findings(self, place: int) -> None:
        self._opened.symmetric_difference_update(self.shown.items[place].shows())
        self.refresh()

    def _show_menu(self, place: int, point: QPoint) -> None:
        if not 0 <= place < len(self.shown.items):
            return
        menu = self.editor.menu_of(place, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _reading(self) -> int:
        """Return the entry at the top of what is read, before which a note is put."""
        place = self.browser.entry_at(QPoint(SIDE + 4, self.browser.viewport().height() // 2))
        return place if place >= 0 else len(self.shown.items)

    def _take_times(self) -> None:
        """Note when results landed and when they became stale."""
        document = self._document
        if document.run is not self._run:
            self._run, self._renew = document.run, True
            self._landed = _clock()
        if document.stale and document.stale not in self._since:
            self._since = f"Stale since {_clock()}: {document.stale}"
        elif not document.stale:
            self._since = ""
        if self.isVisible():
            self._soon.start()

    def _show_charts(self) -> None:
        self.browser.show_images(self._charts.images)

    def _show_state(self) -> None:
        document = self._document
        if document.run is None:
            state = ""
        elif document.stale:
            state = f"Stale, results of {self._landed}"
        else:
            state = f"Live, {self._landed}"
        if self._stack.currentWidget() is self.browser:
            self.bar.show_state(state)
        self.bar.allow_copy("" if self.shown.seen else "There is no table yet.")
        self.bar.allow_export(*(self.output.why_not(kind) for kind in ("docx", "xlsx", "scripts")))

    def _lay_out(self) -> None:
        self.setProperty("kind", "paper")
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self.browser.setAccessibleName("Report")
        line = QFrame()
        line.setProperty("kind", "rule")
        for part in (self.browser, self.why, self.how):
            self._stack.addWidget(part)
        rows = self._rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for row in (self.bar, line, self._said, self._strip):
            rows.addWidget(row)
        rows.addWidget(self._stack, 1)
        self.setFocusProxy(self.browser)

    def _connect(self) -> None:
        self._soon.timeout.connect(self.refresh)
        self._document.changed.connect(self._take_times)
        self._document.ran.connect(self._take_times)
        self.browser.anchorClicked.connect(self._follow_url)
        self.browser.widened.connect(self._soon.start)
        self.browser.menu_asked.connect(self._show_menu)
        self._charts.painted.connect(self._show_charts)
        self._charts.broke.connect(self.broke)
        self.output.broke.connect(self.broke)
        self.output.told.connect(self.say)
        self.output.wrote.connect(self._said.say_written)
        self.editor.refused.connect(self.say)
        self.why.back_asked.connect(self.show_report)
        self.how.back_asked.connect(self.show_report)
        self.why.model_asked.connect(self.show_why)
        self.bar.copy_asked.connect(self.copy)
        self.bar.export_asked.connect(self.output.export)
        self.bar.add_menu.aboutToShow.connect(self._fill_add_menu)

    def _follow_url(self, url: QUrl) -> None:
        self.follow(url.toString())

    def _fill_add_menu(self) -> None:
        self.editor.fill_add_menu(self.bar.add_menu, self._reading())


def look_now() -> Look:
    """Return the colours of a report in the theme in force."""
    theme = current()
    return Look(**{name: theme.hex(name) for name in Look.__dataclass_fields__})  # type: ignore[arg-type]  # every field is named as a token


def _clock() -> str:
    return datetime.now().astimezone().strftime("%H:%M")
