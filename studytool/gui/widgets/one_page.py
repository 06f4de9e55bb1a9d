"""One page at a time: only the page that is shown asks for room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class OnePage(QStackedWidget):
    """Pages of which the hidden ones make the shown one no larger; it scrolls by itself."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the room that the page shown cannot do without."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else QSize()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the room that the page shown would like."""
        page = self.currentWidget()
        return page.sizeHint() if page is not None else QSize()

    def hasHeightForWidth(self) -> bool:  # noqa: N802  # Qt's name
        """Return False: Qt would take the height of the highest page."""
        return False
