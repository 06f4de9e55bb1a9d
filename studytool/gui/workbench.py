"""Workbench: rail, work pane and report pane of an open study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from studytool.gui.finding_groups import grouped, to_mind
from studytool.gui.overview import FindingsPage, NotesPage
from studytool.gui.places import ORDER, all_findings, refusal, screen_of
from studytool.gui.rail import Entry, Rail
from studytool.gui.running_line import RunningLine
from studytool.gui.step_marks import mark_of
from studytool.gui.step_shelf import StepShelf
from studytool.gui.step_words import STEP_WORDS
from studytool.gui.steps.step import Step
from studytool.gui.widgets.brief_preview import BriefPreview
from studytool.gui.widgets.findings_list import FindingsList
from studytool.gui.widgets.report_view import ReportView

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from studytool.core.findings import Finding
    from studytool.gui.document import Document
    from studytool.gui.settings import Settings

FOLD_BELOW = 1366
"""Narrower than this, the rail shows numbers only."""
TABS_BELOW = 1100
"""Narrower than this, work and report are two tabs."""
_WORK, _REPORT = 0, 1
_TITLES = {title.lower(): title for title, _ in STEP_WORDS}


class _Sides(QStackedWidget):
    """Pages of which only the one that is shown asks for room."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the room that the page shown cannot do without."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else QSize()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the room that the page shown would like."""
        page = self.currentWidget()
        return page.sizeHint() if page is not None else QSize()


class Workbench(QWidget):
    """The three panes.

    Parameters
    ----------
    document : Document
        What is open.
    settings : Settings
        Remembers the widths of the panes for each step.
    report : QWidget
        The live report.

    Attributes
    ----------
    steps : StepShelf
        The screens by key; each is made when it is first shown.
    rail : Rail
        The pane at the left.
    running : RunningLine
        What is under way, above the report.
    """

    shown = Signal(str)
    """The page of this key is shown: a step, "findings" or "notes"."""
    advice_asked = Signal(object)
    """A person wants to know what can be done about this Finding."""
    report_place_asked = Signal(str)
    """A person wants to see a place of the report."""

    def __init__(
        self, document: Document, settings: Settings, report: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._settings = document, settings
        self.report = report
        self.steps = StepShelf(document, self._put)
        entries = [Entry(key, place, _TITLES[key]) for place, key in enumerate(ORDER, start=1)]
        self.rail = Rail(entries, self)
        self.running = RunningLine(self)
        self.findings, self.notes = FindingsPage(document), NotesPage(document)
        self._pages: dict[str, QWidget] = {}
        self._current = ""
        self._work, self._sides = QStackedWidget(self), _Sides(self)
        self._report_pane = QWidget(self)
        self._right = QVBoxLayout(self._report_pane)
        self._tabs = QTabBar(self)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._fill()
        self._lay_out()
        self._connect()

    @property
    def current(self) -> str:
        """Key of the page that is shown."""
        return self._current

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """The panes there are, in the order of F6."""
        return tuple(p for p in (self.rail, self._work, self._report_pane) if p.isVisible())

    def go_to(self, key: str) -> None:
        """Show the page of that key in the work pane."""
        step = self.steps.get(key)
        if key not in self._pages:
            return
        leaving = self._work.currentWidget() is not self._pages[key] and self._has_keyboard()
        self._current = key
        self._work.setCurrentWidget(self._pages[key])
        side = None if step is None else self._side_of(step)
        self._sides.setCurrentWidget(side or self.report)
        self.rail.choose(key if step is not None else "")
        self.show_pane(_WORK)
        self._set_widths()
        if leaving:
            self.begin()
        self.shown.emit(key)
        if step is not None:
            step.entered()

    def begin(self) -> None:
        """Give the keyboard to the step that is shown, without drawing attention to it."""
        if self._current in self.steps:
            self.rail.row(self._current).setFocus(Qt.FocusReason.OtherFocusReason)

    def reveal(self, where: str) -> None:
        """Show what a place of the document is about."""
        key = screen_of(where)
        if key in self.steps:
            self.go_to(key)
            self.steps[key].reveal(where)
        elif where:
            self.show_pane(_REPORT)
            self.report_place_asked.emit(where)

    def refresh_marks(self) -> None:
        """Show what each step says of itself, and how much there is to mind."""
        began, waits_for = bool(self._document.study.waves), self._waits_for()
        made = self.steps.made
        for key in self.steps:
            mark = made[key].mark() if key in made else mark_of(key, self._document)
            told = waits_for if mark == "waits" else ""
            self.rail.set_mark(key, mark if began or mark != "waits" else "", told)
        found = refusal(self._document.error) + all_findings(self._document.run)
        self.rail.findings.set_count(to_mind(grouped(found, self._document.study)))
        self.rail.notes.set_count(sum(bool(item.note) for item in self._document.study.report))

    def show_side(self, widget: QWidget | None) -> None:
        """Show a page, such as the help, in the place of the report; None: the report."""
        if widget is None:
            step = self.steps.made.get(self._current)
            widget = (None if step is None else self._side_of(step)) or self.report
        elif self._sides.indexOf(widget) < 0:
            self._sides.addWidget(widget)
        self._sides.setCurrentWidget(widget)
        self.show_pane(_REPORT)

    def show_pane(self, place: int) -> None:
        """Show the work (0) or the report (1) where only one has room."""
        self._tabs.setCurrentIndex(place)
        self._show_tab(place)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Fold the rail, then make tabs of the panes, as the window gets narrower."""
        super().resizeEvent(event)
        self.rail.fold(folded=self.width() < FOLD_BELOW)
        self._tabs.setVisible(self.width() < TABS_BELOW)
        self._show_tab(self._tabs.currentIndex())
        QTimer.singleShot(0, self, self._set_widths)

    def _waits_for(self) -> str:
        error = self._document.error
        if error is None:
            return "waits for the first results"
        return f"waits until {_TITLES.get(screen_of(error.where), 'the document')} is mended"

    def _has_keyboard(self) -> bool:
        """Whether the keyboard is on the page that is shown, or on what stands beside it."""
        focused = self.window().focusWidget()
        return focused is not None and any(
            pane.isAncestorOf(focused) for pane in (self._work, self._sides)
        )

    def _ask(self, finding: Finding) -> None:
        self.reveal(finding.where)
        self.advice_asked.emit(finding)

    def _fill(self) -> None:
        self._sides.addWidget(self.report)
        for key, page in (("findings", self.findings), ("notes", self.notes)):
            self._add_page(key, page)

    def _add_page(self, key: str, page: QWidget) -> None:
        self._pages[key] = _scrolled(page)
        self._work.addWidget(self._pages[key])

    def _put(self, key: str, step: Step) -> None:
        """Take a step that has been made."""
        self._add_page(key, step)
        self._side_of(step)
        step.place_asked.connect(self.reveal)
        step.mark_changed.connect(self.refresh_marks)
        step.result_asked.connect(self.report_place_asked)
        if isinstance(self.report, ReportView):
            step.chosen.connect(self.report.choose)
        for findings in step.findChildren(FindingsList):
            findings.asked.connect(self.advice_asked)

    def _side_of(self, step: Step) -> QWidget | None:
        side = step.side()
        if side is not None and self._sides.indexOf(side) < 0:
            self._sides.addWidget(side)
        return side

    def _lay_out(self) -> None:
        self._report_pane.setObjectName("report_pane")
        self._right.setContentsMargins(0, 0, 0, 0)
        self._right.setSpacing(0)
        self._right.addWidget(self._sides, 1)
        self._place_running()
        self._work.setObjectName("work_pane")
        self._work.setAccessibleName("Work")
        self._report_pane.setAccessibleName("Report")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self._work)
        self._splitter.addWidget(self._report_pane)
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        self._tabs.setAccessibleName("Work or report")
        for name in ("Work", "Report"):
            self._tabs.addTab(name)
        panes = QVBoxLayout()
        panes.setContentsMargins(0, 0, 0, 0)
        panes.setSpacing(0)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(24, 0, 24, 0)
        tabs.addWidget(self._tabs, 1)
        panes.addLayout(tabs)
        panes.addWidget(self._splitter, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(panes, 1)

    def _place_running(self) -> None:
        """Have what is under way stand below the bar of the side that is shown, if it has one."""
        side, shown = self._sides.currentWidget(), not self.running.isHidden()
        if isinstance(side, ReportView | BriefPreview):
            side.host(self.running)
        else:
            self._right.insertWidget(0, self.running)
        self.running.setVisible(shown)

    def _connect(self) -> None:
        self._sides.currentChanged.connect(self._place_running)
        self.rail.chosen.connect(self.go_to)
        self.rail.findings_asked.connect(lambda: self.go_to("findings"))
        self.rail.notes_asked.connect(lambda: self.go_to("notes"))
        self.findings.asked.connect(self._ask)
        self.notes.asked.connect(self.reveal)
        self._splitter.splitterMoved.connect(self._keep_widths)
        self._tabs.currentChanged.connect(self._show_tab)
        self._document.changed.connect(self.refresh_marks)
        self._document.ran.connect(self.refresh_marks)

    def _show_tab(self, place: int) -> None:
        narrow = self.width() < TABS_BELOW
        self._work.setVisible(not narrow or place == _WORK)
        self._report_pane.setVisible(not narrow or place == _REPORT)

    def _set_widths(self) -> None:
        step = self.steps.made.get(self._current)
        asked = self._settings.widths(self._current) or (Step.sizes if step is None else step.sizes)
        room = self._splitter.width() - self._splitter.handleWidth()
        work = round(room * asked[_WORK] / sum(asked))
        with QSignalBlocker(self._splitter):
            self._splitter.setSizes([work, room - work])

    def _keep_widths(self) -> None:
        work, report = self._splitter.sizes()
        if self._current and work and report:
            self._settings.keep_widths(self._current, (work, report))


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
