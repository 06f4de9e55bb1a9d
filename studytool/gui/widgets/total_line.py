"""The foot of a grid: a rule, what it adds up to, and a rule."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studytool.gui.theme import current, figures, font

HEIGHT = 30
_SIDE = 6


class TotalLine(QWidget):
    """A word at the left, an amount at the right, between two rules."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word, self._amount = "Total", ""
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_total(self, amount: str, word: str = "Total") -> None:
        """Show an amount."""
        self._word, self._amount = word, amount
        self.setAccessibleName(f"{word}: {amount}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw it."""
        del event
        painter = QPainter(self)
        painter.setPen(QPen(current().color("rule"), 1))
        for y in (0, self.height() - 1):
            painter.drawLine(0, y, self.width(), y)
        painter.setPen(current().color("ink"))
        painter.setFont(figures(font(weight=600)))
        inside = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        painter.drawText(inside, int(_LEFT), self._word)
        painter.drawText(inside, int(_RIGHT), self._amount)
        painter.end()


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Rule(QWidget):
    """The rule above the head of a grid."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw it."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color("rule"))
        painter.end()
