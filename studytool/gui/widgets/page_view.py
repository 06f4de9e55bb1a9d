"""Pages of a text document as sheets under each other, with small ones to go to at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studytool.gui.page_styles import page_style
from studytool.gui.report_html import PRINTED
from studytool.gui.theme import current, font
from studytool.gui.tokens import SIZES
from studytool.gui.widgets.page_document import (
    MARGIN,
    MARGIN_TOP,
    PAGE,
    ROOM,
    TALL,
    PageDocument,
    page_font,
    unhinted,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

THUMB = 96
_GAP = 16
_SMALLEST, _LARGEST = 0.5, 1.0
_EDGE = 26
_EDGE_LINES = 26
_THUMB_STEP = round(THUMB * TALL / PAGE) + 36


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
        place = self._area.verticalScrollBar().value() + self.sheets.tall // 3
        return min(place // self.sheets.step, max(self.sheets.pages - 1, 0))

    def show_html(self, html: str, images: Mapping[str, QImage], *, head: str = "") -> None:
        """Show a document where the one before stood, with a line at the head of its pages."""
        place = self._area.verticalScrollBar().value()
        self.sheets.show_html(html, images, head=head)
        self._thumbs.show_pages(self.sheets)
        self._area.setAccessibleDescription(self.sheets.text)
        self._area.verticalScrollBar().setValue(place)
        self._turn()

    def go_to(self, page: int) -> None:
        """Bring a page to the top."""
        self._area.verticalScrollBar().setValue(page * self.sheets.step)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Show the pages as wide as there is room, at most as wide as they are printed."""
        super().resizeEvent(event)
        page = self.page
        room = event.size().width() - THUMB - 44 - 2 * _EDGE
        self.sheets.set_zoom(min(max(room / PAGE, _SMALLEST), _LARGEST))
        self.go_to(page)

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
        self._zoom = _LARGEST
        self._head = ""
        self.setMouseTracking(True)
        self.set_zoom(_LARGEST)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self._document.pageCount()

    @property
    def text(self) -> str:
        """Everything the pages say."""
        return self._document.toPlainText()

    @property
    def tall(self) -> int:
        """Height of a page as it is shown."""
        return round(TALL * self._zoom)

    @property
    def step(self) -> int:
        """From the top of a page to the top of the next, as they are shown."""
        return self.tall + _GAP

    @property
    def zoom(self) -> float:
        """How large pages are shown; 1 as they are printed."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Show the pages at another size; nothing on them moves."""
        self._zoom = zoom
        self.setFixedSize(round(PAGE * zoom) + 2, max(self.pages, 1) * self.step)
        self.update()

    def show_html(self, html: str, images: Mapping[str, QImage], *, head: str = "") -> None:
        """Show another document, with a line at the head of every page."""
        before, made = self._document, PageDocument(self)
        made.documentLayout().setPaintDevice(self)
        made.set_page(html, images)
        self._document, self._head = made, head
        before.deleteLater()
        self.set_zoom(self._zoom)

    def address_at(self, point: QPointF) -> str:
        """Return where a link at a point leads; empty where there is none."""
        page, inside = divmod(point.y(), self.step)
        if inside > self.tall:
            return ""
        layout = self._document.documentLayout()
        place = QPointF((point.x() - 1) / self._zoom, page * TALL + inside / self._zoom)
        return layout.anchorAt(place)

    def draw_page(self, painter: QPainter, page: int) -> None:
        """Draw one page at the painter's place, as large as it is printed.

        A page is paper: it is white in every theme, as it is in the Word file.
        """
        painter.fillRect(QRect(0, 0, PAGE, TALL), QColor(PRINTED.paper))
        self._draw_edges(painter, page)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = self.palette()
        context.palette.setColor(QPalette.ColorRole.Text, QColor(PRINTED.ink))
        clip = QRectF(0, page * TALL, PAGE, TALL)
        painter.translate(0, -page * TALL)
        painter.setClipRect(clip)
        context.clip = clip
        self._document.documentLayout().draw(painter, context)

    def _draw_edges(self, painter: QPainter, page: int) -> None:
        """Draw what the Word file has at the head and at the foot of every page."""
        style, made = page_style("Header"), page_font()
        font = unhinted(made.family)
        font.setPointSizeF(style.size * made.scale)
        painter.setFont(font)
        painter.setPen(QColor(style.colour))
        side = int(Qt.AlignmentFlag.AlignVCenter)
        top = QRect(MARGIN, _EDGE_LINES, ROOM, MARGIN_TOP - _EDGE_LINES)
        metrics = painter.fontMetrics()
        head = metrics.elidedText(self._head, Qt.TextElideMode.ElideRight, ROOM)
        painter.drawText(top, side | int(Qt.AlignmentFlag.AlignLeft), head)
        foot = top.translated(0, TALL - MARGIN_TOP - _EDGE_LINES)
        painter.drawText(foot, side | int(Qt.AlignmentFlag.AlignRight), f"Page {page + 1}")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the pages that can be seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in range(self.pages):
            top = page * self.step
            if not event.rect().intersects(QRect(0, top, self.width(), self.tall)):
                continue
            painter.save()
            painter.translate(1, top)
            painter.scale(self._zoom, self._zoom)
            self.draw_page(painter, page)
            painter.restore()
            painter.setPen(QPen(current().color("line2"), 1))
            painter.drawRect(0, top, self.width() - 1, self.tall - 1)
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
