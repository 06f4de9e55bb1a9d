"""Flow: a layout that puts things side by side and begins a new row where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QWidget


def beside(mark: QWidget, words: QWidget) -> QWidget:
    """Return a mark of a legend and what it means, which stay together."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(mark)
    row.addWidget(words)
    return pair


class Flow(QLayout):
    """Rows of things in reading order; the last thing may take what is left of its row.

    Parameters
    ----------
    parent : QWidget, optional
        Widget it lays out.
    gap : int
        Room between things and between rows, logical pixels.
    fill : bool
        Whether the last thing takes what is left of its row.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 4, fill: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._fill = fill

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802  # Qt's name
        """Put an item at the end."""
        self._items.append(item)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget at `place`, counted from zero."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802  # Qt asks past the end
        """Return an item, or None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802  # Qt asks past the end
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802  # Qt's name
        """Return that it needs no more room than it takes."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802  # Qt's name
        """Return that its height depends on its width."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802  # Qt's name
        """Return the height of its rows, logical pixels."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802  # Qt's name
        """Place its items in `rect`."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the size of all in one row."""
        wide = sum(item.sizeHint().width() + self._gap for item in self._items) - self._gap
        return self._around(QSize(max(wide, 0), self._highest()))

    def minimumSize(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the size of the widest item."""
        wide = max((item.minimumSize().width() for item in self._items), default=0)
        return self._around(QSize(wide, self._highest()))

    def _highest(self) -> int:
        return max((item.minimumSize().height() for item in self._items), default=0)

    def _around(self, size: QSize) -> QSize:
        margins: QMargins = self.contentsMargins()
        return size.grownBy(margins)

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Place every item, or only measure; return the height with its margins."""
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        spot = inner.topLeft()
        row = 0
        shown = [item for item in self._items if not item.isEmpty()]
        for item in shown:
            size = item.sizeHint()
            if self._fill and item is shown[-1]:
                size.setWidth(item.minimumSize().width())
            if row and spot.x() + size.width() > inner.left() + inner.width():
                spot = QPoint(inner.left(), spot.y() + row + self._gap)
                row = 0
            if self._fill and item is shown[-1]:
                size.setWidth(max(inner.left() + inner.width() - spot.x(), size.width()))
            if move:
                item.setGeometry(QRect(spot, size))
            spot = QPoint(spot.x() + size.width() + self._gap, spot.y())
            row = max(row, size.height())
        return spot.y() + row - rect.y() + margins.bottom()
