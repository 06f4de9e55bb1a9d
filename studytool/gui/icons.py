"""Icons: Lucide's lines, coloured by token and drawn anew at the size of the screen.

To add one, copy its file from Lucide into the folder ``icons`` and call it by its name.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from studytool.gui.theme import current
from studytool.gui.tokens import Token

_FOLDER = Path(__file__).parent / "icons"
_STROKE = 1.75


def icon(name: str, token: Token = "ink", size: int = 16) -> QIcon:
    """Return an icon that takes its colour from the theme in force whenever it is drawn.

    Parameters
    ----------
    name : str
        Name of the icon in Lucide, such as ``"triangle-alert"``.
    token : str
        Token of its colour.
    size : int
        Size in logical pixels: 16 in buttons, 14 in rows and bars, 18 in lists.

    Raises
    ------
    FileNotFoundError
        If the program does not ship that icon.
    """
    return QIcon(_LineIcon(_lines(name), token, size))


def pixmap(name: str, token: Token = "ink", size: int = 16, *, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture in the colour of now, for labels and cells.

    Parameters
    ----------
    name, token, size
        As for `icon`.
    ratio : float
        Device pixels to a logical pixel: the widget's ``devicePixelRatioF()``.
    """
    made = _drawn(_lines(name), token, QSize(round(size * ratio), round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    return made


def names() -> tuple[str, ...]:
    """Return the names of the icons there are, in order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.svg")))


class _LineIcon(QIconEngine):
    """Draws the lines in the colour its token has at that moment."""

    def __init__(self, lines: str, token: Token, size: int) -> None:
        super().__init__()
        self._lines = lines
        self._token: Token = token
        self._size = size

    def paint(
        self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State
    ) -> None:
        """Draw into `rect`."""
        del state
        token: Token = "disabled" if mode == QIcon.Mode.Disabled else self._token
        _render(self._lines, token, painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Draw a picture of `size` device pixels."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:  # noqa: N802 - Qt's name
        """Return the size it has where `size` is offered."""
        del mode, state
        return size

    def clone(self) -> QIconEngine:
        """Return the same icon."""
        return _LineIcon(self._lines, self._token, self._size)


def _lines(name: str) -> str:
    text = (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', f'stroke-width="{_STROKE}"')


def _drawn(lines: str, token: Token, size: QSize) -> QPixmap:
    made = QPixmap(size)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _render(lines, token, painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return made


def _render(lines: str, token: Token, painter: QPainter, rect: QRectF) -> None:
    coloured = lines.replace("currentColor", current().hex(token))
    QSvgRenderer(QByteArray(coloured.encode())).render(painter, rect)
