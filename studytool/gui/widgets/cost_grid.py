"""The cost sheet as a grid: lines of the document are typed in place, lines of a file are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studytool.gui.money_edits import file_of, place_of
from studytool.gui.theme import current, figures, font
from studytool.gui.tokens import SIZES
from studytool.report.numbers import fixed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studytool.roi.cost import Line

Index = QModelIndex | QPersistentModelIndex

ROW, HEAD = 26, 28
MOST_ROWS = 9
_SIDE = 6
_INGREDIENT, _UNIT_MOST = 96, 120
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Column:
    field: str
    head: str
    width: int
    number: bool


_COLUMNS = (
    _Column("ingredient", "Ingredient", 0, number=False),
    _Column("quantity", "Quantity", 62, number=True),
    _Column("unit", "Unit", 60, number=False),
    _Column("unit_price", "Price", 74, number=True),
    _Column("shared", "Share %", 60, number=True),
    _Column("amount", "Amount", 62, number=True),
)


class CostModel(QAbstractTableModel):
    """Lines of the cost sheet by columns."""

    typed = Signal(int, str, str)
    """Something was typed: entry of the document, field, text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self._programme = ""

    def show_lines(self, lines: Sequence[Line], programme: str) -> None:
        """Show other lines; only those of the programme count, all where it is empty."""
        same = len(lines) == len(self.lines)
        if not same:
            self.beginResetModel()
        self.lines, self._programme = tuple(lines), programme
        if same and lines:
            last = self.index(len(lines) - 1, len(_COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_COLUMNS) - 1)
        elif not same:
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008  # Qt's
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008  # Qt's
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def counts(self, line: Line) -> bool:
        """Whether a line is part of the cost: not of another programme, not of the research."""
        other = bool(self._programme) and line.programme != self._programme
        return not other and line.phase != "research-only"

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell: lines of the document can be typed."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        own = place_of(self.lines[index.row()]) is not None
        typed = own and _COLUMNS[index.column()].field != "amount"
        return plain | Qt.ItemFlag.ItemIsEditable if typed else plain

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a cell says."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], _COLUMNS[index.column()]
        roles = Qt.ItemDataRole
        says: dict[Qt.ItemDataRole, Callable[[], Any]] = {
            roles.DisplayRole: lambda: _shown(line, column),
            roles.EditRole: lambda: _typed_as(line, column),
            roles.TextAlignmentRole: lambda: int(_RIGHT if column.number else _LEFT),
            roles.ToolTipRole: lambda: self._hint(line),
            roles.AccessibleTextRole: lambda: _spoken(line, column),
        }
        said = says.get(Qt.ItemDataRole(role))
        return None if said is None else said()

    def _hint(self, line: Line) -> str:
        return f"{told(line)}. {counted_as(line, counts=self.counts(line))}".strip()

    def setData(  # noqa: N802  # Qt's name
        self,
        index: Index,
        value: Any,  # noqa: ANN401  # Qt's
        role: int = Qt.ItemDataRole.EditRole,
    ) -> bool:
        """Tell what was typed; the cell changes once the study has taken it."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        line, column = self.lines[index.row()], _COLUMNS[index.column()]
        place = place_of(line)
        if place is not None and str(value) != _typed_as(line, column):
            self.typed.emit(place, column.field, str(value))
        return True

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401  # Qt's
        """Return the head of a column; the amount is headed by its currency."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = _COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            if column.field == "amount" and self.lines:
                currency = self.lines[0].amount.currency
                return "Rand" if currency == "ZAR" else currency
            return column.head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_RIGHT if column.number else _LEFT)
        return None


