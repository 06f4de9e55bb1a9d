"""Jobs of a part that nobody closes: the thread ends whenever there is nothing to do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from studytool.gui.jobs import Jobs

if TYPE_CHECKING:
    from studytool.gui.jobs import _Job


class PassingJobs(Jobs):
    """As `Jobs`, with a thread only while there is work."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    def _finish(self, job: _Job) -> None:
        super()._finish(job)
        if not self._running and not self._closed:
            self._worker.shutdown(wait=True)  # its only work has just ended
            self._worker = ThreadPoolExecutor(1, thread_name_prefix="studytool-job")
