"""The place of a report that is asked for while its pane is only coming into view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

_COMES_INTO_VIEW = 300
"""Milliseconds in which a pane takes its width and sets its page anew."""


class WantedPlace(QObject):
    """Goes to a place at once, and again as long as the page is still being set.

    Parameters
    ----------
    pane : QWidget
        Shows the page; the place is kept until it can be seen.
    go : callable
        Scrolls to the place of that name.
    """

    def __init__(self, pane: QWidget, go: Callable[[str], None]) -> None:
        super().__init__(pane)
        self._pane, self._go, self._name = pane, go, ""
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_COMES_INTO_VIEW)
        self._settled.timeout.connect(self._let_go)

    def want(self, name: str) -> None:
        """Go to a place, now and once the page is set."""
        self._name = name
        self._settled.stop()
        self.page_set()

    def page_set(self) -> None:
        """Go there again, since the page was set anew."""
        if not self._name:
            return
        self._go(self._name)
        if self._pane.isVisible() and not self._settled.isActive():
            self._settled.start()

    def _let_go(self) -> None:
        self._name = ""
