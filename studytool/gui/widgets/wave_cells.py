"""How cells and heads of the grid of waves are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studytool.gui.icons import pixmap
from studytool.gui.theme import Theme, current, font
from studytool.gui.tokens import RADIUS_CONTROL, SIZES, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.gui.widgets.wave_table import Line, WaveModel
    from studytool.survey.wave_grid import GridCell

ROW, LOW_ROW = 40, 32
"""Height of a row of two lines, and of a row in which every cell has one; logical pixels."""

_SIDE, _HEAD = 12, 42
_BUTTON, _BUTTON_HIGH, _RIGHT = 65, 26, 8
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TONES: dict[str, tuple[Token, Token]] = {
    "renamed": ("renamed_soft", "renamed"),
    "recoded": ("recoded_soft", "recoded"),
    "missing": ("missing_soft", "missing"),
    "format": ("format_soft", "format"),
    "not_asked": ("not_asked_soft", "not_asked"),
}


def button_rect(cell: QRect) -> QRect:
    """Return where the button of a proposal's cell is."""
    top = cell.top() + (cell.height() - _BUTTON_HIGH) // 2
    return QRect(cell.right() - _BUTTON - _RIGHT, top, _BUTTON, _BUTTON_HIGH)


class WaveDelegate(QStyledItemDelegate):
    """Draws a cell of the grid."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw variable, wave or proposal."""
        model: WaveModel = index.model()  # type: ignore[assignment]  # the grid's own
        line, column = model.lines[index.row()], index.column()
        theme, rect = current(), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, theme.color("accent_soft"))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if column == 0:
            _draw_variable(painter, rect, line, theme, chosen=chosen)
        elif column <= len(model.heads):
            _draw_wave(painter, rect, line, column - 1, theme)
        else:
            _draw_proposal(painter, rect, line, theme, chosen=chosen)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
        painter.restore()


class WaveHeader(QHeaderView):
    """Heads of the grid: a wave's label over its rows and files, a rule above and below."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName("Waves")
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return room for two lines."""
        return QSize(super().sizeHint().width(), _HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802  # Qt's name
        """Draw one head."""
        theme = current()
        said = self.model().headerData(section, Qt.Orientation.Horizontal)
        title, _, below = str(said or "").partition("\n")
        painter.save()
        painter.fillRect(rect, theme.color("paper"))
        painter.setPen(QPen(theme.color("rule"), 1))
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(_SIDE, 4, -4, -4)
        painter.setFont(font(weight=600))
        painter.setPen(theme.color("ink"))
        if below:
            inside, lower = _halves(inside)
            painter.drawText(inside, _LEFT, _short(painter, title, inside))
            painter.setFont(font(SIZES["note"]))
            painter.setPen(theme.color("ink2"))
            painter.drawText(lower, _LEFT, _short(painter, below, lower))
        else:
            painter.drawText(inside, _LEFT, title)
        painter.restore()


class Swatch(QWidget):
    """A small square in the colour of a difference, for the legend."""

    def __init__(self, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setFixedSize(12, 12)

    def paintEvent(self, event: object) -> None:  # noqa: N802  # Qt's name
        """Draw it in the colours of now."""
        del event
        soft, ink = _TONES[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current().color(ink), 1))
        painter.setBrush(current().color(soft))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 2, 2)


def height_of(line: Line, widths: Sequence[int]) -> int:
    """Return how high a row is: what there is no room for is told when it is pointed at.

    Parameters
    ----------
    line : Line
        The variable.
    widths : sequence of int
        Of the columns: variable, waves, proposal; logical pixels.

    Returns
    -------
    int
        Logical pixels: 40 where a cell has two lines, else 32.
    """
    room = widths[-1] - _SIDE - _taken(line)
    lines = [len(_variable_words(line, current(), chosen=True))]
    lines += [len(_wave_words(cell, current())) for cell in line.row.cells]
    lines.append(len(_proposal_words(line, current(), room)))
    return ROW if max(lines) > 1 else LOW_ROW


def _draw_variable(
    painter: QPainter, rect: QRect, line: Line, theme: Theme, *, chosen: bool
) -> None:
    if chosen:
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
    words = _variable_words(line, theme, chosen=chosen)
    _draw_words(painter, rect.adjusted(_SIDE, 0, -6, -1), words)


