"""Help: a page in plain words for each step, and what to do about each finding."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextDocument
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from studytool.core.findings import Finding

FOLDER = Path(__file__).parent / "help"
PAGES = {
    "start": "How to begin",
    "waves": "Waves",
    "panel": "Panel",
    "services": "Services",
    "describe": "Describe",
    "models": "Models",
    "report": "The report",
    "roi": "ROI",
    "brief": "Brief",
    "keyboard": "Keyboard",
    "findings": "What can I do?",
}
_SECTION = re.compile(r"^## (?P<code>[a-z_]+): (?P<title>.+)$", re.MULTILINE)
_MARGIN = 24


def page(name: str) -> str:
    """Return a page of the help as Markdown; the first page where there is none of that name."""
    known = name if name in PAGES else "start"
    text = (FOLDER / f"{known}.md").read_text(encoding="utf-8")
    return _SECTION.sub(r"## \g<title>", text)


def advice(code: str) -> str:
    """Return what to do about findings of a code, as Markdown; empty where nothing is written."""
    text = (FOLDER / "findings.md").read_text(encoding="utf-8")
    starts = list(_SECTION.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    for start, end in zip(starts, ends, strict=True):
        if start["code"] == code:
            return f"# {start['title']}\n{text[start.end() : end].rstrip()}\n"
    return ""


def told(finding: Finding) -> str:
    """Return a finding, its figures and what to do about it, as Markdown."""
    known = advice(finding.code) or "# What can I do?\n"
    title, _, rest = known.partition("\n")
    parts = [title, f"**{finding.word}.** {_plain(finding.message)}", rest.strip()]
    if finding.remedy:
        parts.append(f"**For this one:** {_plain(finding.remedy)}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _plain(text: str) -> str:
    """Return text in which nothing is taken for Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)


class _Page(QTextBrowser):
    """Shows Markdown; pictures are made to fit the width."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: ANN401, N802  # Qt's
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(str(FOLDER / QUrl(name).path()))
        room = self.viewport().width() - 2 * _MARGIN
        return picture if picture.width() <= room else picture.scaledToWidth(max(room, 1))


class HelpPage(QWidget):
    """The help: a list of pages, the page, and the way back to work."""

    closed = Signal()
    """The person is done reading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markdown = ""
        self._choice = QComboBox()
        self._choice.setAccessibleName("Page of the help")
        for name, title in PAGES.items():
            self._choice.addItem(title, name)
        self._choice.activated.connect(self._open_chosen)
        self._text = _Page()
        self._text.setAccessibleName("Help")
        self._text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._text.setOpenLinks(False)
        self._text.anchorClicked.connect(self._follow)
        self._lay_out()
        escape = QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self)
        escape.activated.connect(self.closed)
        self.show_page("start")

    @property
    def text(self) -> str:
        """What stands on the page, as plain text."""
        return self._text.toPlainText()

    def show_page(self, name: str) -> None:
        """Show the page of a step, such as "waves", or another of `PAGES`."""
        known = name if name in PAGES else "start"
        self._choice.setCurrentIndex(self._choice.findData(known))
        self._show(page(known))

    def show_finding(self, finding: Finding) -> None:
        """Show what can be done about a finding."""
        self._choice.setCurrentIndex(self._choice.findData("findings"))
        self._show(told(finding))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Fit the pictures to the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and "![" in self._markdown:
            self._text.setMarkdown(self._markdown)

    def _lay_out(self) -> None:
        close = QPushButton("Close help")
        close.clicked.connect(partial(self.closed.emit))
        label = QLabel("Help")
        label.setBuddy(self._choice)
        bar = QHBoxLayout()
        bar.addWidget(label)
        bar.addWidget(self._choice)
        bar.addStretch()
        bar.addWidget(close)
        bar.setContentsMargins(24, 8, 24, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._text)
        self._text.document().setDocumentMargin(_MARGIN)

    def _show(self, markdown: str) -> None:
        self._markdown = markdown
        self._text.setMarkdown(markdown)

    def _open_chosen(self) -> None:
        self.show_page(str(self._choice.currentData()))

    def _follow(self, link: QUrl) -> None:
        self.show_page(link.path().removesuffix(".md"))
