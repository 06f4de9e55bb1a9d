"""What stands on the start page: a recent document, a study of the library."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studytool.core.shipped import studies_shipped
from studytool.gui.theme import current
from studytool.gui.tokens import SIZES
from studytool.gui.widgets.buttons import link
from studytool.gui.widgets.card import Card
from studytool.gui.widgets.elided import Elided
from studytool.gui.widgets.labels import Help, Icon, Note, Wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from PySide6.QtGui import QPaintEvent

    from studytool.gui.settings import Recent
    from studytool.gui.tokens import Token

SAMPLE = "cop_johannesburg"
"""Name of the sample study in the library."""
CARD_HEIGHT = 148
"""Height of a card of the library, in pixels."""


class Shelved(NamedTuple):
    """What the card of a study tells; no dataclass, which the first paint would wait for.

    Attributes
    ----------
    name : str
        Name in the library.
    title : str
        Title of the study.
    about : str
        What is in it, or what was asked.
    published : bool
        Whether it reproduces published numbers.
    topic : str
        The shelf it stands on; empty for the sample study.
    foot : str
        What stands at the foot of the card.
    words : str
        What it is found by besides.
    """

    name: str
    title: str
    about: str
    published: bool
    topic: str = ""
    foot: str = ""
    words: str = ""


def shelf() -> tuple[Shelved, ...]:
    """Return the studies of the library, the sample study first; only their documents are read."""
    found = [_shelved(name, path) for name, path in studies_shipped().items()]
    return tuple(sorted(found, key=lambda study: (study.name != SAMPLE, study.topic, study.title)))


def _shelved(name: str, path: Path) -> Shelved:
    """Read the headings of a document that we ship; a card needs no more, and TOML takes longer."""
    text = path.read_text(encoding="utf-8").replace("\\\n", "")
    pairs = [line.partition("=") for line in text.splitlines()]
    heads = Counter(key.strip("[] ") for key, _, _ in pairs if key.startswith("[["))
    said = [(key.strip(), value.strip(' "')) for key, _, value in pairs]
    first = dict(reversed(said))
    if "topic" in first:
        return _published(name, first, said, numbers=heads["reproduces"])
    counts = {
        "wave": len({value for key, value in said if key == "number"}),
        "service": heads["exposures"],
        "model": heads["models"],
        "table": heads["tables"],
        "chart": heads["charts"],
    }
    parts = [f"{n} {word}{'s' if n > 1 else ''}" for word, n in counts.items() if n]
    title = first.get("title", name)
    synthetic = "(synthetic)" in title
    about = f"{', '.join(parts)}.{' SYNTHETIC data.' if synthetic else ''}"
    return Shelved(name, title.replace(" (synthetic)", ""), about, bool(heads["reproduces"]))


def _published(
    name: str, first: Mapping[str, str], said: Sequence[tuple[str, str]], *, numbers: int
) -> Shelved:
    kinds = {value.replace("_", " ") for key, value in said if key == "kind"}
    return Shelved(
        name,
        first["title"],
        first["question"],
        published=True,
        topic=first["topic"],
        foot=f"{numbers} number{'s' if numbers > 1 else ''}",
        words=" ".join((first["topic"], first["citation"], first["how"], *sorted(kinds))),
    )


def told_day(when: datetime, today: date) -> str:
    """Return a moment as people say it: "today 10:42", "18 Nov", "18 Nov 2020"."""
    day = when.date()
    if day == today:
        return f"today {when:%H:%M}"
    if (today - day).days == 1:
        return f"yesterday {when:%H:%M}"
    return f"{day.day} {when:%b}" if day.year == today.year else f"{day.day} {when:%b %Y}"


class _Picture(Icon):
    """An icon beside words, with a little room at its sides."""

    def __init__(self, name: str, token: Token, size: int, parent: QWidget | None = None) -> None:
        super().__init__(name, token, size, parent)
        self.setFixedWidth(size + 2)


class RecentRow(Card):
    """One recent document."""

    def __init__(self, recent: Recent, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent, clickable=True)
        self.setProperty("kind", "recent")
        self.setFixedHeight(49)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        there = recent.path.exists()
        where = str(recent.path.parent) if there else "not there any more"
        middle = Qt.TextElideMode.ElideMiddle
        name = Elided(recent.path.name, self, kind="label", at=middle)
        title = Elided(recent.title, self, kind="help")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(f"{recent.title}\n{recent.path}")
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
        when.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        row.addWidget(when)
        self.body.addLayout(row)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802  # Qt's
        """Paint the ground of a row under the pointer, its focus and the hairline beneath."""
        painter = QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), current().color("accent_soft"))
        line = self.rect().adjusted(0, self.height() - 1, 0, 0)
        painter.fillRect(line, current().color("line"))
        if self.hasFocus():
            painter.setPen(QPen(current().color("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -2))


class LibraryCard(Card):
    """One study of the library."""

    opened = Signal(str)
    """A person wants a copy of the study of this name."""

    def __init__(self, study: Shelved, parent: QWidget | None = None) -> None:
        super().__init__(parent, clickable=True)
        self.study = study
        self.setMinimumHeight(CARD_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        sample = study.name == SAMPLE
        head = "Sample study" if sample else study.title
        verb = "Reproduce" if study.published and not sample else "Open a copy"
        self.setAccessibleName(f"{verb}: {head}")
        self.body.setSpacing(4)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(_Picture("sprout" if sample else "book-open", "accent", 16, self))
        top.addWidget(_wrapped(head, self), 1)
        self.body.addLayout(top)
        if sample:
            self.body.addWidget(Note(study.title, self))
        self.body.addWidget(Help(study.about, self))
        self.body.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(_Picture("graduation-cap" if sample else "check", "ink2", 14, self))
        said = "Every step filled in" if sample else study.foot or "Numbers to reproduce"
        told = Help(said, self)
        told.setWordWrap(False)
        told.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(told, 1)
        button = link(verb, "arrow-right", self, trailing=True)
        button.setAccessibleName(f"{verb}: {head}")
        button.clicked.connect(self._open)
        foot.addWidget(button)
        self.body.addLayout(foot)
        self.clicked.connect(self._open)

    def _open(self) -> None:
        self.opened.emit(self.study.name)


def _wrapped(text: str, parent: QWidget) -> Wrapped:
    made = Wrapped(text, parent)
    made.setProperty("kind", "caption")
    return made


def beside(name: str, text: str, parent: QWidget, *, points: float = SIZES["label"]) -> QHBoxLayout:
    """Return an icon with words beside it.

    Parameters
    ----------
    name, text : str
        The icon and the words.
    parent : QWidget
        Owner of both.
    points : float
        Size of the words.
    """
    words = Help(text, parent)
    words.setStyleSheet(f"font-size: {points}pt;")
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(_Picture(name, "ink2", 14, parent), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(words, 1)
    return row
