"""Top bar: menus, action search, the file's name, whether it is saved, and that we are offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QSizePolicy, QWidget

from studytool.gui.action_search import WIDTH, ActionSearch
from studytool.gui.theme import fill
from studytool.gui.widgets.elided import Elided
from studytool.gui.widgets.labels import Icon

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QAction, QPaintEvent

    from studytool.gui.document import Document

HEIGHT = 44
MENUS = ("File", "Edit", "View", "Study", "Help")
"""What stands in the menu bar; `main_actions` says what each menu holds."""
_GAP, _SEARCH_LEAST = 20, 140


class _Said(QWidget):
    """A small icon and a word."""

    def __init__(self, icon_name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._text = Icon(icon_name, "ink2", 14, self), QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        self.say(icon_name, text)

    def say(self, icon_name: str, text: str) -> None:
        """Show another icon and word."""
        self._icon.set_icon(icon_name, "ink2")
        self._text.setText(text)
        self.setAccessibleName(text)


class TopBar(QWidget):
    """The bar at the top of the window.

    Attributes
    ----------
    menus : QMenuBar
        The five menus, made from the list of actions.
    search : ActionSearch
        The field in the middle.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setFixedHeight(HEIGHT)
        self._document: Document | None = None
        self.menus = QMenuBar(self)
        self.menus.setNativeMenuBar(False)
        self._menus = {name: self.menus.addMenu(name) for name in MENUS}
        self.search = ActionSearch(self)
        self.search.setMinimumWidth(_SEARCH_LEAST)
        self._name = Elided("", self, kind="heading")
        self._name.setObjectName("document_name")
        self._saved = _Said("check", "saved", self)
        self._offline = _Said("wifi-off", "offline", self)
        self._offline.setToolTip("This program never uses the network. Studies stay here.")
        self._lay_out()
        self.show_document(shown=False)

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """Fill the menus, and let the search find what is in them."""
        from studytool.gui.main_actions import fill_menus

        fill_menus(self.menus, self._menus, actions)
        self.search.set_actions(actions.values())

    def attach(self, document: Document) -> None:
        """Tell of a document from now on."""
        self._document = document
        document.said.connect(self.refresh)
        document.undo.cleanChanged.connect(self.refresh)
        self.refresh()

    def show_document(self, *, shown: bool) -> None:
        """Show the file's name and whether it is saved, or leave them out on the start page."""
        self._name.setVisible(shown)
        self._saved.setVisible(shown)

    def refresh(self) -> None:
        """Show the name of the file and whether it is saved."""
        document = self._document
        if document is None:
            return
        if document.path is not None:
            self._name.set_elided(document.name, Qt.TextElideMode.ElideMiddle)
        else:
            self._name.set_elided(document.study.title, Qt.TextElideMode.ElideRight)
        self._name.setToolTip(str(document.path or "This study has no file yet."))
        if document.modified or document.path is None:
            self._saved.say("pen-line", "not saved")
        else:
            self._saved.say("check", f"saved {_when_saved(document)}".strip())

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the height of the bar."""
        return QSize(WIDTH * 3, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802  # Qt's
        """Paint the ground and the hairline beneath."""
        painter = QPainter(self)
        fill(painter, self.rect(), "rail")
        fill(painter, QRect(0, self.height() - 1, self.width(), 1), "line")

    def _lay_out(self) -> None:
        left, right = QWidget(self), QWidget(self)
        for side in (left, right):
            side.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        start = QHBoxLayout(left)
        start.setContentsMargins(0, 0, 0, 0)
        start.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)
        start.addStretch(1)
        end = QHBoxLayout(right)
        end.setContentsMargins(_GAP, 0, 0, 0)
        end.setSpacing(_GAP)
        self._name.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        end.addWidget(self._name, 1)
        for said in (self._saved, self._offline):
            end.addWidget(said, 0, Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 16, 0)
        row.addWidget(left, 1)
        row.addWidget(self.search, 1)
        row.addWidget(right, 1)


def _when_saved(document: Document) -> str:
    for event in reversed(document.history):
        if event.what.startswith(("saved ", "opened ")):
            return event.when.strftime("%H:%M")
    return ""
