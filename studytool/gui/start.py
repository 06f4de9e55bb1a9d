"""Start: the window comes up with nothing in its way."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from studytool.gui.main_window import MainWindow


def main(document: str | None = None) -> int:
    """Show the window until it is closed.

    Parameters
    ----------
    document : str, optional
        A study document to open.

    Returns
    -------
    int
        Exit status.
    """
    application, window = first_window()
    from studytool.gui.app import keep_showing

    return keep_showing(application, window, document)


def first_window() -> tuple[QApplication, MainWindow]:
    """Return the application and its window, shown but not furnished.

    Python does not look for garbage meanwhile: it would go through all that is being loaded, again
    and again, and find none.
    """
    looked = gc.isenabled()
    gc.disable()
    try:
        from studytool.gui.app import make_application, show_window

        application = make_application()
        return application, show_window(application)
    finally:
        if looked:
            gc.enable()
