"""The page of the live report: a text document with its pictures, its links and its places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from PySide6.QtCore import QSize, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QImage,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from studytool.gui.icons import pixmap
from studytool.gui.theme import figures, font
from studytool.gui.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QResizeEvent, QTextFrame

SIDE, TOP = 28, 16
_BAR_ROOM = 14
_ICON = 16
_TOKENS: tuple[Token, ...] = get_args(Token)


class ReportBrowser(QTextBrowser):
    """Shows a page; what a link does is for whoever listens to `anchorClicked`."""

    widened = Signal()
    """There is another room for tables and charts."""
    menu_asked = Signal(int, object)
    """A menu was asked for on an entry, at a global position."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: Mapping[str, QImage] = {}
        self._starts: list[tuple[int, int]] = []
        self._width = 0
        self._page: QTextDocument | None = None  # the first of all belongs to Qt
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(font())
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)

    @property
    def room(self) -> int:
        """Width for tables and charts, in pixels."""
        return max(320, self.width() - 2 * SIDE - _BAR_ROOM)

    def show_page(self, html: str, images: Mapping[str, QImage]) -> None:
        """Show a page at the place where the page before it stood.

        Parameters
        ----------
        html : str
            The page.
        images : mapping of chart to QImage
            Pictures of the charts that are painted; others leave their room empty.
        """
        self._images = images
        place, before = self.verticalScrollBar().value(), self._page
        entry, below = self._at_top(place)
        page = QTextDocument(self)  # filled before it is shown: laid out once
        page.setUndoRedoEnabled(False)
        page.setDefaultFont(self.font())
        page.setDocumentMargin(0)
        page.setHtml(html)
        _set_margins(page)
        for table in list(_number_tables(page.rootFrame())):
            _set_figures(table)
            _set_borders(table)
        self._starts = sorted(_anchors(page))
        self._fit(page)
        self.setDocument(page)
        self._page = page
        if before is not None:
            before.deleteLater()
        self.verticalScrollBar().setValue(place)
        self._return_to(entry, below)

    def show_images(self, images: Mapping[str, QImage]) -> None:
        """Put new pictures of the charts in the room the page has for them.

        Parameters
        ----------
        images : mapping of chart to QImage
            As for `show_page`; nothing is laid out again.
        """
        self._images = images
        kind = QTextDocument.ResourceType.ImageResource
        for name, image in images.items():
            self.document().addResource(kind.value, QUrl(f"chart:{name}"), image)
        self.viewport().update()

    def _fit(self, page: QTextDocument) -> None:
        """Give a page the width and the way of wrapping it will have, so that it is laid out once.

        To show it would set them after a first layout, as wide as the widest line.
        """
        option = page.defaultTextOption()
        option.setWrapMode(self.wordWrapMode())
        page.setDefaultTextOption(option)
        page.setPageSize(QSizeF(self.viewport().width(), -1))

    def _return_to(self, entry: int, below: int) -> None:
        """Have what was read stand where it stood, whatever stands above it now."""
        top = self._top_of(entry)
        if top is not None:
            self.verticalScrollBar().setValue(top + below)

    def _at_top(self, place: int) -> tuple[int, int]:
        """Return which entry is read at a height of the page, and how far below its top; or -1."""
        for _, entry in reversed(self._starts):
            top = self._top_of(entry)
            if top is not None and top <= place + 1:
                return entry, place - top
        return -1, 0

    def _top_of(self, entry: int) -> int | None:
        """Return the height at which an entry begins; None where the page has it not."""
        found = [start for start, place in self._starts if place == entry]
        if not found:
            return None
        block = self.document().findBlock(found[0])
        return round(self.document().documentLayout().blockBoundingRect(block).top())

    def entry_at(self, point: QPoint) -> int:
        """Return which entry of the report stands at a point of the viewport; -1 for none."""
        position = self.cursorForPosition(point).position()
        before = [place for start, place in self._starts if start <= position]
        return before[-1] if before else -1

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802, ANN401  # Qt's
        """Return the picture of a chart (``chart:f1``) or an icon (``icon:info/accent``)."""
        url = QUrl(name) if isinstance(name, str) else name
        if kind == QTextDocument.ResourceType.ImageResource.value and url.scheme() == "chart":
            return self._images.get(url.path(), _nothing())
        if url.scheme() == "icon":
            drawn, _, named = url.path().partition("/")
            for token in (token for token in _TOKENS if token == named):
                ratio = self.devicePixelRatioF()
                return pixmap(drawn, token, _ICON, ratio=ratio).toImage()
        return super().loadResource(kind, url)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Tell where the width is another."""
        entry, below = self._at_top(self.verticalScrollBar().value())
        super().resizeEvent(event)
        self._return_to(entry, below)
        if self._width != self.width():
            self._width = self.width()
            self.widened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802  # Qt's name
        """Ask for the menu of the entry under the mouse or the cursor."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            point = self.cursorRect().center()
        else:
            point = self.viewport().mapFrom(self, event.pos())
        self.menu_asked.emit(self.entry_at(point), self.viewport().mapToGlobal(point))


def _set_margins(page: QTextDocument) -> None:
    frame = page.rootFrame()
    form = frame.frameFormat()
    form.setLeftMargin(SIDE)
    form.setRightMargin(SIDE)
    form.setTopMargin(TOP)
    form.setBottomMargin(SIDE)
    frame.setFrameFormat(form)


def _nothing() -> QImage:
    blank = QImage(QSize(1, 1), QImage.Format.Format_ARGB32)
    blank.fill(Qt.GlobalColor.transparent)
    return blank


def _number_tables(frame: QTextFrame) -> Iterator[QTextTable]:
    """Yield the ruled tables; findings are tables too, but their borders are not collapsed."""
    for inner in frame.childFrames():
        if isinstance(inner, QTextTable) and inner.format().toTableFormat().borderCollapse():
            yield inner
        yield from _number_tables(inner)


def _set_figures(table: QTextTable) -> None:
    """Give the numbers of a table figures of one width."""
    form = QTextCharFormat()
    behaviour = QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly
    form.setFont(figures(QFont()), behaviour)
    start = table.cellAt(0, 0).firstCursorPosition().position()
    end = table.cellAt(table.rows() - 1, table.columns() - 1).lastCursorPosition().position()
    cursor = QTextCursor(table.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.mergeCharFormat(form)


def _set_borders(table: QTextTable) -> None:
    """Let each cell have its own rules: with no space between cells they look the same.

    Rules that are shared take Qt a third of the time of laying the page out.
    """
    form = table.format().toTableFormat()
    form.setBorderCollapse(False)
    table.setFormat(form)


def _anchors(document: QTextDocument) -> Iterator[tuple[int, int]]:
    """Yield where each entry begins, and which it is: at its title, which is in no table."""
    inside = document.rootFrame().begin()
    while not inside.atEnd():
        parts = inside.currentBlock().begin()
        while not parts.atEnd():
            fragment = parts.fragment()
            for name in fragment.charFormat().anchorNames():
                if name.startswith("item"):
                    yield fragment.position(), int(name.removeprefix("item"))
            parts += 1
        inside += 1
