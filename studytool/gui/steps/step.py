"""Step: what every screen of the rail is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from studytool.gui.step_marks import mark_of

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from studytool.gui.document import Document
    from studytool.gui.step_marks import Mark


class Step(QWidget):
    """A screen: it shows the document and proposes edits; it keeps no copy and knows no sibling.

    Attributes
    ----------
    key, title, icon : str
        Name in the code, noun in the rail, name of its icon.
    sizes : (int, int)
        Widths of the work pane and the report pane at 1366 pixels.
    result : str
        Table of the report that the step is about; empty for none.
    """

    place_asked = Signal(str)
    """A person wants to see what a place of the document is about, perhaps on another screen."""

    result_asked = Signal(str)
    """The table or chart of the report that what a person chose is shown in."""

    chosen = Signal(str)
    """The model or analysis a person looks at now."""

    mark_changed = Signal()
    """What the rail says of the step may be another thing now, without an edit or a run."""

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    sizes: ClassVar[tuple[int, int]] = (448, 758)
    result: ClassVar[str] = ""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        document.changed.connect(self._refresh_if_seen)
        document.ran.connect(self._refresh_if_seen)

    def refresh(self) -> None:
        """Show the study and the run as they are now."""

    def reveal(self, where: str) -> None:
        """Open what a place of the document, such as ``models[1].cluster``, is about."""

    def mark(self) -> Mark:
        """Return what the rail says of this step."""
        return mark_of(self.key, self.document) if self.key else ""

    def side(self) -> QWidget | None:
        """Return a pane of its own to stand in the place of the live report, or None."""
        return None

    def entered(self) -> None:
        """Bring the result the step is about into view, once a person has come to it."""
        if self.result:
            self.result_asked.emit(self.result)

    def ask_for_result(self, name: str) -> None:
        """Bring the first table or chart that shows a model or analysis into view."""
        self.chosen.emit(name)
        study = self.document.study
        tables = [table.name for table in study.tables if name in table.uses()]
        charts = [chart.name for chart in study.charts if name in chart.uses()]
        for shown in (*tables, *charts)[:1]:
            self.result_asked.emit(shown)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Bring the screen up to date when it comes into view."""
        self.refresh()
        super().showEvent(event)

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()
