"""Timeline: interviews and contacts, one row a person, with the window of the chosen one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QWidget

from studytool.gui.theme import color, figures, font
from studytool.gui.tokens import SIZES
from studytool.gui.widgets.timeline_axis import Axis, axis_of
from studytool.gui.widgets.timeline_drag import Grip, held_of
from studytool.gui.widgets.timeline_marks import WINDOW, draw, draw_handle, draw_window
from studytool.gui.widgets.timeline_rows import PersonRow, row_of, window_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from studytool.exposure.contacts import Timeline
    from studytool.gui.window_drag import End

ROW = 24
HEAD = 48
_LEFT = 12
_COUNT = 76
_REACH = 7.0


@dataclass(frozen=True, slots=True)
class TimelineWords:
    """What rows and waves are called.

    Attributes
    ----------
    person : str
        Head of the first column: "Child".
    waves : mapping of float to str
        Labels of waves.
    """

    person: str = "Person"
    waves: Mapping[float, str] = field(default_factory=dict)


class TimelineView(QAbstractScrollArea):
    """Rows that scroll under their months. Up and Down choose a row, Left and Right its window."""

    chosen = Signal()
    """Another row or another window is chosen."""
    window_dragged = Signal(object)
    """A person dragged an end of the chosen window: a Grip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline: Timeline | None = None
        self._words = TimelineWords()
        self._axis: Axis | None = None
        self._people: tuple[int, ...] = ()
        self._place, self._window = 0, -1
        self._grip: Grip | None = None
        self.tell_drag: Callable[[Grip], str] = _nothing
        self.viewport().setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(HEAD + 5 * ROW)
        self.setAccessibleName("Interviews and contacts")

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return room for a few rows: it takes what the fields leave."""
        return QSize(640, HEAD + 6 * ROW)

    def show_timeline(
        self, timeline: Timeline, people: Sequence[int], words: TimelineWords
    ) -> None:
        """Show rows; the person who is chosen stays chosen where still there.

        Parameters
        ----------
        timeline : Timeline
            Interviews and contacts.
        people : sequence of int
            Places of the people to show, among its people.
        words : TimelineWords
            What rows and waves are called.
        """
        before = self.row
        self._timeline, self._words, self._people = timeline, words, tuple(people)
        self._axis = axis_of(timeline)
        names = [str(timeline.people[place]) for place in people]
        self._place = names.index(before.name) if before and before.name in names else 0
        self._fit()
        self._choose(self._place, self._window)

    @property
    def row(self) -> PersonRow | None:
        """The row that is chosen."""
        return self.row_at(self._place)

    @property
    def window_label(self) -> str:
        """The wave whose window is shaded; empty without one."""
        row = self.row
        return row.windows[self._window].label if row and row.windows else ""

    def window_area(self) -> QRectF:
        """Return where the chosen window is drawn, in the viewport; nowhere without one."""
        row = self.row
        if row is None or not row.windows:
            return QRectF()
        return self._window_area(row, HEAD + self._place * ROW - self.verticalScrollBar().value())

    def let_go(self) -> None:
        """Leave the window as it was before an end was taken up."""
        self._grip = None
        self.viewport().update()

    def row_at(self, place: int) -> PersonRow | None:
        """Return what stands in a row; None where there is none."""
        if self._timeline is None or not 0 <= place < len(self._people):
            return None
        return row_of(self._timeline, self._people[place], self._words.waves)

    def choose(self, name: str) -> None:
        """Choose the row of a person."""
        timeline = self._timeline
        for place, person in enumerate(self._people if timeline is not None else ()):
            if timeline is not None and str(timeline.people[person]) == name:
                self._choose(place, self._window)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Go from row to row, and from window to window."""
        if event.key() == Qt.Key.Key_Escape and self._grip is not None:
            self.let_go()
            return
        key, page = event.key(), max(self._room() // ROW - 1, 1)
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -len(self._people),
            Qt.Key.Key_End: len(self._people),
        }
        turns = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if not self._people or key not in {*steps, *turns}:
            super().keyPressEvent(event)
            return
        place = self._place + steps.get(Qt.Key(key), 0)
        self._choose(
            min(max(place, 0), len(self._people) - 1),
            max(self._window + turns.get(Qt.Key(key), 0), 0),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Choose the row, and the window in which the day lies."""
        top = event.position().y() - HEAD
        place = int((top + self.verticalScrollBar().value()) // ROW)
        row = self.row_at(place)
        if top < 0 or row is None:
            return
        x = event.position().x()
        if place == self._place and (end := self._end_at(x)):
            self._drag_to(end, x)
            return
        spans = [(self._x(span.opens), self._x(span.closes)) for span in row.windows]
        inside = (at for at, (left, right) in enumerate(spans) if left <= x <= right)
        self._choose(place, next(inside, self._window))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Drag the end that is held; show where one could be held."""
        x, y = event.position().x(), event.position().y()
        if self._grip is not None:
            self._drag_to(self._grip.end, x)
            return
        over = (y - HEAD + self.verticalScrollBar().value()) // ROW == self._place
        held = y >= HEAD and over and bool(self._end_at(x))
        shape = Qt.CursorShape.SizeHorCursor if held else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """End a click, or drop the end that was dragged."""
        event.accept()
        grip, self._grip = self._grip, None
        self.viewport().update()
        if grip is not None and grip.moved:
            self.window_dragged.emit(grip)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Give the scroll bar the new room."""
        super().resizeEvent(event)
        self._fit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802  # Qt's name
        """Draw anew where it is scrolled."""
        del dx, dy
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the months and the rows that can be seen."""
        del event
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), color("paper"))
        if self._axis is not None:
            self._draw_rows(painter)
            self._draw_head(painter)
        painter.end()

    def _choose(self, place: int, window: int) -> None:
        self._place = place
        row = self.row
        last = len(row.windows) - 1 if row is not None else -1
        self._window = last if window < 0 else min(window, last)
        told = row.words(self._window) if row is not None else "Nobody to show."
        self.setAccessibleDescription(told)
        bar, top = self.verticalScrollBar(), place * ROW
        if top < bar.value():
            bar.setValue(top)
        elif top + ROW > bar.value() + self._room():
            bar.setValue(top + ROW - self._room())
        self.viewport().update()
        self.chosen.emit()

    def _end_at(self, x: float) -> End | None:
        """Return which end of the chosen window can be held there; None for none."""
        row = self.row
        if row is None or not row.windows:
            return None
        area = self._window_area(row, 0)
        ends: tuple[tuple[End, float], ...] = (("from_", area.left()), ("to", area.right()))
        near = [(abs(edge - x), end) for end, edge in ends if abs(edge - x) <= _REACH]
        return min(near)[1] if near else None

    def _drag_to(self, end: End, x: float) -> None:
        row, axis = self.row, self._axis
        if row is None or axis is None:
            return
        begin = self._begin()
        room = max(self.viewport().width() - _COUNT - begin, 1.0)
        day = round(axis.first + (x - begin) / room * (axis.last - axis.first))
        near = max(round(_REACH / room * (axis.last - axis.first)), 1)
        span = row.windows[self._window]
        before = self._grip.day if self._grip is not None else None
        moved = (self._grip is not None and self._grip.moved) or (
            before is not None and before != day
        )
        held = held_of(row, span, axis)
        self._grip = Grip(end, min(max(day, axis.first), axis.last), near, held, moved)
        self.viewport().update()

    def _room(self) -> int:
        return self.viewport().height() - HEAD

    def _fit(self) -> None:
        bar = self.verticalScrollBar()
        bar.setRange(0, max(len(self._people) * ROW - self._room(), 0))
        bar.setPageStep(max(self._room(), ROW))
        bar.setSingleStep(ROW)

    def _begin(self) -> float:
        """Return where the axis begins: after the widest name."""
        metrics = QFontMetricsF(font(SIZES["label"], 600))
        names = (
            (self._timeline.people[place] for place in self._people[:1])
            if (self._timeline is not None)
            else ()
        )
        widest = max((metrics.horizontalAdvance(str(name)) for name in names), default=0.0)
        return _LEFT + max(widest, metrics.horizontalAdvance(self._words.person)) + 24

    def _x(self, day: int) -> float:
        if self._axis is None:
            return 0.0
        begin = self._begin()
        return begin + self._axis.share(day) * (self.viewport().width() - _COUNT - begin)

    def _draw_head(self, painter: QPainter) -> None:
        width = self.viewport().width()
        painter.fillRect(0, 0, width, HEAD, color("paper"))
        plain, heavy = font(SIZES["label"]), font(SIZES["label"], 600)
        for tick in self._axis.ticks() if self._axis is not None else ():
            x = self._x(tick.day)
            for words, top, face in ((tick.year, 4, heavy), (tick.month, 24, plain)):
                painter.setFont(face)
                painter.setPen(color("ink" if face is heavy else "ink2"))
                area = QRectF(x - 30, top, 60, 20)
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
        painter.setFont(heavy)
        painter.setPen(color("ink2"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(_LEFT, 24, 120, 20), middle, self._words.person)
        right = QRectF(width - _COUNT, 24, _COUNT - 12, 20)
        painter.drawText(right, middle | Qt.AlignmentFlag.AlignRight, "Counted")
        painter.setPen(QPen(color("rule"), 1))
        painter.drawLine(QPointF(0, HEAD - 0.5), QPointF(width, HEAD - 0.5))

    def _draw_rows(self, painter: QPainter) -> None:
        scrolled = self.verticalScrollBar().value()
        first = scrolled // ROW
        last = min(first + self._room() // ROW + 2, len(self._people))
        bottom = HEAD + min(len(self._people) * ROW - scrolled, self._room())
        for place in range(first, last):
            self._draw_ground(painter, place, HEAD + place * ROW - scrolled)
        painter.setPen(QPen(color("line"), 1))
        for tick in self._axis.ticks() if self._axis is not None else ():
            x = round(self._x(tick.day)) + 0.5
            painter.drawLine(QPointF(x, HEAD), QPointF(x, bottom))
        for place in range(first, last):
            self._draw_row(painter, place, HEAD + place * ROW - scrolled)
        painter.setPen(QPen(color("rule"), 1))
        painter.drawLine(QPointF(0, bottom - 0.5), QPointF(self.viewport().width(), bottom - 0.5))
        if first <= self._place < last:
            self._draw_tip(painter, HEAD + self._place * ROW - scrolled)

    def _draw_ground(self, painter: QPainter, place: int, top: int) -> None:
        width = self.viewport().width()
        if place == self._place:
            painter.fillRect(0, top, width, ROW, color("accent_soft"))
            painter.fillRect(0, top, 3, ROW, color("accent"))
        painter.setPen(QPen(color("line"), 1))
        painter.drawLine(QPointF(0, top + ROW - 0.5), QPointF(width, top + ROW - 0.5))

    def _draw_row(self, painter: QPainter, place: int, top: int) -> None:
        row = self.row_at(place)
        if row is None or self._axis is None:
            return
        chosen, width, middle = place == self._place, self.viewport().width(), top + ROW / 2
        side = Qt.AlignmentFlag.AlignVCenter
        plain = font(SIZES["label"], 600 if chosen else 400)
        painter.setFont(plain)
        painter.setPen(color("ink"))
        painter.drawText(QRectF(_LEFT, top, self._begin() - _LEFT, ROW), side, row.name)
        painter.setFont(figures(plain))
        painter.setPen(color("ink" if row.counted else "ink3"))
        area = QRectF(width - _COUNT, top, _COUNT - 12, ROW)
        painter.drawText(area, side | Qt.AlignmentFlag.AlignRight, str(len(row.counted)))
        if row.interviews:
            painter.setPen(QPen(color("line2"), 1))
            ends = (self._x(row.interviews[0]), self._x(row.interviews[-1]))
            painter.drawLine(QPointF(ends[0], middle), QPointF(ends[1], middle))
        if chosen and row.windows:
            area = self._window_area(row, top)
            draw_window(painter, area)
            for x in (area.left(), area.right()):
                draw_handle(painter, QPointF(x, middle))
        for day in row.interviews:
            draw(painter, "interview", QPointF(self._x(day), middle))
        for day in filter(self._axis.holds, row.outside):
            draw(painter, "outside", QPointF(self._x(day), middle))
        for day in filter(self._axis.holds, row.counted):
            draw(painter, "counted", QPointF(self._x(day), middle))
        if chosen and self.hasFocus():
            painter.setPen(QPen(color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(1, top + 1, width - 2, ROW - 2))

    def _window_area(self, row: PersonRow, top: int) -> QRectF:
        span, grip = row.windows[self._window], self._grip
        opens, closes = span.opens, span.closes
        if grip is not None:
            opens, closes = (grip.day, closes) if grip.end == "from_" else (opens, grip.day)
        left, right = self._x(opens), self._x(closes)
        return QRectF(left, top + (ROW - WINDOW) / 2, max(right - left, 2), WINDOW)

    def _draw_tip(self, painter: QPainter, top: int) -> None:
        """Say under the chosen row what its window is; above it at the foot of the view."""
        row = self.row
        if row is None or not row.windows or not self.hasFocus():
            return
        span, face = row.windows[self._window], font(SIZES["label"])
        words = window_words(span) if self._grip is None else self.tell_drag(self._grip)
        width = QFontMetricsF(face).horizontalAdvance(words) + 20
        area = self._window_area(row, top)
        left = min(max(area.center().x() - width / 2, 4), self.viewport().width() - width - 4)
        under = top + 2 * ROW <= self.viewport().height()
        tip = QRectF(left, top + ROW + 3 if under else top - ROW + 1, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("ink"))
        painter.drawRoundedRect(tip, 4, 4)
        painter.setFont(face)
        painter.setPen(color("paper"))
        painter.drawText(tip, Qt.AlignmentFlag.AlignCenter, words)


def _nothing(grip: Grip) -> str:
    """Return no words for a drag."""
    del grip
    return ""
