"""Help page: the list of pages, the page, and the way back to work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QKeySequence,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from studytool.gui.help_text import FOLDER, PAGES, page, told
from studytool.gui.theme import current
from studytool.gui.tokens import GAP_FIELDS, GAP_INSIDE, PANE_SIDE, SIZES
from studytool.gui.widgets.buttons import quiet
from studytool.gui.widgets.labels import Heading

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from studytool.core.findings import Finding

_HEADINGS = {1: SIZES["title"], 2: SIZES["caption"]}
_LINE_PER_CENT = 125
_MIDDLE = 128


class _Page(QTextBrowser):
    """Shows Markdown, set as the rest of the window; pictures are made to fit the width."""

    def show_markdown(self, text: str) -> None:
        """Show a text from its beginning."""
        self.setMarkdown(text)
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                form = frame.format()
                form.setBorder(0)
                frame.setFormat(form)
        block = self.document().begin()
        while block.isValid():
            _set_block(block)
            block = block.next()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: ANN401, N802  # Qt's
        """Return a picture of the help, no wider than the page."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(str(_picture(QUrl(name).path())))
        room = self.viewport().width() - 2 * PANE_SIDE
        return picture if picture.width() <= room else picture.scaledToWidth(max(room, 1))


def _picture(name: str) -> Path:
    """Return the file of a picture: in a dark theme the dark one, where there is one."""
    light = FOLDER / name
    dark = light.with_name(f"{light.stem}-dark{light.suffix}")
    is_dark = current().color("paper").lightness() < _MIDDLE
    return dark if is_dark and dark.exists() else light


def _set_block(block: QTextBlock) -> None:
    """Give a block the sizes, weights and spaces of the window."""
    level = block.blockFormat().headingLevel()
    cursor, form = QTextCursor(block), QTextBlockFormat()
    form.setLineHeight(_LINE_PER_CENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    form.setTopMargin(2 * GAP_INSIDE if level > 1 else 0)
    form.setBottomMargin(GAP_INSIDE if level in {0, 1} and not block.textList() else GAP_INSIDE / 2)
    cursor.mergeBlockFormat(form)
    for start, length, written in _pieces(block):
        if level or written.fontWeight() > QFont.Weight.Normal:
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(_heavy(written, _HEADINGS.get(level, SIZES["base"])))


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Return start, length and format of the runs of text of a block."""
    found, pieces = [], block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        found.append((piece.position(), piece.length(), piece.charFormat()))
        pieces += 1
    return found


def _heavy(form: QTextCharFormat, points: float) -> QTextCharFormat:
    """Return a format in the weight of titles, and in a size of the window."""
    made = QTextCharFormat(form)
    made.clearProperty(QTextCharFormat.Property.FontSizeAdjustment.value)
    made.setFontWeight(QFont.Weight.DemiBold)
    made.setFontPointSize(points)
    return made


class HelpPage(QWidget):
    """The help, beside the work or in its place."""

    closed = Signal()
    """The person is done reading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._markdown = ""
        super().__init__(parent)
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
            self._show(self._markdown)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Show the pictures of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and "![" in self._markdown:
            self._show(self._markdown)

    def _lay_out(self) -> None:
        close = quiet("Close help", "x")
        close.clicked.connect(partial(self.closed.emit))
        label = Heading("Help")
        label.setBuddy(self._choice)
        bar = QHBoxLayout()
        bar.setContentsMargins(PANE_SIDE, GAP_INSIDE, GAP_INSIDE, GAP_INSIDE)
        bar.setSpacing(GAP_FIELDS)
        bar.addWidget(label)
        bar.addWidget(self._choice)
        bar.addStretch()
        bar.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._text)
        self._text.document().setDocumentMargin(PANE_SIDE)
        self._text.document().setIndentWidth(PANE_SIDE - GAP_INSIDE)

    def _show(self, markdown: str) -> None:
        self._markdown = markdown
        self._text.show_markdown(markdown)

    def _open_chosen(self) -> None:
        self.show_page(str(self._choice.currentData()))

    def _follow(self, link: QUrl) -> None:
        self.show_page(link.path().removesuffix(".md"))