def _draw_wave(painter: QPainter, rect: QRect, line: Line, place: int, theme: Theme) -> None:
    cell = line.row.cells[place]
    if cell.kind:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(_TONES[cell.kind][0]))
        painter.drawRoundedRect(rect.adjusted(2, 2, -3, -3), RADIUS_CONTROL, RADIUS_CONTROL)
    _draw_words(painter, rect.adjusted(_SIDE, 0, -6, -1), _wave_words(cell, theme))


def _draw_proposal(
    painter: QPainter, rect: QRect, line: Line, theme: Theme, *, chosen: bool
) -> None:
    button = button_rect(rect)
    room = rect.adjusted(_SIDE, 0, -_taken(line), -1)
    _draw_words(painter, room, _proposal_words(line, theme, room.width()))
    if line.state == "accepted":
        painter.setFont(font(SIZES["label"]))
        mark = pixmap("check", "ink2", 14, ratio=painter.device().devicePixelRatioF())
        painter.drawPixmap(button.left() - 10, button.center().y() - 7, mark)
        painter.setPen(theme.color("ink2"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(button, int(right), "Accepted")
    elif line.state == "open":
        _draw_button(painter, button, theme, filled=chosen)


def _variable_words(line: Line, theme: Theme, *, chosen: bool) -> list[_Words]:
    words = [
        _Words(
            line.row.label or line.row.name, font(weight=600 if chosen else 500), theme.color("ink")
        )
    ]
    if line.row.label:
        words.append(_Words(line.row.name, font(SIZES["note"]), theme.color("ink3")))
    return words


def _wave_words(cell: GridCell, theme: Theme) -> list[_Words]:
    plain, small = font(SIZES["label"]), font(SIZES["note"], 500)
    if not cell.kind:
        return [_Words(cell.column, plain, theme.color("ink2"))]
    ink = theme.color(_TONES[cell.kind][1])
    if not cell.column:
        return [_Words(cell.words, font(SIZES["note"]), ink)]
    return [_Words(cell.column, plain, theme.color("ink")), _Words(cell.words, small, ink)]


def _proposal_words(line: Line, theme: Theme, width: int) -> list[_Words]:
    """Return what is proposed, on two lines where one does not hold it."""
    token: Token = "ink3" if line.state == "same" else "ink"
    face = font(SIZES["label"])
    metrics, first, rest = QFontMetrics(face), "", line.words.split(" ")
    while rest and metrics.horizontalAdvance(f"{first} {rest[0]}".strip()) <= width:
        first = f"{first} {rest.pop(0)}".strip()
    lines = (first, " ".join(rest)) if first else (" ".join(rest), "")
    return [_Words(text, face, theme.color(token)) for text in lines if text]


def _taken(line: Line) -> int:
    """Return the room at the right of a proposal that its button or its mark takes."""
    beside = {"same": 6, "open": _BUTTON + _RIGHT + 8, "accepted": _BUTTON + _RIGHT + 24}
    return beside[line.state]


def _draw_words(painter: QPainter, rect: QRect, words: Sequence[_Words]) -> None:
    """Draw texts below each other, in the middle of a cell."""
    top = rect.top() + (rect.height() - sum(part.high for part in words)) // 2
    for part in words:
        area = QRect(rect.left(), top, rect.width(), part.high)
        painter.setFont(part.face)
        painter.setPen(part.ink)
        painter.drawText(area, _LEFT, _short(painter, part.text, area))
        top += area.height()


def _draw_button(painter: QPainter, rect: QRect, theme: Theme, *, filled: bool) -> None:
    painter.setPen(QPen(theme.color("accent"), 1))
    painter.setBrush(theme.color("accent" if filled else "field"))
    painter.drawRoundedRect(rect, RADIUS_CONTROL, RADIUS_CONTROL)
    painter.setFont(font(SIZES["label"], 500))
    painter.setPen(theme.color("on_accent" if filled else "accent"))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), "Accept")


def _halves(rect: QRect) -> tuple[QRect, QRect]:
    half = rect.height() // 2
    upper = QRect(rect.left(), rect.top(), rect.width(), half)
    return upper, QRect(rect.left(), rect.top() + half, rect.width(), rect.height() - half)


def _short(painter: QPainter, text: str, rect: QRect) -> str:
    metrics = QFontMetrics(painter.font())
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())


@dataclass(frozen=True, slots=True)
class _Words:
    """A line of a cell; it is shortened where there is no room."""

    text: str
    face: QFont
    ink: QColor

    @property
    def high(self) -> int:
        """Return the height of the line, logical pixels."""
        return QFontMetrics(self.face).height()
