"""Start page: new, open, recent, recovered work, and the library."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
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

from studytool.api import library
from studytool.gui.icons import pixmap
from studytool.gui.theme import font
from studytool.gui.widgets.buttons import link, primary, secondary
from studytool.gui.widgets.card import Card
from studytool.gui.widgets.labels import Heading, Help, Label, Note, Title

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtCore import QEvent

    from studytool.gui.recovery_copy import LeftBehind
    from studytool.gui.settings import Recent, Settings
    from studytool.gui.tokens import Token

SAMPLE = "cop_johannesburg"
_LEFT = 500
_SHOWN = 5
_LINE = (
    ("Waves", "Add the survey files; differences between them are found and shown."),
    ("Panel", "One table of children and waves, checked, with its codebook."),
    ("Services", "Join visits, sessions and referrals by date, and see what matched."),
    ("Describe", "Who was interviewed, who left, what changed."),
    ("Models", "Did it help? Fixed effects, difference-in-differences, and what to mind."),
    ("ROI", "What it cost, what it was worth, and the chance that it paid."),
    ("Brief", "Two to four pages that a funder can read, as a Word file."),
)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A study of the library, as far as its card tells.

    Attributes
    ----------
    name : str
        Name in the library.
    title : str
        Title of the study.
    about : str
        What is in it.
    published : bool
        Whether it reproduces published numbers.
    """

    name: str
    title: str
    about: str
    published: bool


def shelf() -> tuple[Shelved, ...]:
    """Return the studies of the library, the sample study first; only their documents are read."""
    found = [_shelved(name, path) for name, path in library().items()]
    return tuple(sorted(found, key=lambda study: (study.name != SAMPLE, study.title)))


def _shelved(name: str, path: Path) -> Shelved:
    document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    waves = {wave.get("number", 1) for wave in document.get("waves", ())}
    counts = {
        "wave": len(waves),
        "service": len(document.get("exposures", ())),
        "model": len(document.get("models", ())),
        "table": len(document.get("tables", ())),
        "chart": len(document.get("charts", ())),
    }
    parts = [f"{n} {word}{'s' if n > 1 else ''}" for word, n in counts.items() if n]
    title = str(document.get("title", name))
    synthetic = "(synthetic)" in title
    about = f"{', '.join(parts)}.{' SYNTHETIC data.' if synthetic else ''}"
    return Shelved(name, title.replace(" (synthetic)", ""), about, bool(document.get("reproduces")))


def told_day(when: datetime, today: date) -> str:
    """Return a moment as people say it: "today 10:42", "18 Nov", "18 Nov 2020"."""
    day = when.date()
    if day == today:
        return f"today {when:%H:%M}"
    if (today - day).days == 1:
        return f"yesterday {when:%H:%M}"
    return f"{day.day} {when:%b}" if day.year == today.year else f"{day.day} {when:%b %Y}"


