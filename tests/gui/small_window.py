"""A window of the program for a test: its settings in the test's folder, closed at its end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from studytool.gui.app import open_window
from studytool.gui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from studytool.gui.main_window import MainWindow


@contextmanager
def window_for(folder: Path, document: Path | None = None) -> Iterator[MainWindow]:
    """Show a window; whatever is unsaved at the end is given up."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = open_window(application, document, Settings(folder / "window.ini"))
    window.resize(1366, 768)
    try:
        yield window
    finally:
        window.document.undo.setClean()
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
