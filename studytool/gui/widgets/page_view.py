"""Pages of a text document as sheets under each other, with small ones to go to at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studytool.gui.theme import current, font
from studytool.gui.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE, TALL, MARGIN = 640, 905, 56
ROOM = PAGE - 2 * MARGIN
THUMB = 96
_GAP = 16
_THUMB_STEP = round(THUMB * TALL / PAGE) + 36


class PageDocument(QTextDocument):
    """A document of pages whose charts are painted elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.images: Mapping[str, QImage] = {}

    def loadResource(self, kind: int, name: object) -> object:  # noqa: N802  # Qt's
        """Return the picture of a chart; nothing while it is being painted."""
        path = name.toString() if hasattr(name, "toString") else str(name)
        if path.startswith("chart:"):
            blank = QImage(1, 1, QImage.Format.Format_ARGB32)
            blank.fill(Qt.GlobalColor.transparent)
            return self.images.get(path.removeprefix("chart:"), blank)
        return super().loadResource(kind, name)  # type: ignore[arg-type]


class PageView(QWidget):
    """Sheets in the middle, small ones at the left.

    Attributes
    ----------
    sheets : Sheets
        The pages.
    """

    followed = Signal(str)
    """A link of the page was followed; its address."""
    turned = Signal(int)
    """Another page is at the top, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheets, self._thumbs = Sheets(), Thumbs()
        self._area = _scrolled(self.sheets)
        small = _scrolled(self._thumbs)
        small.setFixedWidth(THUMB + 44)
        small.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName("Pages of the brief")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(small)
        row.addWidget(self._area, 1)
        self.sheets.followed.connect(self.followed)
        self._thumbs.chosen.connect(self.go_to)
        self._area.verticalScrollBar().valueChanged.connect(self._turn)

    @property
    def page(self) -> int:
        """The page at the top, from 0."""
        place = self._area.verticalScrollBar().value() + TALL // 3
        return min(place // (TALL + _GAP), max(self.sheets.pages - 1, 0))

    def show_html(self, html: str, images: Mapping[str, QImage]) -> None:
        """Show a document where the one before stood."""
        place = self._area.verticalScrollBar().value()
        self.sheets.show_html(html, images)
        self._thumbs.show_pages(self.sheets)
        self._area.setAccessibleDescription(self.sheets.text)
        self._area.verticalScrollBar().setValue(place)
        self._turn()

    def go_to(self, page: int) -> None:
        """Bring a page to the top."""
        self._area.verticalScrollBar().setValue(page * (TALL + _GAP))

    def _turn(self) -> None:
        self._thumbs.choose(self.page)
        self.turned.emit(self.page)


class Sheets(QWidget):
    """The pages in full size."""

    followed = Signal(str)
    """A link was followed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = PageDocument(self)
        self.setMouseTracking(True)
        self.setFixedWidth(PAGE + 2)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self._document.pageCount()

    @property
    def text(self) -> str:
        """Everything the pages say."""
        return self._document.toPlainText()

    def show_html(self, html: str, images: Mapping[str, QImage]) -> None:
        """Show another document."""
        before, made = self._document, PageDocument(self)
        made.images = images
        made.setUndoRedoEnabled(False)
        made.setDefaultFont(font())
        made.setDocumentMargin(MARGIN)
        made.documentLayout().setPaintDevice(self)  # letters are set as they are drawn
        made.setHtml(html)
        made.setPageSize(QSizeF(PAGE, TALL))
        self._document = made
        before.deleteLater()
        self.setFixedHeight(max(self.pages, 1) * (TALL + _GAP))
        self.update()

    def address_at(self, point: QPointF) -> str:
        """Return where a link at a point leads; empty where there is none."""
        page, inside = divmod(point.y(), TALL + _GAP)
        if inside > TALL:
            return ""
        layout = self._document.documentLayout()
        return layout.anchorAt(QPointF(point.x() - 1, page * TALL + inside))

    def draw_page(self, painter: QPainter, page: int) -> None:
        """Draw one page at the painter's place."""
        painter.fillRect(QRect(0, 0, PAGE, TALL), current().color("paper"))
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = self.palette()
        clip = QRectF(0, page * TALL, PAGE, TALL)
        painter.translate(0, -page * TALL)
        painter.setClipRect(clip)
        context.clip = clip
        self._document.documentLayout().draw(painter, context)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the pages that can be seen."""
        painter = QPainter(self)
        for page in range(self.pages):
            top = page * (TALL + _GAP)
            if not event.rect().intersects(QRect(0, top, PAGE + 2, TALL)):
                continue
            painter.save()
            painter.translate(1, top)
            self.draw_page(painter, page)
            painter.restore()
            painter.setPen(QPen(current().color("line2"), 1))
            painter.drawRect(0, top, PAGE + 1, TALL - 1)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Show that a number can be followed, and where to."""
        where = self.address_at(event.position())
        hand = Qt.CursorShape.PointingHandCursor if where else Qt.CursorShape.ArrowCursor
        self.setCursor(hand)
        self.setToolTip(where.partition(":")[2])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Follow a link."""
        where = self.address_at(event.position())
        if where and event.button() == Qt.MouseButton.LeftButton:
            self.followed.emit(where)


class Thumbs(QWidget):
    """The pages small, with their numbers."""

    chosen = Signal(int)
    """A page was chosen, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: list[QImage] = []
        self._page = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Pages")
        self.setFixedWidth(THUMB + 4)

    def show_pages(self, sheets: Sheets) -> None:
        """Take small pictures of the pages."""
        ratio = self.devicePixelRatioF()
        self._pictures = []
        for page in range(sheets.pages):
            whole = QImage(PAGE, TALL, QImage.Format.Format_ARGB32_Premultiplied)
            painter = QPainter(whole)
            sheets.draw_page(painter, page)
            painter.end()
            small = whole.scaledToWidth(
                round(THUMB * ratio), Qt.TransformationMode.SmoothTransformation
            )
            small.setDevicePixelRatio(ratio)
            self._pictures.append(small)
        self.setFixedHeight(max(len(self._pictures), 1) * _THUMB_STEP)
        self.update()

    def choose(self, page: int) -> None:
        """Mark a page as the one that is read."""
        self._page = page
        self.setAccessibleDescription(f"Page {page + 1} of {len(self._pictures)}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw them."""
        del event
        painter = QPainter(self)
        theme = current()
        painter.setFont(font(SIZES["label"]))
        for page, picture in enumerate(self._pictures):
            top = page * _THUMB_STEP
            tall = round(THUMB * TALL / PAGE)
            painter.drawImage(QPointF(1, top + 1), picture)
            here = page == self._page
            width = 2 if here and self.hasFocus() else 1
            painter.setPen(QPen(theme.color("accent" if here else "line2"), width))
            painter.drawRect(0, top, THUMB + 1, tall + 1)
            painter.setPen(theme.color("accent" if here else "ink2"))
            place = QRect(0, top + tall + 4, THUMB, 20)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), str(page + 1))
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Go to the page that was clicked."""
        self._go(int(event.position().y()) // _THUMB_STEP)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Turn pages with the arrow keys."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self._go(self._page + step)
        else:
            super().keyPressEvent(event)

    def _go(self, page: int) -> None:
        if 0 <= page < len(self._pictures):
            self.chosen.emit(page)


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    box = QWidget()
    rows = QVBoxLayout(box)
    rows.setContentsMargins(12, _GAP, 12, 0)
    rows.addWidget(inside, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
    rows.addStretch(1)
    area.setWidget(box)
    return area
