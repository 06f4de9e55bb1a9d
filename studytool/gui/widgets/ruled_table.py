"""A small table beside a grid, set as in print: rules round the head and at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studytool.gui.theme import current, figures, font
from studytool.gui.tokens import SIZES
from studytool.gui.widgets.labels import Help, Wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

ROW = 22


class RuledTable(QWidget):
    """A title, a line under it, rows of text and a note."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._under, self._note = Wrapped(), Help(), Help()
        self._title.setProperty("kind", "caption")
        self._body = _Body()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for part in (self._title, self._under, self._body, self._note):
            rows.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_rows(
        self,
        title: str,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        under: str = "",
        note: str = "",
        texts: int = 1,
        counts: Sequence[int] = (),
    ) -> None:
        """Show a table.

        Parameters
        ----------
        title, under, note : str
            Title, the line under it and the note; the last two may be empty.
        head : sequence of str
            Heads of the columns.
        rows : sequence of sequence of str
            As many texts each as there are heads.
        texts : int
            How many of the first columns are texts; the others are set to the right.
        counts : sequence of int
            Rows above which a hairline stands.
        """
        self._title.setText(title)
        for label, text in ((self._under, under), (self._note, note)):
            label.setText(text)
            label.setVisible(bool(text))
        self._body.show_rows(head, rows, texts=texts, counts=counts)
        told = "; ".join(", ".join(row) for row in rows)
        self._body.setAccessibleName(title)
        self._body.setAccessibleDescription(f"{', '.join(filter(None, head))}: {told}")


class _Body(QWidget):
    """Heads and rows, with the rules drawn between them."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._rows = 0
        self._counts: tuple[int, ...] = ()

    def show_rows(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        texts: int,
        counts: Sequence[int],
    ) -> None:
        """Show other heads and rows."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._rows, self._counts = len(rows), tuple(counts)
        for place, line in enumerate((head, *rows)):
            for column, text in enumerate(line):
                self._grid.addWidget(
                    _cell(text, head=place == 0, text_=column < texts), place, column
                )
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < texts else 0)
        self.setFixedHeight((len(rows) + 1) * ROW)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Draw the rules."""
        super().paintEvent(event)
        painter = QPainter(self)
        rule, thin = QPen(current().color("rule"), 1), QPen(current().color("line2"), 1)
        height, right = self.height() - 1, self.width()
        for pen, y in (
            (rule, 0),
            (rule, ROW),
            (rule, height),
            *((thin, (row + 1) * ROW) for row in self._counts),
        ):
            painter.setPen(pen)
            painter.drawLine(0, y, right, y)


def _cell(text: str, *, head: bool, text_: bool) -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    plain = font(SIZES["label"], 600 if head else 400)
    made.setFont(plain if text_ else figures(plain))
    side = Qt.AlignmentFlag.AlignLeft if text_ else Qt.AlignmentFlag.AlignRight
    made.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    made.setFixedHeight(ROW)
    made.setSizePolicy(
        QSizePolicy.Policy.Ignored if text_ else QSizePolicy.Policy.Minimum,
        QSizePolicy.Policy.Fixed,
    )
    made.setToolTip(text)
    return made
