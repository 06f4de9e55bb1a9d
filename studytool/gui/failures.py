"""Failures: a fault of our own is caught once, reported without data, and told in the window."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from studytool.core.errors import StudyError

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType


class Failures(QObject):
    """Takes what nothing else caught, in any thread, to the window.

    While it is installed, faults end here; `remove` gives the hooks back.
    """

    told = Signal(str, object)
    """Plain words for the person, and the report's Path or None; always on the event loop."""

    refused = Signal(object)
    """A StudyError nobody else caught: the study's fault, not the program's."""

    _caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hooks: tuple[Callable[..., object], Callable[..., object]] | None = None
        self._caught.connect(self.tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over what Python does with an exception nobody caught."""
        import threading

        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._from_main
        threading.excepthook = self._from_thread

    def remove(self) -> None:
        """Give the hooks back to whoever had them."""
        import threading

        if self._hooks is not None:
            (sys.excepthook, threading.excepthook), self._hooks = self._hooks, None

    def tell(self, fault: BaseException) -> None:
        """Write the report of a fault and tell the person where it is; refusals are just told."""
        if isinstance(fault, StudyError):
            self.refused.emit(fault)
            return
        from studytool.core.crash import write_report

        path = write_report(fault)
        self.told.emit(words_for(fault, path), path)

    def _from_main(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        if self._hooks is not None and issubclass(kind, KeyboardInterrupt | SystemExit):
            self._hooks[0](kind, fault, trace)
        else:
            self._caught.emit(fault)

    def _from_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._caught.emit(caught.exc_value)


def words_for(fault: BaseException, path: Path | None) -> str:
    """Return what a person is told about a fault: it is ours, the work is safe, where it is told.

    Parameters
    ----------
    fault : BaseException
        What was caught.
    path : Path or None
        Its report, or None where none could be written.
    """
    from studytool.core.crash import report_of

    told = "The program met a fault of its own; your study is safe and can be saved."
    if path is None:
        return f"{told} {report_of(fault).splitlines()[-1].strip()}"
    return f"{told} Report, without any data: {path}"
