"""Long work off the event loop: one worker, one bridge, progress polled; nothing owns a widget."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from studytool.core.progress import Cancelled, Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    Work = Callable[[Progress], Any]

POLL_MILLISECONDS = 100


@dataclass(slots=True)
class _Watch:
    """Progress of one job: written by the worker, read by the event loop."""

    cancelled: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)
    latest: tuple[str, int, int] | None = None

    def step(self, message: str, done: int, total: int) -> None:
        """Take a report from the worker; a cancel takes effect here."""
        if self.cancelled.is_set():
            raise Cancelled
        with self.lock:
            self.latest = (message, done, total)

    def taken(self) -> tuple[str, int, int] | None:
        """Hand the latest report over, once."""
        with self.lock:
            latest, self.latest = self.latest, None
        return latest


@dataclass(slots=True)
class _Job:
    kind: str
    watch: _Watch
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    progressed: Callable[[str, int, int], None] | None
    future: Future[Any] | None = None


class Jobs(QObject):
    """Runs work one after the other in a thread; results come back on the event loop."""

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="studytool-job")
        self._running: dict[str, _Job] = {}
        self._closed = False
        self._ended.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MILLISECONDS)
        self._poll.timeout.connect(self._tell_progress)

    def start(
        self,
        work: Work,
        *,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[str, int, int], None] | None = None,
        kind: str = "run",
    ) -> None:
        """Start work; earlier work of the same kind is cancelled and its result never shown.

        Parameters
        ----------
        work : callable
            Called in the thread with a Progress; a cancel takes effect at its next step.
        done, failed : callable
            Called on the event loop with the result, or with what was raised.
        progressed : callable, optional
            Called on the event loop with message, done and total, ten times a second at most.
        kind : str
            What replaces what.
        """
        if self._closed:
            return
        self.cancel(kind)
        job = _Job(kind, _Watch(), done, failed, progressed)
        self._running[kind] = job
        job.future = self._worker.submit(work, job.watch)
        job.future.add_done_callback(lambda _: self._tell_end(job))
        self._poll.start()

    def cancel(self, kind: str = "run") -> None:
        """Cancel the work of that kind, if any; neither `done` nor `failed` is called for it."""
        job = self._running.pop(kind, None)
        if job is not None:
            job.watch.cancelled.set()
            if job.future is not None:
                job.future.cancel()

    def busy(self, kind: str = "run") -> bool:
        """Whether work of that kind is waiting or under way."""
        return kind in self._running

    def close(self) -> None:
        """Cancel everything and wait for the thread to end."""
        self._closed = True
        for kind in list(self._running):
            self.cancel(kind)
        self._poll.stop()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _tell_end(self, job: _Job) -> None:
        if not self._closed:
            self._ended.emit(job)

    def _tell_progress(self) -> None:
        for job in list(self._running.values()):
            latest = job.watch.taken()
            if latest is not None and job.progressed is not None:
                job.progressed(*latest)

    def _finish(self, job: _Job) -> None:
        if self._closed or self._running.get(job.kind) is not job or job.future is None:
            return
        del self._running[job.kind]
        if not self._running:
            self._poll.stop()
        try:
            result = job.future.result()
        except (Cancelled, CancelledError):
            return
        except Exception as fault:  # noqa: BLE001  # told to whoever started the work
            job.failed(fault)
        else:
            job.done(result)
