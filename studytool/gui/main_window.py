"""Main window: top bar, messages, start page or workbench, history; every action meets its deed."""

from __future__ import annotations

import importlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studytool.core.errors import SourceError
from studytool.gui import theme
from studytool.gui.about import About
from studytool.gui.document import Document
from studytool.gui.edits import changed
from studytool.gui.failures import Failures
from studytool.gui.history_strip import HistoryStrip
from studytool.gui.jobs import Jobs
from studytool.gui.main_actions import DEEDS, STEPS, THEMES, make_actions
from studytool.gui.message_line import Choice, MessageLine
from studytool.gui.opening import Opening
from studytool.gui.recovery_copy import RecoveryCopy, left_behind
from studytool.gui.runner import Runner
from studytool.gui.settings import Settings
from studytool.gui.start_page import SAMPLE, StartPage
from studytool.gui.tokens import TITLES
from studytool.gui.top_bar import TopBar
from studytool.gui.workbench import Workbench
from studytool.study import Files

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from studytool.core.progress import Progress
    from studytool.gui.tokens import ThemeName

DOCUMENT_ENDINGS = frozenset({".toml"})
SURVEY_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".sav", ".dta", ".parquet"})
_ENGINES = ("numpy", "pandas", "pyarrow", "scipy.special", "studytool.pipeline")
_SMALLEST = (760, 480)


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
    actions : dict of str to QAction
        Every action by key; see `main_actions`.
    opening : Opening
        New, open, save and close.
    line : MessageLine
        Where the window tells and asks.
    start : StartPage
        What is seen while no study is open.
    bench : Workbench or None
        What is seen while a study is open; made when the first is.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.settings = settings or Settings()
        self.document = Document(self)
        self.jobs = Jobs(self)
        self.runner = Runner(self.document, self.jobs, self)
        self.failures = Failures(self)
        self.deeds = make_actions(self)
        self.top = TopBar(self.document, self.deeds)
        self.line = MessageLine()
        self.start = StartPage(self.settings)
        self.bench: Workbench | None = None
        self.history = HistoryStrip(self.document, self.deeds["undo"])
        self.opening = Opening(self.document, self.settings, self.line, self)
        self.copies = RecoveryCopy(self.document, parent=self)
        self._pages = QStackedWidget()
        self._leaving = False
        self._lay_out()
        self._connect()
        self._connect_actions()
        self.show_start()

    def warm_up(self) -> None:
        """Load the engines in the thread, so that the first run need not wait for them."""
        self.jobs.start(_load_engines, done=_nothing, failed=self.failures.tell, kind="warm")

    def show_start(self) -> None:
        """Show the start page."""
        self.start.refresh(left_behind())
        self._pages.setCurrentWidget(self.start)
        self._show_what_fits(study=False)

    def show_study(self, step: str = "waves") -> None:
        """Show the study that is open, at a step."""
        bench = self._bench()
        self._pages.setCurrentWidget(bench)
        self._show_what_fits(study=True)
        bench.go_to(step)
        bench.refresh_marks()

    def show_theme(self, name: str) -> None:
        """Show the window in the colours of that name: system, light, dark or contrast."""
        self.settings.theme = name
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, theme_of(name))
        self.deeds[f"theme_{name}"].setChecked(True)

    def take_files(self, paths: list[Path]) -> None:
        """Take dropped files: a study is opened, survey files go to the first step."""
        documents = [path for path in paths if path.suffix.lower() in DOCUMENT_ENDINGS]
        surveys = [path for path in paths if path.suffix.lower() in SURVEY_ENDINGS]
        if documents:
            self.opening.open(documents[0])
        elif surveys:
            self._add_surveys(surveys)
        else:
            names = ", ".join(path.name for path in paths)
            told = "Survey files are xlsx, sav, dta, csv and parquet; a study is a toml file."
            self.line.say("warning", f"{names}: no survey file and no study.", told)

    def next_pane(self, step: int = 1) -> None:
        """Move the keyboard to the next pane, or the one before."""
        panes = [pane for pane in self._panes() if pane.isVisible()]
        focused = QApplication.focusWidget()
        here = [
            n for n, p in enumerate(panes) if focused and (p is focused or p.isAncestorOf(focused))
        ]
        start = here[-1] if here else (-1 if step > 0 else 0)
        for turn in range(1, len(panes) + 1):
            target = _first_control(panes[(start + step * turn) % len(panes)])
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  # Qt's name
        """Close, once unsaved work has been asked about."""
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
        urls = event.mimeData().urls()
        self.take_files([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
        event.acceptProposedAction()

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        self.setMinimumSize(*_SMALLEST)
        self._pages.addWidget(self.start)
        middle = QWidget(self)
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.top)
        rows.addWidget(self.line)
        rows.addWidget(self._pages, 1)
        rows.addWidget(self.history)
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
        self.runner.broke.connect(self.failures.tell)
        self.runner.started.connect(lambda: self.deeds["cancel"].setEnabled(True))
        self.runner.finished.connect(lambda: self.deeds["cancel"].setEnabled(False))

    def _connect_actions(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "new": self.opening.new,
            "open": self.opening.choose,
            "sample": lambda: self.opening.open_library(SAMPLE),
            "start": self.opening.close,
            "save": self.opening.save,
            "save_as": self.opening.save_as,
            "close": self.opening.close,
            "quit": self.close,
            "undo": self.document.undo.undo,
            "redo": self.document.undo.redo,
            "findings": partial(self._go_to, "findings"),
            "notes": partial(self._go_to, "notes"),
            "next_pane": self.next_pane,
            "previous_pane": lambda: self.next_pane(-1),
            "run": self.runner.run_now,
            "cancel": self.runner.cancel,
            "search": self.top.search.begin,
            "about": lambda: About(self).open(),
        }
        for title in STEPS:
            key = title.lower()
            does[f"step_{key}"] = partial(self._go_to, key)
        for name in THEMES:
            does[name] = partial(self.show_theme, name.removeprefix("theme_"))
        for key, do in does.items():
            self.deeds[key].triggered.connect(lambda _=False, do=do: do())

    def _go_to(self, key: str) -> None:
        self._bench().go_to(key)

    def _bench(self) -> Workbench:
        if self.bench is None:
            self.bench = Workbench(self.document, self.settings, QWidget())
            self._pages.addWidget(self.bench)
            self.runner.started.connect(self.bench.running.begin)
            self.runner.progressed.connect(self.bench.running.tell)
            self.runner.finished.connect(self.bench.running.end)
            self.bench.running.cancelled.connect(self.runner.cancel)
        return self.bench

    def _panes(self) -> tuple[QWidget, ...]:
        middle = self.bench.panes if self.bench and self.bench.isVisible() else (self.start,)
        return (self.top, *middle, self.history)

    def _show_what_fits(self, *, study: bool) -> None:
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
        error = self.document.error
        if error is None:
            self.line.clear_about("run")
            return
        choices = [Choice("Show where", lambda: self._bench().reveal(error.where))]
        if isinstance(error, SourceError) and error.where.startswith(
            ("waves", "exposures", "costs")
        ):
            choices.append(Choice("Find the files …", self._find_files))
        self.line.say_error(error, choices=choices, about="run")

    def _find_files(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Folder that holds the files")
        if folder:
            study = changed(self.document.study, files=Files(root=folder))
            self.document.edit(f"files are in {Path(folder).name}", study)

    def _tell_fault(self, told: str) -> None:
        self.copies.keep()
        self.line.say("error", "The program met a fault of its own.", told)

    def _leave(self) -> None:
        self._leaving = True
        self.close()

    def _add_surveys(self, paths: list[Path]) -> None:
        if self.bench is None or not self.bench.isVisible():
            self.document.new()
            self.show_study()
        bench = self._bench()
        bench.go_to("waves")
        add = getattr(bench.steps.get("waves"), "add_files", None)
        if callable(add):
            add(paths)


def theme_of(name: str) -> ThemeName:
    """Return the theme that a setting stands for: "system" is light or dark as the system."""
    if name in TITLES:
        return cast("ThemeName", name)
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def _load_engines(progress: Progress) -> None:
    for place, name in enumerate(_ENGINES):
        progress.step("loading the engines", place, len(_ENGINES))
        importlib.import_module(name)


def _nothing(_: object) -> None:
    """Take a result nobody waits for."""


def _first_control(pane: QWidget) -> QWidget | None:
    wanted = Qt.FocusPolicy.TabFocus
    controls = [pane, *pane.findChildren(QWidget)]
    for control in controls:
        if control.isVisible() and control.isEnabled() and control.focusPolicy() & wanted:
            return control
    return None
