"""Action search: any action of the window by a word of its name (Ctrl+K)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from studytool.gui.icons import icon
from studytool.gui.theme import current

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAction, QFocusEvent, QPaintEvent
    from PySide6.QtWidgets import QListWidgetItem

    from studytool.gui.found_actions import FoundActions

WIDTH = 320
_LIST_WIDTH = 440


def matching(actions: Iterable[QAction], words: str) -> list[QAction]:
    """Return the actions that can be had now and whose name or sentence has all the words.

    Parameters
    ----------
    actions : iterable of QAction
        In the order of the menus.
    words : str
        What a person typed; those whose name begins with it come first.
    """
    asked = words.casefold().split()

    def told(action: QAction) -> str:
        return f"{name_of(action)} {action.statusTip()}".casefold()

    found = [a for a in actions if a.isEnabled() and all(word in told(a) for word in asked)]
    typed = words.casefold().strip()
    return sorted(found, key=lambda action: not name_of(action).casefold().startswith(typed))


def name_of(action: QAction) -> str:
    """Return what an action is called, without the mark of its key."""
    return action.text().replace("&", "")


class ActionSearch(QLineEdit):
    """The field in the middle of the top bar; what it finds opens beneath it."""

    found = Signal(int)
    """How many actions the words have, for screen readers and tests."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("action_search")
        self.setPlaceholderText("Search actions")
        self.setAccessibleName("Search actions")
        self.setAccessibleDescription("Type a word of what you want to do, then Enter.")
        self.setToolTip("Finds any action by a word of its name (Ctrl+K)")
        self.setFixedHeight(28)
        self.setMaximumWidth(WIDTH)
        self.setTextMargins(24, 0, 48, 0)
        self._actions: tuple[QAction, ...] = ()
        self._list: FoundActions | None = None
        self.textEdited.connect(self._look)
        self.returnPressed.connect(self._act_on_chosen)
        self.installEventFilter(self)

    @property
    def list(self) -> FoundActions:
        """What is found; made when it is first asked for."""
        from studytool.gui.found_actions import FoundActions

        if self._list is None:
            self._list = FoundActions(self.parentWidget())
            self._list.itemClicked.connect(self._act)
        return self._list

    def set_actions(self, actions: Iterable[QAction]) -> None:
        """Take the actions that can be found."""
        self._actions = tuple(actions)

    def begin(self) -> None:
        """Take the keyboard and show what there is."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._look(self.text())

    def leave(self) -> None:
        """Close the list and forget the words."""
        self.list.hide()
        self.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Move through the list with the arrows; Escape closes it."""
        if event.type() == QEvent.Type.KeyPress and watched is self:
            key = event.key()  # type: ignore[attr-defined]  # it is a key event
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                step = 1 if key == Qt.Key.Key_Down else -1
                last = self.list.count() - 1
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), last))
                return True
            if key == Qt.Key.Key_Escape:
                self.leave()
                self.window().setFocus()
                return True
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Close the list when the keyboard goes elsewhere."""
        if self._list is not None and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._list.hide()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Paint the lens at the left and the shortcut at the right."""
        super().paintEvent(event)
        painter = QPainter(self)
        icon("search", "ink3", 14).paint(painter, QRect(9, 0, 14, self.height()))
        if not self.text():
            painter.setPen(current().color("ink3"))
            place = self.rect().adjusted(0, 0, -10, 0)
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(place, middle, "Ctrl+K")

    def _look(self, words: str) -> None:
        found = matching(self._actions, words)
        self.list.show_actions(found)
        self._place_list()
        self.found.emit(len(found))

    def _place_list(self) -> None:
        window = self.window()
        if self.list.parent() is not window:
            self.list.setParent(window)
        corner = self.mapTo(window, QPoint(0, self.height() + 4))
        left = max(
            min(corner.x() - (_LIST_WIDTH - self.width()) // 2, window.width() - _LIST_WIDTH), 0
        )
        self.list.setGeometry(left, corner.y(), _LIST_WIDTH, self.list.height_needed())
        self.list.setVisible(self.list.count() > 0)
        self.list.raise_()

    def _act_on_chosen(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._act(item)

    def _act(self, item: QListWidgetItem) -> None:
        from studytool.gui.found_actions import action_of

        action = action_of(item)
        if action is None:
            return
        self.leave()
        self.window().setFocus()
        action.trigger()
