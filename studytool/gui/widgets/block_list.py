"""The blocks of a brief in order: ticked to be printed, dragged to another place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QByteArray,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studytool.gui.icons import pixmap
from studytool.gui.theme import current, font
from studytool.gui.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex

ROW = 48
_MIME = "application/x-studytool-block"
_BOX = 16


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One block as the list shows it.

    Attributes
    ----------
    title, under, icon : str
        What it is called, what it shows, its icon.
    shown : bool
        Whether it is part of the brief.
    wrong : bool
        Whether something is to be minded about it.
    """

    title: str
    under: str
    icon: str
    shown: bool
    wrong: bool = False


class BlockModel(QAbstractListModel):
    """The rows; it tells what a person wants and changes nothing itself."""

    turned = Signal(int)
    """A block is to be hidden or shown again."""
    moved = Signal(int, int)
    """A block is to stand at another place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[BlockRow, ...] = ()

    def show_rows(self, rows: Sequence[BlockRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008  # Qt's
        """Return how many blocks there are."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a row."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag
        plain = flags.ItemIsEnabled | flags.ItemIsSelectable
        return plain | flags.ItemIsUserCheckable | flags.ItemIsDragEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a row says."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            left_out = "" if row.shown else ", left out"
            return f"{row.title}, {row.under}{left_out}"
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.shown else Qt.CheckState.Unchecked
        return None

    def setData(  # noqa: N802  # Qt's name
        self,
        index: Index,
        value: Any,  # noqa: ANN401  # Qt's
        role: int = Qt.ItemDataRole.EditRole,
    ) -> bool:
        """Tell of a tick; the row changes once the study has taken it."""
        del value
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid():
            self.turned.emit(index.row())
            return True
        return False

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802  # Qt's name
        """Return that rows are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802  # Qt's name
        """Return what a dragged row is."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802  # Qt's name
        """Return the place of the row that is dragged."""
        data = QMimeData()
        data.setData(_MIME, QByteArray(str(indexes[0].row() if indexes else -1).encode()))
        return data

    def dropMimeData(  # noqa: N802  # Qt's name
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Tell where a row was dropped; the study moves it."""
        del action, column
        start = int(data.data(_MIME).toStdString() or -1)
        to = row if row >= 0 else parent.row() if parent.isValid() else len(self.rows)
        to -= start < to
        if start >= 0 and to != start:
            self.moved.emit(start, to)
        return False  # the view must not take the row away itself


class BlockList(QListView):
    """The list on the screen: Space ticks, Alt and an arrow moves, Delete removes."""

    chosen = Signal(int)
    """Another block is looked at."""
    move_asked = Signal(int)
    """The chosen block goes up (-1) or down (1)."""
    removal_asked = Signal()
    """The chosen block is to be removed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.blocks = BlockModel(self)
        self.setModel(self.blocks)
        self.setItemDelegate(_BlockDelegate(self))
        self.setAccessibleName("Blocks of the brief")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setStyleSheet("QListView { background: transparent; }")
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._tell)

    @property
    def place(self) -> int:
        """Which block is looked at; -1 for none."""
        return self.currentIndex().row()

    def show_rows(self, rows: Sequence[BlockRow], place: int) -> None:
        """Show other rows and look at one of them; nobody is told."""
        if tuple(rows) != self.blocks.rows:
            at = self.verticalScrollBar().value()
            chooser = self.selectionModel()
            chooser.blockSignals(True)
            self.blocks.show_rows(rows)
            self.choose(place)
            chooser.blockSignals(False)
            self.verticalScrollBar().setValue(at)
        elif place != self.place:
            self.choose(place)
        self.viewport().update()

    def choose(self, place: int) -> None:
        """Look at a block."""
        if 0 <= place < len(self.blocks.rows):
            self.setCurrentIndex(self.blocks.index(place))
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Move with Alt and an arrow, remove with Delete."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if alt and step:
            self.move_asked.emit(step)
        elif event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)

    def _tell(self, now: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(now.row())


class _BlockDelegate(QStyledItemDelegate):
    """Paints a row: handle, tick, icon, title and what it shows."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802  # Qt's
        """Return the height of a row."""
        del index
        return QSize(option.rect.width(), ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint it."""
        model = index.model()
        if not isinstance(model, BlockModel):
            return
        row, rect, theme = model.rows[index.row()], option.rect, current()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, theme.color("accent_soft" if chosen else "ground"))
        if chosen:
            painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height()), theme.color("accent"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        ratio = painter.device().devicePixelRatio()
        middle = rect.y() + ROW // 2
        grip = pixmap("grip-vertical", "ink3", 14, ratio=ratio)
        painter.drawPixmap(rect.x() + 8, middle - 7, grip)
        self._tick(painter, box_of(rect), shown=row.shown, ratio=ratio)
        icon = pixmap(row.icon, "ink2" if row.shown else "ink3", 16, ratio=ratio)
        painter.drawPixmap(rect.x() + 62, middle - 8, icon)
        right = 34 if row.wrong else 8
        words = rect.adjusted(86, 6, -right, -6)
        painter.setPen(theme.color("ink" if row.shown else "ink3"))
        painter.setFont(font(weight=500))
        title = painter.fontMetrics().elidedText(
            row.title, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, int(Qt.AlignmentFlag.AlignTop), title)
        painter.setPen(theme.color("ink3"))
        painter.setFont(font(SIZES["label"]))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignBottom), row.under)
        if row.wrong:
            mark = pixmap("triangle-alert", "amber_mark", 16, ratio=ratio)
            painter.drawPixmap(rect.right() - 24, middle - 8, mark)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def editorEvent(  # noqa: N802  # Qt's name
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Tick at a click on the box, or at Space."""
        role = Qt.ItemDataRole.CheckStateRole
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            around = box_of(option.rect).adjusted(-6, -8, 6, 8)
            if around.contains(event.position().toPoint()):
                return model.setData(model.index(index.row(), 0), None, role)
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            return model.setData(model.index(index.row(), 0), None, role)
        return False

    @staticmethod
    def _tick(painter: QPainter, box: QRect, *, shown: bool, ratio: float) -> None:
        theme = current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent" if shown else "edge"), 1))
        painter.setBrush(theme.color("accent" if shown else "field"))
        painter.drawRoundedRect(box, 3, 3)
        painter.restore()
        if shown:
            painter.drawPixmap(
                box.x() + 2, box.y() + 2, pixmap("check", "on_accent", 12, ratio=ratio)
            )


def box_of(rect: QRect) -> QRect:
    """Return where the tick of a row stands."""
    return QRect(rect.x() + 32, rect.y() + (ROW - _BOX) // 2, _BOX, _BOX)
