"""Main window: top bar, messages, start page or workbench, history; every action meets its deed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenuBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studytool.core.errors import SourceError
from studytool.gui import theme
from studytool.gui.failures import Failures
from studytool.gui.settings import Settings
from studytool.gui.start_cards import shelf
from studytool.gui.start_page import StartPage
from studytool.gui.tokens import TITLES
from studytool.gui.top_bar import TopBar

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent

    from studytool.core.findings import Finding
    from studytool.gui.checklist_page import ChecklistPage
    from studytool.gui.document import Document
    from studytool.gui.help_page import HelpPage
    from studytool.gui.history_strip import HistoryStrip
    from studytool.gui.jobs import Jobs
    from studytool.gui.message_line import MessageLine
    from studytool.gui.opening import Opening
    from studytool.gui.recovery_copy import RecoveryCopy
    from studytool.gui.runner import Runner
    from studytool.gui.tokens import ThemeName
    from studytool.gui.widgets.report_view import ReportView
    from studytool.gui.workbench import Workbench

_SMALLEST = (640, 320)


class MainWindow(QMainWindow):
    """The one window of a document.

    Parameters
    ----------
    settings : Settings, optional
        What is remembered between sittings; the person's own where left out.

    Attributes
    ----------
    document : Document
        What is open.
    deeds : dict of str to QAction
        Every action by key; see `main_actions`.
    opening : Opening
        New, open, save and close.
    line : MessageLine
        Where the window tells and asks.
    start : StartPage
        What is seen while no study is open.
    bench : Workbench or None
        What is seen while a study is open; made when the first is.
    report : ReportView or None
        The live report of the workbench.
    help : HelpPage or None
        The help; made when it is first asked for.
    checklist : ChecklistPage or None
        Published numbers beside ours; made when it is first asked for.
    """

    deeds: dict[str, QAction]
    line: MessageLine
    document: Document
    jobs: Jobs
    runner: Runner
    opening: Opening
    copies: RecoveryCopy
    history: HistoryStrip

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.failures = Failures(self)
        self.top = TopBar()
        self.start = StartPage(self.settings)
        self.bench: Workbench | None = None
        self.report: ReportView | None = None
        self.help: HelpPage | None = None
        self.checklist: ChecklistPage | None = None
        self.furnished = False
        self._pages = QStackedWidget()
        self._leaving = False
        self._lay_out()
        self.start.refresh()
        self.start.begin()

    def furnish(self) -> None:
        """Make what the first paint can do without: the document, and all that works on it."""
        from studytool.gui.cut_text import CutText
        from studytool.gui.document import Document
        from studytool.gui.history_strip import HistoryStrip
        from studytool.gui.jobs import Jobs
        from studytool.gui.main_actions import make_actions
        from studytool.gui.message_line import MessageLine
        from studytool.gui.opening import Opening
        from studytool.gui.recovery_copy import RecoveryCopy
        from studytool.gui.runner import Runner
        from studytool.gui.window_deeds import connect_deeds

        self.deeds = make_actions(self)
        self.top.set_actions(self.deeds)
        self.line = MessageLine()
        self._rows.insertWidget(1, self.line)
        self.document = Document(self)
        self.jobs = Jobs(self)
        self.runner = Runner(self.document, self.jobs, self)
        self.opening = Opening(self.document, self.settings, self.line, self)
        self.copies = RecoveryCopy(self.document, parent=self)
        self.history = HistoryStrip(self.document, self.deeds["undo"])
        self._rows.addWidget(self.history)
        self.top.attach(self.document)
        CutText(self.line, self)
        self._connect()
        connect_deeds(self)
        self.furnished = True
        self.start.show_library(shelf())
        self.show_start()

    def warm_up(self) -> None:
        """Load the engines in the thread, unless a run that is on its way does so."""
        if self.document.awaited:
            return
        from studytool.gui.engines import load_engines

        self.jobs.start(load_engines, done=_nothing, failed=self.failures.tell, kind="warm")

    def show_start(self) -> None:
        """Show the start page."""
        from studytool.gui.recovery_copy import left_behind

        self.start.refresh(left_behind())
        self._pages.setCurrentWidget(self.start)
        self._show_what_fits(study=False)
        self.start.begin()

    def show_study(self, step: str = "waves") -> None:
        """Show the study that is open, at a step; a published result beside its checklist."""
        from studytool.gui.published import is_published, show_checklist

        bench = self.workbench()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pages.setCurrentWidget(bench)
        self._show_what_fits(study=True)
        published = is_published(self.document.study)
        bench.go_to("models" if published else step)
        if published:
            show_checklist(self)
        bench.begin()
        bench.refresh_marks()

    def show_theme(self, name: str) -> None:
        """Show the window in the colours of that name: system, light, dark or high_contrast."""
        known = name if f"theme_{name}" in self.deeds else "system"
        self.settings.theme = known
        application = QApplication.instance()
        if isinstance(application, QApplication) and theme.current().name != theme_of(known):
            theme.apply(application, theme_of(known))
        self.deeds[f"theme_{known}"].setChecked(True)

    def show_help(self, name: str = "") -> None:
        """Show a page of the help beside the step; the page of what is shown if none is named."""
        page = self._help_page()
        if self.bench is not None and self._pages.currentWidget() is self.bench:
            page.show_page(name or self.bench.current)
            self.bench.show_side(page)
        else:
            page.show_page(name or "start")
            self._pages.addWidget(page)
            self._pages.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_advice(self, finding: Finding) -> None:
        """Show what can be done about a finding, beside the step it is about."""
        page = self._help_page()
        page.show_finding(finding)
        self.workbench().show_side(page)

    def next_pane(self, step: int = 1) -> None:
        """Move the keyboard to the next pane, or the one before."""
        from studytool.gui.panes import turn_to_next

        turn_to_next(self._panes(), step)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802  # Qt's names
        """Move the keyboard as the window is read, whatever order its parts were made in."""
        from studytool.gui.panes import turn_to_control

        return turn_to_control(self._panes(), forwards=next)

    def menuBar(self) -> QMenuBar:  # noqa: N802  # Qt's name
        """Return the menus, which stand in the top bar."""
        return self.top.menus

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Close, once unsaved work has been asked about."""
        if not self.furnished:
            super().closeEvent(event)
            return
        if not self._leaving and self.document.modified:
            event.ignore()
            self.opening.leave(self._leave)
            return
        self.settings.geometry = self.saveGeometry()
        self.copies.close()
        self.opening.unlock()
        self.failures.remove()
        self.jobs.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  # Qt's name
        """Say that files may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Take dropped files."""
        from studytool.gui.dropped import take_files

        urls = event.mimeData().urls()
        take_files(self, [Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
        event.acceptProposedAction()

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        self._pages.addWidget(self.start)
        middle = QWidget(self)
        rows = self._rows = QVBoxLayout(middle)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.top)
        rows.addWidget(self._pages, 1)
        self.setCentralWidget(middle)
        if not self.restoreGeometry(self.settings.geometry):
            self.resize(1366, 768)

    def _connect(self) -> None:
        document, undo = self.document, self.document.undo
        document.ran.connect(self._tell_error)
        document.said.connect(self._show_title)
        undo.cleanChanged.connect(self._show_title)
        undo.undoTextChanged.connect(self._show_undo)
        undo.redoTextChanged.connect(self._show_undo)
        undo.canUndoChanged.connect(self._show_undo)
        undo.canRedoChanged.connect(self._show_undo)
        self.opening.opened.connect(self.show_study)
        self.opening.closed.connect(self.show_start)
        self.start.new_asked.connect(self.opening.new)
        self.start.open_asked.connect(self.opening.choose)
        self.start.chosen.connect(self.opening.open)
        self.start.library_chosen.connect(self.opening.open_library)
        self.start.recovered.connect(self.opening.recover)
        self.failures.told.connect(self._tell_fault)
        self.failures.refused.connect(self.line.say_error)
        self.runner.broke.connect(self.failures.tell)
        self.runner.started.connect(lambda: self.deeds["cancel"].setEnabled(True))
        self.runner.finished.connect(lambda: self.deeds["cancel"].setEnabled(False))

    def workbench(self) -> Workbench:
        """Return the workbench; it is made when it is first asked for."""
        from studytool.gui.widgets.report_view import ReportView
        from studytool.gui.workbench import Workbench

        if self.bench is None:
            with theme.unstyled(QApplication.instance()):
                self.report = ReportView(self.document, self.jobs)
                self.bench = Workbench(self.document, self.settings, self.report)
                self._pages.addWidget(self.bench)
            self.report.settings_asked.connect(self.bench.reveal)
            self.report.broke.connect(self.failures.tell)
            self.runner.started.connect(self.bench.running.begin)
            self.runner.progressed.connect(self.bench.running.tell)
            self.runner.finished.connect(self.bench.running.end)
            self.bench.running.cancelled.connect(self.runner.cancel)
            self.bench.advice_asked.connect(self.show_advice)
            self.bench.report_place_asked.connect(self._show_in_report)
        return self.bench

    def _help_page(self) -> HelpPage:
        from studytool.gui.help_page import HelpPage

        if self.help is None:
            self.help = HelpPage()
            self.help.closed.connect(self._close_help)
        return self.help

    def _close_help(self) -> None:
        if self._pages.currentWidget() is self.help:
            self.show_start()
        else:
            self.workbench().show_side(None)

    def _show_in_report(self, where: str) -> None:
        found = re.fullmatch(r"(report|tables|charts)\[(\d+)\].*", where)
        if self.report is None:
            return
        if found is None:
            self.report.bring_up(where)
            return
        self.workbench().show_side(self.report)
        place = int(found.group(2))
        if found.group(1) == "report":
            self.report.show_report()
            self.report.browser.scrollToAnchor(f"item{place}")
        else:
            self.report.show_entry(getattr(self.document.study, found.group(1))[place].name)

    def _panes(self) -> tuple[QWidget, ...]:
        there = self.bench is not None and self.bench.isVisible()
        middle = self.bench.panes if self.bench and there else (self._pages.currentWidget(),)
        return (self.top, self.line, *middle, self.history) if self.furnished else (self.top,)

    def _show_what_fits(self, *, study: bool) -> None:
        from studytool.gui.main_actions import DEEDS

        self.top.show_document(shown=study)
        self.history.setVisible(study)
        for deed in DEEDS:
            if deed.needs_study and deed.key not in {"undo", "redo", "cancel"}:
                self.deeds[deed.key].setEnabled(study)
        self._show_title()

    def _show_title(self) -> None:
        document = self.document
        study = self.bench is not None and self._pages.currentWidget() is self.bench
        self.setWindowTitle(f"{document.name}[*] – studytool" if study else "studytool")
        self.setWindowModified(study and document.modified)
        self.top.refresh()

    def _show_undo(self) -> None:
        undo = self.document.undo
        for key, word, able, text in (
            ("undo", "Undo", undo.canUndo(), undo.undoText()),
            ("redo", "Redo", undo.canRedo(), undo.redoText()),
        ):
            self.deeds[key].setEnabled(able)
            self.deeds[key].setText(f"{word} {text[:1].lower()}{text[1:]}" if text else word)

    def _tell_error(self) -> None:
        from studytool.gui.message_line import Choice
        from studytool.gui.places import PAIRS, has_pairs

        error = self.document.error
        if error is None:
            self.line.clear_about("run")
            return
        choices = [Choice("Show where", lambda: self.workbench().reveal(error.where))]
        if has_pairs(error):
            choices = [Choice("Compare the pairs", lambda: self.workbench().reveal(PAIRS))]
        if isinstance(error, SourceError) and error.where.startswith(
            ("waves", "exposures", "costs")
        ):
            choices.append(Choice("Find the files …", self.opening.find_files))
        if self.document.undo.canUndo():
            choices.append(Choice(self.deeds["undo"].text(), self.document.undo.undo))
        self.line.say_error(error, choices=choices, about="run")

    def _tell_fault(self, told: str) -> None:
        self.copies.keep()
        self.line.say("error", "The program met a fault of its own.", told)

    def _leave(self) -> None:
        self._leaving = True
        self.close()


def theme_of(name: str) -> ThemeName:
    """Return the theme that a setting stands for: "system" is light or dark as the system."""
    application = QApplication.instance()
    known: ThemeName | None = next((one for one in TITLES if one == name), None)
    if known is None and isinstance(application, QApplication):
        return theme.of_the_system(application)
    return known or "light"


def _nothing(_: object) -> None:
    """Take a result nobody waits for."""