class CostGrid(QTableView):
    """The grid on the screen; it is as high as its lines, up to nine of them."""

    removal_asked = Signal()
    """The chosen line is to be removed."""
    chosen = Signal()
    """Another line is looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cost_model = CostModel(self)
        self.setModel(self.cost_model)
        self.setItemDelegate(_CostDelegate(self))
        self.setAccessibleName("Cost sheet")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setFont(figures(font()))
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW)
        rows.hide()
        heads.setFixedHeight(HEAD)
        heads.setSectionsClickable(False)
        heads.setHighlightSections(False)
        heads.setStyleSheet(
            f"QHeaderView::section {{ padding: 4px {_SIDE}px; font-size: {SIZES['label']:g}pt; }}"
        )
        self.selectionModel().currentChanged.connect(self._tell_choice)

    def show_lines(self, lines: Sequence[Line], programme: str) -> None:
        """Show other lines; the chosen row stays chosen."""
        row, column = self.currentIndex().row(), max(self.currentIndex().column(), 0)
        self.cost_model.show_lines(lines, programme)
        if 0 <= row < len(lines) and row != self.currentIndex().row():
            self.setCurrentIndex(self.cost_model.index(row, column))
        self._fit_height()
        self._fit_columns()

    def line(self) -> Line | None:
        """Return the line that is looked at."""
        row = self.currentIndex().row()
        return self.cost_model.lines[row] if 0 <= row < len(self.cost_model.lines) else None

    def choose(self, row: int) -> None:
        """Look at a line and bring it into view."""
        self.setCurrentIndex(self.cost_model.index(row, 0))
        self.scrollTo(self.cost_model.index(row, 0))

    def type_into(self, row: int, column: int = 0) -> None:
        """Open a cell for typing."""
        self.choose(row)
        self.setCurrentIndex(self.cost_model.index(row, column))
        self.setFocus()
        self.edit(self.cost_model.index(row, column))

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return the height of the lines that are shown at once."""
        return QSize(sum(column.width for column in _COLUMNS) + 108, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Type with Enter, remove with Delete."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            typing = self.state() == QAbstractItemView.State.EditingState
            if index.flags() & Qt.ItemFlag.ItemIsEditable and not typing:
                self.edit(index)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Give the ingredients what room there is."""
        super().resizeEvent(event)
        self._fit_columns()

    def _tell_choice(self) -> None:
        self.chosen.emit()

    def _fit_columns(self) -> None:
        widths = {column.field: self._least(column) for column in _COLUMNS}
        taken = sum(widths.values())
        for place, column in enumerate(_COLUMNS):
            room = widths[column.field] or max(self.viewport().width() - taken, _INGREDIENT)
            if self.columnWidth(place) != room:
                self.setColumnWidth(place, room)

    def _least(self, column: _Column) -> int:
        """Return the width of a column: head and numbers are shown whole, units up to a limit."""
        if not column.width:
            return 0
        plain = QFontMetrics(figures(font(SIZES["label"])))
        heavy = QFontMetrics(font(SIZES["label"], 600))
        shown = (plain.horizontalAdvance(_shown(line, column)) for line in self.cost_model.lines)
        widest = max((heavy.horizontalAdvance(column.head), *shown)) + 2 * _SIDE + 2
        return min(max(column.width, widest), _UNIT_MOST)

    def _fit_height(self) -> None:
        rows = min(max(len(self.cost_model.lines), 1), MOST_ROWS)
        self.setFixedHeight(HEAD + rows * ROW)


class _CostDelegate(QStyledItemDelegate):
    """Paints a cell; what does not count is in the third ink, what is typed has a border."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint it."""
        model = index.model()
        if not isinstance(model, CostModel):
            return
        line, column = model.lines[index.row()], _COLUMNS[index.column()]
        theme, rect = current(), option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
            if index.column() == 0:
                painter.fillRect(rect.adjusted(0, 0, 3 - rect.width(), 0), theme.color("accent"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        quiet = column.field == "unit" or (file_of(line) and column.field != "amount")
        counted = model.counts(line)
        painter.setPen(theme.color(("ink2" if quiet else "ink") if counted else "ink3"))
        painter.setFont(figures(font(SIZES["label"])))
        inside = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        text = painter.fontMetrics().elidedText(
            _shown(line, column), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, int(_RIGHT if column.number else _LEFT), text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def createEditor(  # noqa: N802  # Qt's name
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """Return the line that is typed in: as high as its cell."""
        del option
        made = QLineEdit(parent)
        made.setProperty("kind", "cell")
        made.setStyleSheet("QLineEdit { min-height: 0; padding: 0 5px; border-radius: 0; }")
        made.setAlignment(_RIGHT if _COLUMNS[index.column()].number else _LEFT)
        made.setAccessibleName(_COLUMNS[index.column()].head)
        made.setMaxLength(200)
        return made


def told(line: Line) -> str:
    """Return everything a line says that has no column, in one sentence."""
    where = f"{line.place}: " if file_of(line) else ""
    parts = [line.category, line.programme, line.phase, "donated" if line.donated else ""]
    parts += [f"paid by {line.payer}" if line.payer else "", line.source, line.certainty]
    return f"{where}{line.ingredient}. {', '.join(part for part in parts if part)}"


def counted_as(line: Line, *, counts: bool) -> str:
    """Return why a line does not count; empty where it does."""
    if counts:
        return ""
    research = line.phase == "research-only"
    return "Of the research: not counted." if research else "Of another programme: not counted."


def _shown(line: Line, column: _Column) -> str:
    if column.field == "amount":
        return fixed(line.amount.amount, 0)
    value = getattr(line, column.field)
    if column.field == "unit_price":
        return fixed(value, 2)
    if column.number:
        return fixed(value, 0 if float(value).is_integer() else 2)
    return str(value)


def _typed_as(line: Line, column: _Column) -> str:
    if column.field == "amount":
        return ""
    value = getattr(line, column.field)
    if column.number:
        return str(int(value)) if float(value).is_integer() else str(value)
    return str(value)


def _spoken(line: Line, column: _Column) -> str:
    read = f", read from {line.place}" if file_of(line) else ""
    return f"{column.head}: {_shown(line, column)}{read}"
