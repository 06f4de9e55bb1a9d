"""A document on the pages of the Word file: its size, its margins, what it keeps together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QImage,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)

from studytool.gui.brief_html import KEPT
from studytool.gui.page_styles import PageFont
from studytool.gui.theme import font

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

PAGE, TALL = 794, 1123
"""A4 in pixels at 100 %, as the Word file is."""
MARGIN, MARGIN_TOP = 72, 45
"""Margins of the Word file, 1.9 and 1.2 cm."""
ROOM = PAGE - 2 * MARGIN
WORD_FONTS = ("Calibri", "Carlito")
"""The font of the Word file, and the free one whose letters are exactly as wide."""
_AS_WIDE = 0.86
"""Size at which our own font runs as wide as that of the Word file."""
_INDENT = 19
_TWO_LINES = 36


class PageDocument(QTextDocument):
    """A document of pages whose charts are painted elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.images: Mapping[str, QImage] = {}

    def set_page(self, html: str, images: Mapping[str, QImage]) -> None:
        """Set a document on pages of the size and margins of the Word file."""
        self.images = images
        self.setUndoRedoEnabled(False)
        self.setDefaultFont(unhinted(page_font().family))
        self.setIndentWidth(_INDENT)
        self.setUseDesignMetrics(True)  # letters stand alike at every size
        self.setHtml(html)
        _set_margins(self)
        self.setPageSize(QSizeF(PAGE, TALL))
        _keep_together(self)

    def loadResource(self, kind: int, name: object) -> object:  # noqa: N802  # Qt's
        """Return the picture of a chart; nothing while it is being painted."""
        path = name.toString() if hasattr(name, "toString") else str(name)
        if path.startswith("chart:"):
            blank = QImage(1, 1, QImage.Format.Format_ARGB32)
            blank.fill(Qt.GlobalColor.transparent)
            return self.images.get(path.removeprefix("chart:"), blank)
        return super().loadResource(kind, name)  # type: ignore[arg-type]


def unhinted(family: str) -> QFont:
    """Return a font whose letters are as wide as on paper, not rounded to pixels of a screen."""
    made = QFont(family)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def page_font() -> PageFont:
    """Return what pages are set in: the Word file's font, or ours at the size as wide."""
    there = set(QFontDatabase.families())
    for name in WORD_FONTS:
        if name in there:
            return PageFont(name)
    return PageFont(font().family(), _AS_WIDE)


def _set_margins(page: QTextDocument) -> None:
    frame = page.rootFrame()
    form = frame.frameFormat()
    form.setLeftMargin(MARGIN)
    form.setRightMargin(MARGIN)
    form.setTopMargin(MARGIN_TOP)
    form.setBottomMargin(MARGIN_TOP)
    frame.setFrameFormat(form)


def _keep_together(page: QTextDocument) -> None:
    """Begin a new page before a heading or a title that what it heads does not follow there."""
    block = page.begin()
    while block.isValid():
        if not _is_kept(block):
            block = block.next()
            continue
        first = block
        while block.isValid() and _is_kept(block):
            block = block.next()
        if not block.isValid():
            return
        top = page.documentLayout().blockBoundingRect(first).top()
        bottom, block = _end_of(page, block)
        fits = bottom - top < TALL - 2 * MARGIN_TOP
        if fits and int(top // TALL) != int(bottom // TALL):
            cursor = QTextCursor(first)
            form = cursor.blockFormat()
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            cursor.setBlockFormat(form)


def _is_kept(block: QTextBlock) -> bool:
    parts = block.begin()
    return not parts.atEnd() and KEPT in parts.fragment().charFormat().anchorNames()


def _end_of(page: QTextDocument, block: QTextBlock) -> tuple[float, QTextBlock]:
    """Return where what is headed ends, in pixels from the top, and the block after it."""
    layout, frame = page.documentLayout(), QTextCursor(block).currentFrame()
    if isinstance(frame, QTextTable):
        after = page.findBlock(frame.lastPosition() + 1)
        return layout.frameBoundingRect(frame).bottom(), after
    box = layout.blockBoundingRect(block)
    picture = "\N{OBJECT REPLACEMENT CHARACTER}" in block.text()
    return box.bottom() if picture else box.top() + _TWO_LINES, block.next()
