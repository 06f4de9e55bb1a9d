"""The head of a screen of many: its title, a tab each, a menu on the open one, a way to add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QTabBar, QVBoxLayout, QWidget

from studytool.gui.tokens import GAP_LABEL, PANE_SIDE
from studytool.gui.widgets.buttons import quiet
from studytool.gui.widgets.labels import Title
from studytool.gui.widgets.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studytool.gui.widgets.empty_state import EmptyState


@dataclass(frozen=True, slots=True)
class HeadWords:
    """What a head says.

    Attributes
    ----------
    title : str
        The screen.
    new : str
        The button that adds one.
    this : str
        The menu on the open one.
    tabs : str
        What the tabs are, read out.
    """

    title: str
    new: str
    this: str
    tabs: str


@dataclass(frozen=True, slots=True)
class Item:
    """One tab.

    Attributes
    ----------
    text : str
        On the tab.
    tip : str
        On the pointer.
    """

    text: str
    tip: str = ""


class ItemHead(QWidget):
    """Tabs over the things of one sort, and what can be done with them.

    Attributes
    ----------
    refusal : Refusal
        Under the tabs: why something cannot be done.
    tabs : QTabBar
        One a thing, in the order of the study.
    """

    chosen = Signal(int)
    """A person opened the tab of this place."""
    moved = Signal(int, int)
    """A person moves the one of a place to another place."""
    add_asked = Signal()
    """A person wants one more."""
    rename_asked = Signal()
    """A person wants another name for the open one."""
    copy_asked = Signal()
    """A person wants the open one twice."""
    delete_asked = Signal()
    """A person wants the open one gone."""

    def __init__(self, words: HeadWords, empty: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = _tab_bar(words.tabs)
        self.refusal = Refusal()
        self._empty, self._covered = empty, False
        self._new, self._this = quiet(words.new, "plus"), quiet(words.this)
        self._this.setMenu(self._menu())
        self._build(words.title)
        self._new.clicked.connect(self.add_asked)
        self._empty.acted.connect(self.add_asked)
        self.tabs.currentChanged.connect(self._choose)

    def show_items(self, items: Sequence[Item], place: int) -> None:
        """Show a tab each, with that of `place` open; nobody is told."""
        blocker = QSignalBlocker(self.tabs)
        while self.tabs.count() > len(items):
            self.tabs.removeTab(self.tabs.count() - 1)
        for at, item in enumerate(items):
            if at >= self.tabs.count():
                self.tabs.addTab("")
            text = item.text.replace("&", "&&")
            if self.tabs.tabText(at) != text:
                self.tabs.setTabText(at, text)
            self.tabs.setTabToolTip(at, item.tip or item.text)
        self.tabs.setCurrentIndex(place)
        blocker.unblock()
        self._empty.setVisible(not items and not self._covered)
        self.tabs.setVisible(bool(items))
        self._this.setEnabled(bool(items))

    def cover(self, *, covered: bool) -> None:
        """Have something else stand in the place of what says that there is nothing yet."""
        self._covered = covered
        self._empty.setVisible(not self.tabs.count() and not covered)

    def open(self, place: int) -> None:
        """Open the tab of a place, as a person does."""
        self.tabs.setCurrentIndex(place)

    def _build(self, title: str) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(PANE_SIDE, 14, PANE_SIDE, 0)
        rows.setSpacing(GAP_LABEL)
        head = QHBoxLayout()
        head.addWidget(Title(title))
        head.addStretch(1)
        head.addWidget(self._this)
        head.addWidget(self._new)
        line = QFrame()
        line.setProperty("kind", "hairline")
        line.setFixedHeight(1)
        rows.addLayout(head)
        for part in (self.tabs, line, self.refusal, self._empty):
            rows.addWidget(part)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        ways: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Rename …", self.rename_asked.emit),
            ("Duplicate", self.copy_asked.emit),
            ("Move left", lambda: self._move(-1)),
            ("Move right", lambda: self._move(1)),
            ("Delete", self.delete_asked.emit),
        )
        for text, act in ways:
            action = QAction(text, menu)
            action.triggered.connect(lambda _=False, act=act: act())
            menu.addAction(action)
        return menu

    def _choose(self, place: int) -> None:
        if place >= 0:
            self.refusal.clear()
            self.chosen.emit(place)

    def _move(self, by: int) -> None:
        place = self.tabs.currentIndex()
        if 0 <= place + by < self.tabs.count():
            self.moved.emit(place, place + by)


def _tab_bar(name: str) -> QTabBar:
    tabs = QTabBar()
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    tabs.setUsesScrollButtons(True)
    tabs.setElideMode(Qt.TextElideMode.ElideNone)
    tabs.setAccessibleName(name)
    return tabs
