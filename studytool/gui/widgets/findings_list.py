"""Findings list: what a careful analyst would footnote, where a person is looking."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from studytool.core.findings import by_weight
from studytool.gui.finding_words import parts, shortened, typeset
from studytool.gui.help_text import remedy_of, title_of
from studytool.gui.plain_words import plainly
from studytool.gui.theme import current
from studytool.gui.tokens import GAP_INSIDE, Token
from studytool.gui.widgets.buttons import flush
from studytool.gui.widgets.labels import Icon, Wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from studytool.core.findings import Finding, Level

_LOOKS: Mapping[Level, tuple[str, Token]] = {
    "note": ("info", "accent"),
    "warning": ("triangle-alert", "amber"),
    "error": ("octagon-x", "red"),
}


class FindingsList(QWidget):
    """Findings, the serious first, each with its level, its words and its way out."""

    asked = Signal(object)
    """A person asked "What can I do?" of this Finding."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.findings: tuple[Finding, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GAP_INSIDE)

    def show(self, findings: Iterable[Finding] | None = None) -> None:
        """Show these findings in place of those before; none given, show the widget."""
        if findings is None:
            super().show()
            return
        shown = by_weight(findings)
        if shown != self.findings:
            self.findings = shown
            self._clear()
            for finding in shown:
                card = FindingCard(finding)
                card.asked.connect(self.asked)
                self._rows.addWidget(card)
        self.setVisible(bool(shown))

    def _clear(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (card := item.widget()) is not None:
                card.hide()
                card.deleteLater()


class FindingCard(QFrame):
    """One finding: a mark, a level word, the fact, what it means, up to two links.

    Attributes
    ----------
    finding : Finding
        What it shows.
    """

    asked = Signal(object)
    """A person asked what can be done; the Finding comes with it."""

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self.setProperty("kind", "finding")
        self.setProperty("level", finding.level)
        fact, self._meaning = parts(typeset(plainly(finding.message)))
        self._fact = fact or title_of(finding.code)
        self.setAccessibleName(f"{finding.word}. {self._fact}")
        self.setAccessibleDescription(self._meaning)
        self._title = _words()
        self._title.setTextFormat(Qt.TextFormat.RichText)
        self._text = _words()
        self._remedy = _words(typeset(plainly(remedy_of(finding))))
        self._read_on = flush("Read on")
        self._what = flush("What can I do?")
        self._links = QHBoxLayout()
        self._whole = False
        self._lay_out()
        self._fill()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(GAP_INSIDE)
        name, token = _LOOKS[self.finding.level]
        row.addWidget(Icon(name, token, 16), 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout()
        rows.setSpacing(2)
        row.addLayout(rows, 1)
        for part in (self._title, self._text, self._remedy):
            rows.addWidget(part)
        self._links.setSpacing(16)
        self._links.addWidget(self._read_on)
        self._links.addWidget(self._what)
        self._links.addStretch(1)
        rows.addLayout(self._links)
        self._remedy.hide()
        self._read_on.clicked.connect(self._show_all)
        self._what.clicked.connect(self._show_remedy)

    def add_link(self, link: QWidget) -> None:
        """Put one more link before those there are."""
        self._links.insertWidget(0, link)

    def _fill(self) -> None:
        short = self._meaning if self._whole else shortened(self._meaning)
        self._text.setText(short)
        self._text.setVisible(bool(short))
        self._read_on.setVisible(short != self._meaning)
        self._colour()

    def _colour(self) -> None:
        colour = current().hex(_LOOKS[self.finding.level][1])
        self._title.setText(
            f'<span style="font-weight:600;color:{colour}">{self.finding.word}.</span> '
            f'<span style="font-weight:600">{escape(self._fact)}</span>'
        )

    def _show_all(self) -> None:
        self._whole = True
        self._fill()

    def _show_remedy(self) -> None:
        shown = not self._remedy.isVisibleTo(self)
        self._remedy.setVisible(shown)
        self.asked.emit(self.finding)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Colour the level word anew where the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()


def _words(text: str = "") -> Wrapped:
    made = Wrapped(text)
    made.setProperty("kind", "finding")
    return made