class _Picture(QLabel):
    """An icon beside words; drawn anew in the colours of another theme."""

    def __init__(self, name: str, token: Token, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn = (name, token, size)
        self.setFixedWidth(size + 2)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the icon anew."""
        if event.type() == event.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        name, token, size = self._drawn
        self.setPixmap(pixmap(name, token, size, ratio=self.devicePixelRatioF()))


class RecentRow(Card):
    """One recent document."""

    def __init__(self, recent: Recent, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent, clickable=True)
        self.setProperty("kind", "recent")
        self.setFixedHeight(49)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        there = recent.path.exists()
        where = str(recent.path.parent) if there else "not there any more"
        name, title = Label(recent.path.name, self), Help(f"{recent.title}", self)
        title.setWordWrap(False)
        self.setToolTip(str(recent.path))
        self.setAccessibleName(f"Open {recent.path.name}, {recent.title}, {where}")
        self.body.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(name)
        words.addWidget(title)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(_Picture("file-text", "ink2", 18, self))
        row.addLayout(words, 1)
        when = Help(told_day(recent.when, today) if there else where, self)
        when.setWordWrap(False)
        row.addWidget(when)
        self.body.addLayout(row)


class LibraryCard(Card):
    """One study of the library."""

    opened = Signal(str)
    """A person wants a copy of the study of this name."""

    def __init__(self, study: Shelved, parent: QWidget | None = None) -> None:
        super().__init__(parent, clickable=True)
        self.study = study
        self.setMinimumHeight(148)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        sample = study.name == SAMPLE
        verb = "Reproduce" if study.published else "Open a copy"
        head = "Sample study" if sample else study.title
        self.setAccessibleName(f"{verb}: {head}")
        self.body.setSpacing(4)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(_Picture("sprout" if sample else "book-open", "accent", 16, self))
        top.addWidget(Heading(head, self), 1)
        self.body.addLayout(top)
        if sample:
            self.body.addWidget(Note(study.title, self))
        self.body.addWidget(Help(study.about, self))
        self.body.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(_Picture("graduation-cap" if sample else "check", "ink2", 14, self))
        said = "Every step filled in" if sample else "Numbers to reproduce"
        foot.addWidget(Help(said, self), 1)
        button = link(verb, "arrow-right", self, trailing=True)
        button.setAccessibleName(f"{verb}: {head}")
        button.clicked.connect(self._open)
        foot.addWidget(button)
        self.body.addLayout(foot)
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self.opened.emit(self.study.name)


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
        self._left, self._recent = QVBoxLayout(), QVBoxLayout()
        self._saved = QVBoxLayout()
        self._cards: list[LibraryCard] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left_pane())
        row.addWidget(_hairline())
        row.addWidget(self._right_pane(), 1)

    def refresh(self, copies: Sequence[LeftBehind] = ()) -> None:
        """Show the recent documents, and work that was left behind by a crash."""
        _empty(self._recent)
        _empty(self._saved)
        for copy in copies:
            self._saved.addWidget(_Recovered(copy, self))
        recent = self._settings.recent()[:_SHOWN]
        today = datetime.now().astimezone().date()
        if not recent:
            self._recent.addWidget(Help("Studies you open or save are listed here.", self))
        for entry in recent:
            made = RecentRow(entry, today, self)
            made.clicked.connect(lambda path=entry.path: self.chosen.emit(path))
            self._recent.addWidget(made)

    def find_studies(self, words: str) -> int:
        """Show the library's studies that have all the words; return how many."""
        asked = words.casefold().split()
        shown = 0
        for card in self._cards:
            told = f"{card.study.name} {card.study.title} {card.study.about}".casefold()
            fits = all(word in told for word in asked)
            card.setVisible(fits)
            shown += fits
        self._nothing.setVisible(shown == 0)
        return shown

    def _left_pane(self) -> QWidget:
        pane = QWidget(self)
        name = QLabel("studytool", pane)
        name.setFont(font(22, 600))
        name.setStyleSheet("font-size: 22pt; font-weight: 600;")
        new = primary("New study", "file-plus", pane)
        new.setMinimumWidth(132)
        new.clicked.connect(self.new_asked)
        opens = secondary("Open …", "folder-open", pane)
        opens.setMinimumWidth(100)
        opens.clicked.connect(self.open_asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(new)
        buttons.addWidget(opens)
        buttons.addStretch(1)
        rows = QVBoxLayout()
        rows.setContentsMargins(48, 44, 39, 20)
        rows.setSpacing(4)
        rows.addWidget(name)
        rows.addWidget(Note("From survey waves to a brief a funder can read.", pane))
        rows.addSpacing(24)
        rows.addLayout(buttons)
        rows.addSpacing(6)
        rows.addLayout(
            _beside("arrow-down", "or drop survey files here: xlsx, sav, dta, csv", pane)
        )
        rows.addSpacing(20)
        rows.addLayout(self._saved)
        rows.addSpacing(16)
        rows.addWidget(Heading("Recent", pane))
        rows.addSpacing(2)
        self._recent.setSpacing(0)
        rows.addLayout(self._recent)
        rows.addStretch(1)
        offline = "This program never uses the network. Studies stay on this computer."
        rows.addLayout(_beside("wifi-off", offline, pane))
        pane.setLayout(rows)
        area = _scrolled(pane, self)
        area.setMinimumWidth(320)
        area.setMaximumWidth(_LEFT)
        return area

    def _right_pane(self) -> QWidget:
        pane = QWidget(self)
        rows = QVBoxLayout(pane)
        rows.setContentsMargins(40, 48, 48, 24)
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
        rows.addLayout(self._library(pane))
        self._nothing = Help("Nothing in the library has these words.", pane)
        self._nothing.hide()
        rows.addWidget(self._nothing)
        rows.addSpacing(20)
        rows.addWidget(Heading("What a study goes through", pane))
        rows.addSpacing(4)
        rows.addLayout(_steps(pane))
        rows.addStretch(1)
        return _scrolled(pane, self)

    def _library(self, pane: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(16)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        for place, study in enumerate(shelf()):
            card = LibraryCard(study, pane)
            card.opened.connect(self.library_chosen)
            self._cards.append(card)
            grid.addWidget(card, place // 2, place % 2)
        return grid


class _Recovered(QFrame):
    """Work that was left behind, and what can be done with it."""

    def __init__(self, copy: LeftBehind, page: StartPage) -> None:
        super().__init__(page)
        self.setProperty("kind", "finding")
        self.setProperty("level", "note")
        edits = "1 unsaved change" if copy.edits == 1 else f"{copy.edits} unsaved changes"
        day = told_day(copy.when, datetime.now().astimezone().date())
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 8, 12, 8)
        rows.setSpacing(4)
        rows.addLayout(_beside("info", "Note. Recovered work", self, tint="accent", strong=True))
        rows.addWidget(Note(f"The window closed {day} with {edits} in {copy.name}.", self))
        recover, discard = link("Recover", parent=self), link("Discard", parent=self)
        recover.clicked.connect(lambda: page.recovered.emit(copy))
        discard.clicked.connect(copy.discard)
        discard.clicked.connect(self.hide)
        ways = QHBoxLayout()
        for button in (recover, discard):
            ways.addWidget(button)
        ways.addStretch(1)
        rows.addLayout(ways)


def _steps(pane: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(2, 1)
    for place, (title, told) in enumerate(_LINE):
        grid.addWidget(Help(str(place + 1), pane), place, 0)
        grid.addWidget(Label(title, pane), place, 1)
        grid.addWidget(Help(told, pane), place, 2)
    return grid


def _beside(
    name: str, text: str, parent: QWidget, *, tint: Token = "ink2", strong: bool = False
) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(_Picture(name, tint, 14, parent), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(Heading(text, parent) if strong else Help(text, parent), 1)
    return row


def _hairline() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.VLine)
    line.setFrameShadow(QFrame.Shadow.Plain)
    line.setProperty("kind", "hairline")
    line.setFixedWidth(1)
    return line


def _scrolled(pane: QWidget, parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(pane)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
