"""Icons: Lucide's lines, coloured by token and drawn at the size of the screen.

To add one, copy its file from Lucide into the folder ``icons`` and call it by its name.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from studytool.gui.theme import current

if TYPE_CHECKING:
    from studytool.gui.tokens import Token

_FOLDER = Path(__file__).parent / "icons"
_STROKE = 1.75


def icon(
    name: str,
    token: Token = "ink",  # noqa: S107  # a token of the theme, no secret
    size: int = 16,
    *,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
) -> QIcon:
    """Return an icon that takes its colour from the theme in force whenever it is drawn.

    Parameters
    ----------
    name : str
        Name of the icon in Lucide, such as ``"triangle-alert"``.
    token : str
        Token of its colour; disabled, it has the colour of disabled text.
    size : int
        Size in logical pixels: 16 in buttons, 14 in rows and bars, 18 in lists.
    side : AlignLeft, AlignHCenter or AlignRight
        Where it stands in a place wider than high, such as one with a gap to the text.

    Raises
    ------
    FileNotFoundError
        If the program does not ship that icon.
    """
    return QIcon(_LineIcon(name, token, size, side))


def pixmap(
    name: str,
    token: Token = "ink",  # noqa: S107  # a token of the theme, no secret
    size: int = 16,
    *,
    ratio: float = 1.0,
) -> QPixmap:
    """Return an icon as a picture in the colour of now, for cells and painting.

    Parameters
    ----------
    name, token, size
        As for `icon`.
    ratio : float
        Device pixels to a logical pixel: the widget's ``devicePixelRatioF()``.
    """
    made = icon(name, token, size).pixmap(QSize(size, size), ratio)
    made.setDevicePixelRatio(ratio)
    return made


def names() -> tuple[str, ...]:
    """Return the names of the icons there are, in order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.svg")))


class _LineIcon(QIconEngine):
    """Draws the lines in the colour its token has at that moment."""

    def __init__(self, name: str, token: Token, size: int, side: Qt.AlignmentFlag) -> None:
        super().__init__()
        _lines(name)  # one the program does not ship is refused here, not while painting
        self._name = name
        self._token: Token = token
        self._size = size
        self._side = side

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into `rect`."""
        ratio = painter.device().devicePixelRatioF()
        picture = self.pixmap((QSizeF(rect.size()) * ratio).toSize(), mode, state)
        painter.drawPixmap(rect, picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return a picture of `size` device pixels; one that was drawn before serves again."""
        del state
        token: Token = "disabled" if mode == QIcon.Mode.Disabled else self._token
        colour = current().hex(token)
        key = f"{self._name} {colour} {size.width()} {size.height()} {self._side.name}"
        made = QPixmap()
        if not QPixmapCache.find(key, made):
            made = _drawn(_lines(self._name).replace("currentColor", colour), size, self._side)
            QPixmapCache.insert(key, made)
        return made

    def actualSize(  # noqa: N802  # Qt's name
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State
    ) -> QSize:
        """Return the size it has where `size` is offered: all of it."""
        del mode, state
        return size

    def clone(self) -> QIconEngine:
        """Return the same icon."""
        return _LineIcon(self._name, self._token, self._size, self._side)


@cache
def _lines(name: str) -> str:
    text = (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', f'stroke-width="{_STROKE}"')


def _drawn(lines: str, size: QSize, side: Qt.AlignmentFlag) -> QPixmap:
    made = QPixmap(size)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(lines.encode())).render(painter, _square(made.rect(), side))
    painter.end()
    return made


def _square(rect: QRect, side: Qt.AlignmentFlag) -> QRectF:
    """Return the square of the rectangle's shorter side, placed at one of its sides."""
    length = min(rect.width(), rect.height())
    room = rect.width() - length
    shares = {Qt.AlignmentFlag.AlignLeft: 0.0, Qt.AlignmentFlag.AlignRight: 1.0}
    left = rect.x() + room * shares.get(side, 0.5)
    return QRectF(left, rect.y() + (rect.height() - length) / 2, length, length)
