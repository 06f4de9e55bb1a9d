"""Pair table: rows of one ID side by side, what differs marked by a word, a weight and a fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from studytool.gui.theme import current, font
from studytool.gui.tokens import SIZES
from studytool.gui.widgets.elided import Elided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from studytool.survey.pairs import Pair

ROW = 24
"""Height of a row, logical pixels."""
_SIDE = 8
_NOTHING = "\N{EN DASH}"


class PairTable(QWidget):
    """Question, one column a row, and whether they say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(0)
        self._marked: list[tuple[int, int]] = []
        self._rows = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_pair(self, pair: Pair, places: Sequence[int], heads: Sequence[str]) -> None:
        """Show some of the variables of a pair.

        Parameters
        ----------
        pair : Pair
            The rows.
        places : sequence of int
            Which variables.
        heads : sequence of str
            What the columns of the rows are called.
        """
        self._clear()
        self._marked, self._rows = [], len(places) + 1
        for column, text in enumerate(("Question", *heads, "")):
            self._put(text, 0, column, weight=600)
        differing = set(pair.differing)
        for line, at in enumerate(places, start=1):
            cells = [row.cells[at] for row in pair.rows]
            self._put(pair.labels[at] or pair.names[at], line, 0, more=pair.names[at])
            for column, row in enumerate(pair.rows, start=1):
                marked = at in differing
                text = " ".join(filter(None, (row.cells[at], row.means[at]))) or _NOTHING
                self._put(text, line, column, weight=600 if marked else 400)
                if marked:
                    self._marked.append((line, column))
            self._put(_said(cells), line, len(heads) + 1)
        for column in range(len(heads) + 2):
            self._grid.setColumnStretch(column, (5, *(3 for _ in heads), 3)[column])
        self.setFixedHeight(self._rows * ROW)
        self._tell(pair, places, heads)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Fill the cells that differ, and draw the rules."""
        super().paintEvent(event)
        painter, theme = QPainter(self), current()
        for line, column in self._marked:
            cell: QRect = self._grid.cellRect(line, column)
            painter.fillRect(cell.adjusted(0, 1, -2, 0), theme.color("recoded_soft"))
        rule, thin = QPen(theme.color("rule"), 1), QPen(theme.color("line"), 1)
        lines = [(thin, place * ROW) for place in range(2, self._rows)]
        for pen, y in (*lines, (rule, 0), (rule, ROW), (rule, self.height() - 1)):
            painter.setPen(pen)
            painter.drawLine(0, y, self.width(), y)

    def _put(self, text: str, line: int, column: int, *, weight: int = 400, more: str = "") -> None:
        label = Elided(text)
        label.setFont(font(SIZES["label"], weight))
        label.setContentsMargins(_SIDE, 0, _SIDE, 0)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        label.setFixedHeight(ROW)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        label.setToolTip(more)
        self._grid.addWidget(label, line, column)
        label.show()

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    def _tell(self, pair: Pair, places: Sequence[int], heads: Sequence[str]) -> None:
        """Have a reader told the table in words."""
        told = [
            f"{pair.labels[at] or pair.names[at]}: "
            + ", ".join(
                f"{head} {row.cells[at] or 'empty'} {row.means[at]}".strip()
                for head, row in zip(heads, pair.rows, strict=True)
            )
            for at in places
        ]
        self.setAccessibleName("Rows side by side")
        self.setAccessibleDescription("; ".join(told))


def _said(cells: Sequence[str]) -> str:
    """Return in a word how the cells of a variable stand to each other."""
    if not any(cells):
        return "not answered"
    if len(set(cells)) == 1:
        return "alike"
    return "differ" if len({*cells} - {""}) > 1 else "empty in one"
