"""The marks of a timeline: an interview, a contact that counts or does not, a window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from studytool.gui.theme import color
from studytool.gui.widgets.flow import Flow, beside
from studytool.gui.widgets.labels import Help, Line

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

Sort = Literal["interview", "counted", "outside", "window"]

DOT = 7.0
TICK = (2.0, 15.0)
WINDOW = 18.0
HANDLE = (8.0, 17.0)
_SHADE = 46


def draw(painter: QPainter, sort: Sort, centre: QPointF) -> None:
    """Draw an interview or a contact round a point."""
    if sort == "interview":
        width, height = TICK
        tick = QRectF(round(centre.x()) - 1, centre.y() - height / 2, width, height)
        painter.fillRect(tick, color("ink"))
        return
    blue = color("blue")
    painter.setPen(QPen(blue, 1.5))
    painter.setBrush(QBrush(blue if sort == "counted" else color("paper")))
    half = DOT / 2 if sort == "counted" else DOT / 2 - 0.25
    painter.drawEllipse(centre, half, half)


def draw_window(painter: QPainter, area: QRectF) -> None:
    """Draw a window."""
    shade = QColor(color("accent"))
    shade.setAlpha(_SHADE)
    painter.setPen(QPen(color("accent"), 1.5))
    painter.setBrush(shade)
    painter.drawRoundedRect(area, 4, 4)


def draw_handle(painter: QPainter, centre: QPointF) -> None:
    """Draw what an end of a window is dragged by."""
    width, height = HANDLE
    painter.setPen(QPen(color("accent"), 1.5))
    painter.setBrush(color("paper"))
    painter.drawRoundedRect(
        QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height), 3, 3
    )
    painter.setPen(QPen(color("accent"), 1))
    for shift in (-1.0, 1.0):
        x = centre.x() + shift
        painter.drawLine(QPointF(x, centre.y() - 3), QPointF(x, centre.y() + 3))


class Legend(QWidget):
    """What the marks mean, and whose rows are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window, self.count = _words("window of the chosen row"), _words("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        marks = Flow(gap=14)
        told: tuple[tuple[Sort, Line], ...] = (
            ("interview", _words("interview")),
            ("counted", _words("contact counted")),
            ("outside", _words("outside every window")),
            ("window", self._window),
        )
        for sort, words in told:
            marks.addWidget(beside(_Sample(sort), words))
        row.addLayout(marks, 1)
        row.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)

    def name_window(self, text: str) -> None:
        """Say whose window is shaded."""
        self._window.setText(text)


class _Sample(QWidget):
    """One mark."""

    def __init__(self, sort: Sort) -> None:
        super().__init__()
        self._sort = sort
        self.setFixedSize(QSize(26 if sort == "window" else 12, 16))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._sort == "window":
            draw_window(painter, QRectF(1, 3, self.width() - 2, 10))
        else:
            draw(painter, self._sort, QPointF(self.width() / 2, self.height() / 2))
        painter.end()


def _words(text: str) -> Line:
    made = Line(text)
    made.setProperty("kind", Help.kind)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    made.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return made
