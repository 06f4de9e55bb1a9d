"""App: one QApplication, numbers the same under every locale, one window of a document."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QTimer
from PySide6.QtWidgets import QApplication

from studytool.core.errors import SourceError
from studytool.gui.imports import import_plainly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.gui.main_window import MainWindow
    from studytool.gui.settings import Settings

_STYLE = "Fusion"
_BEAT_MILLISECONDS = 500
_CANCELLED = 130


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """Return the one application: there is one already, or it is made.

    Parameters
    ----------
    arguments : sequence of str
        For Qt, such as ``-platform offscreen``.

    Raises
    ------
    SourceError
        If there is no screen to draw on.
    """
    import_plainly()
    QLocale.setDefault(QLocale.c())
    there = QCoreApplication.instance()
    if isinstance(there, QApplication):
        if there.style().name().casefold() != _STYLE.casefold():
            there.setStyle(_STYLE)
        return there
    _refuse_no_screen()
    made = QApplication(["studytool", "-style", _STYLE, *arguments])
    made.setApplicationName("studytool")
    made.setApplicationDisplayName("studytool")
    made.setDesktopFileName("studytool")
    return made


def open_window(
    application: QApplication, document: Path | None = None, settings: Settings | None = None
) -> MainWindow:
    """Return a window that is shown and works, with a document open where one is named.

    Parameters
    ----------
    application : QApplication
        The one application.
    document : Path, optional
        A study document to open; what is wrong with it is told in the window.
    settings : Settings, optional
        What is remembered; the person's own where left out.
    """
    window = show_window(application, settings)
    furnish(window, document)
    return window


def show_window(application: QApplication, settings: Settings | None = None) -> MainWindow:
    """Return a window that is shown, but not furnished: nothing in it works yet."""
    from studytool.gui import theme
    from studytool.gui.icons import icon
    from studytool.gui.main_window import MainWindow, theme_of
    from studytool.gui.settings import Settings
    from studytool.gui.style_sheet import style_sheet

    kept = settings or Settings()
    name = theme_of(kept.theme)
    theme.colour(application, name)
    window = MainWindow(kept)
    application.setStyleSheet(style_sheet(name))  # once all is there: each part costs once
    application.setWindowIcon(icon("sprout", "accent", 32))
    window.show()
    return window


def furnish(window: MainWindow, document: Path | None = None) -> None:
    """Make a window work, and open a document where one is named."""
    window.furnish()
    window.show_theme(window.settings.theme)
    if document is not None:
        window.opening.open(document)


def keep_showing(application: QApplication, window: MainWindow, document: str | None = None) -> int:
    """Paint a window, make it work, and show it until it is closed.

    Parameters
    ----------
    application : QApplication
        The one application.
    window : MainWindow
        From `show_window`.
    document : str, optional
        A study document to open.

    Returns
    -------
    int
        Exit status.
    """
    application.processEvents()  # it is painted before anything else is loaded
    window.failures.install()
    beat = _stop_on_signals(application, window)
    furnish(window, Path(document) if document else None)
    window.warm_up()
    status = application.exec()
    beat.stop()
    window.jobs.close()
    return status


def _stop_on_signals(application: QApplication, window: MainWindow) -> QTimer:
    """Let the system or Ctrl+C end the program; unsaved work is kept aside first."""
    import signal  # takes its time, and nobody stops a window that is not there

    def stop(*_: object) -> None:
        if window.furnished:
            window.copies.keep()
        # asked for before the event loop runs, an exit would be forgotten
        QTimer.singleShot(0, application, lambda: application.exit(_CANCELLED))

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    beat = QTimer(application)
    beat.timeout.connect(lambda: None)  # Python sees a signal only when it runs
    beat.start(_BEAT_MILLISECONDS)
    return beat


def _refuse_no_screen() -> None:
    asked = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in asked):
        raise SourceError(
            "There is no screen to show the window on.",
            where="DISPLAY",
            remedy="Start it on a desktop, or use: studytool run STUDY",
        )
