"""Runner: what is asked for is run, a moment after it changed, off the event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studytool.core.errors import StudyError
from studytool.memo import Memo

if TYPE_CHECKING:
    from studytool.core.progress import Progress
    from studytool.gui.document import Document
    from studytool.gui.jobs import Jobs
    from studytool.outcome import Run

PAUSE_MILLISECONDS = 250


class Runner(QObject):
    """Keeps the run of a document up to date."""

    started = Signal()
    """A run has begun."""
    progressed = Signal(str, int, int)
    """What is under way, parts done, parts in all."""
    finished = Signal()
    """No run is under way any more: it landed, was refused, or was cancelled."""
    broke = Signal(object)
    """A fault of the program ended a run; the old result stays, marked stale."""

    def __init__(self, document: Document, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._jobs = jobs
        self._memo = Memo()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self.run_now)
        document.changed.connect(self._wait)

    def run_now(self) -> None:
        """Run the study as it is, without waiting; a run under way is replaced."""
        self._pause.stop()
        study, memo = self._document.study, self._memo
        self._document.awaited = bool(study.waves)
        if not study.waves:
            self._jobs.cancel()
            self.finished.emit()
            return

        def work(progress: Progress) -> Run:
            from studytool.gui.engines import load_engines

            load_engines(progress)  # in the thread, not at start-up
            from studytool.api import run

            return run(study, progress=progress, memo=memo)

        self._jobs.start(
            work, done=self._land, failed=self._refuse, progressed=self.progressed.emit
        )
        self.started.emit()

    def cancel(self) -> None:
        """Stop the run under way; the old result stays, marked stale."""
        self._pause.stop()
        self._jobs.cancel()
        self._document.awaited = False
        self._document.tell("run cancelled")
        self._document.ran.emit()
        self.finished.emit()

    def _wait(self) -> None:
        """Wait for the next edit a moment; what was just opened is run at once."""
        self._document.awaited = True
        self._pause.start(0 if self._document.run is None else PAUSE_MILLISECONDS)

    def _land(self, run: Run) -> None:
        self._document.awaited = False
        self._document.show_run(run)
        self.finished.emit()

    def _refuse(self, fault: Exception) -> None:
        self._document.awaited = False
        if isinstance(fault, StudyError):
            self._document.show_error(fault)
        else:
            self.broke.emit(fault)
            self._document.ran.emit()  # nothing is awaited any more
        self.finished.emit()
