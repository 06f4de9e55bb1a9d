"""Start page: new, open, recent, recovered work, and the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studytool.gui.start_cards import LibraryCard, RecentRow, beside
from studytool.gui.step_words import STEP_WORDS
from studytool.gui.theme import fill
from studytool.gui.tokens import SIZES
from studytool.gui.widgets.buttons import primary, secondary
from studytool.gui.widgets.labels import Caption, Help, Label, Note, Title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from studytool.gui.recovery_copy import LeftBehind
    from studytool.gui.settings import Recent, Settings
    from studytool.gui.start_cards import Shelved

_LEFT = 500
_SHOWN = 5
_BAR = 10
_NARROW = 1100
_ONE_COLUMN = 900


class StartPage(QWidget):
    """What is seen first: never an empty grey window.

    Parameters
    ----------
    settings : Settings
        Knows the recent documents.
    """

    new_asked = Signal()
    """A person starts a study."""
    open_asked = Signal()
    """A person wants to choose a document."""
    chosen = Signal(object)
    """A person wants the document of this Path."""
    library_chosen = Signal(str)
    """A person wants a copy of the study of this name."""
    recovered = Signal(object)
    """A person wants the work of this LeftBehind back."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start_page")
        self._settings = settings
        self._left, self._library = QVBoxLayout(), QVBoxLayout()
        self._recent = QVBoxLayout()
        self._saved = QVBoxLayout()
        self._cards: list[LibraryCard] = []
        self._found: list[LibraryCard] = []
        self._columns = 2
        self._shelf = QGridLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._start = self._left_pane()
        self._start.setFixedWidth(_LEFT)
        row.addWidget(self._start)
        row.addWidget(_Hairline(self))
        row.addWidget(self._right_pane(), 1)

    def refresh(self, copies: Sequence[LeftBehind] = ()) -> None:
        """Show the recent documents, and work that was left behind by a crash."""
        _empty(self._recent)
        _empty(self._saved)
        if copies:
            self._show_copies(copies)
        recent = self._settings.recent()[:_SHOWN]
        if recent:
            self._show_recent(recent)
        else:
            self._recent.addWidget(Help("Studies you open or save are listed here.", self))

    def show_library(self, shelf: Sequence[Shelved]) -> None:
        """Show the studies of the library; those that are shown already stay as they are."""
        there = {card.study.name for card in self._cards}
        for study in shelf:
            if study.name not in there:
                card = LibraryCard(study, self)
                card.opened.connect(self.library_chosen)
                self._cards.append(card)
        self._found = list(self._cards)
        self._set_out()

    def find_studies(self, words: str) -> int:
        """Show the library's studies that have all the words; return how many."""
        asked = words.casefold().split()
        found = [card for card in self._cards if _is_about(card.study, asked)]
        for card in self._cards:
            card.setVisible(card in found)
        self._found = found
        self._set_out()
        self._nothing.setVisible(not found)
        return len(found)

    def _set_out(self) -> None:
        """Set the cards that are found in two columns under their topics, or in one."""
        while (item := self._shelf.takeAt(0)) is not None:
            if isinstance(old := item.widget(), Caption):
                old.hide()
                old.deleteLater()
        row, column, topic = 0, 0, ""
        for card in self._found:
            if card.study.topic != topic:
                topic, row, column = card.study.topic, row + (column > 0), 0
                self._shelf.addWidget(Caption(topic, self), row, 0, 1, 2)
                row += 1
            self._shelf.addWidget(card, row, column)
            row, column = row + (column == self._columns - 1), (column + 1) % self._columns
        for place in (0, 1):
            self._shelf.setColumnStretch(place, int(place < self._columns))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Give the left pane its width, less where the window is narrow."""
        super().resizeEvent(event)
        inside = self._start.widget()
        self._margins(narrow=self.width() < _NARROW)
        columns = 1 if self.width() < _ONE_COLUMN else 2
        if columns != self._columns:
            self._columns = columns
            self._set_out()
        least = inside.minimumSizeHint().width() + _BAR if inside is not None else 0
        self._start.setFixedWidth(max(min(_LEFT, round(self.width() * 0.4)), least))

    def _margins(self, *, narrow: bool) -> None:
        """Leave the edges to what is said where there is little room."""
        side = 24 if narrow else 48
        self._left.setContentsMargins(side, side - 4, side - 9, 20)
        self._library.setContentsMargins(side - 8, side, side, 24)

    def begin(self) -> None:
        """Take the keyboard, at the first thing to do."""
        self._new.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_copies(self, copies: Sequence[LeftBehind]) -> None:
        from studytool.gui.recovered_card import Recovered

        for copy in copies:
            card = Recovered(copy, self)
            card.asked.connect(self.recovered)
            self._saved.addWidget(card)

    def _show_recent(self, recent: Sequence[Recent]) -> None:
        self._recent.addWidget(_Hairline(self, upright=False))
        if not recent:
            return
        from datetime import datetime  # takes its time, and the very first start needs it not

        today = datetime.now().astimezone().date()
        for entry in recent:
            made = RecentRow(entry, today, self)
            made.clicked.connect(lambda path=entry.path: self.chosen.emit(path))
            self._recent.addWidget(made)

    def _left_pane(self) -> QScrollArea:
        area, pane = _scrolled(self)
        name = QLabel("studytool", pane)
        name.setStyleSheet(f"font-size: {SIZES['start']}pt; font-weight: 600;")
        new = primary("New study", "file-plus", pane)
        new.setMinimumWidth(132)
        new.clicked.connect(self.new_asked)
        self._new = new
        opens = secondary("Open …", "folder-open", pane)
        opens.setMinimumWidth(100)
        opens.clicked.connect(self.open_asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(new)
        buttons.addWidget(opens)
        buttons.addStretch(1)
        rows = self._left
        rows.setSpacing(4)
        rows.addWidget(name)
        tagline = Note("From survey waves to a brief a funder can read.", pane)
        tagline.setStyleSheet(f"font-size: {SIZES['caption']}pt;")
        rows.addWidget(tagline)
        rows.addSpacing(20)
        rows.addLayout(buttons)
        rows.addSpacing(6)
        rows.addLayout(beside("arrow-down", "or drop survey files here: xlsx, sav, csv", pane))
        rows.addSpacing(20)
        rows.addLayout(self._saved)
        rows.addSpacing(16)
        rows.addWidget(Caption("Recent", pane))
        rows.addSpacing(2)
        self._recent.setSpacing(0)
        rows.addLayout(self._recent)
        rows.addStretch(1)
        offline = "This program never uses the network. Studies stay on this computer."
        rows.addLayout(beside("wifi-off", offline, pane, points=SIZES["least"]))
        pane.setLayout(rows)
        return area

    def _right_pane(self) -> QWidget:
        area, pane = _scrolled(self)
        rows = self._library
        rows.setSpacing(6)
        title = Title("Library", pane)
        search = QLineEdit(pane)
        search.setPlaceholderText("Find a paper, method or topic")
        search.setAccessibleName("Find in the library")
        search.setFixedHeight(28)
        search.setMaximumWidth(260)
        search.textChanged.connect(self.find_studies)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(search, 1)
        rows.addLayout(head)
        told = (
            "Learn on the sample, or take a published result and see whether the number comes back."
        )
        rows.addWidget(Note(told, pane))
        rows.addSpacing(12)
        self._shelf.setSpacing(16)
        rows.addLayout(self._shelf)
        self._nothing = Help("Nothing in the library has these words.", pane)
        self._nothing.hide()
        rows.addWidget(self._nothing)
        rows.addSpacing(20)
        rows.addWidget(Caption("What a study goes through", pane))
        rows.addSpacing(4)
        rows.addLayout(_steps(pane))
        rows.addStretch(1)
        pane.setLayout(rows)
        return area


def _is_about(study: Shelved, asked: Sequence[str]) -> bool:
    """Whether a study has all the words."""
    told = f"{study.name} {study.title} {study.about} {study.words}".casefold()
    return all(word in told for word in asked)


def _steps(pane: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(2, 1)
    for place, (title, told) in enumerate(STEP_WORDS):
        grid.addWidget(Help(str(place + 1), pane), place, 0)
        grid.addWidget(Label(title, pane), place, 1)
        grid.addWidget(Help(told, pane), place, 2)
    return grid


class _Hairline(QWidget):
    """One pixel between the panes, or above a list."""

    def __init__(self, parent: QWidget, *, upright: bool = True) -> None:
        super().__init__(parent)
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802  # Qt's
        """Paint the line."""
        fill(QPainter(self), self.rect(), "line")


def _scrolled(parent: QWidget) -> tuple[QScrollArea, QWidget]:
    """Return a pane that scrolls and what goes into it, which is filled once it is in its place."""
    area, pane = QScrollArea(parent), QWidget()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(pane)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area, pane


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
