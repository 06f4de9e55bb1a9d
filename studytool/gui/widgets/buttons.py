"""Buttons: one primary a pane, secondary with a border, quiet without, and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from studytool.gui.icons import icon

if TYPE_CHECKING:
    from studytool.gui.tokens import Token

_ICON = 16
_GAP = 4  # besides the four pixels Qt leaves between icon and text


def primary(text: str, icon_name: str = "", parent: QWidget | None = None) -> QPushButton:
    """Return the filled button of a pane: what is done next."""
    return _button("primary", text, icon_name, "on_accent", parent)


def secondary(text: str, icon_name: str = "", parent: QWidget | None = None) -> QPushButton:
    """Return a button with a border."""
    return _button("secondary", text, icon_name, "ink", parent)


def quiet(text: str, icon_name: str = "", parent: QWidget | None = None) -> QPushButton:
    """Return a button without a border, for bars and rows."""
    return _button("quiet", text, icon_name, "ink2", parent)


def link(
    text: str, icon_name: str = "", parent: QWidget | None = None, *, trailing: bool = False
) -> QPushButton:
    """Return a button that reads as a link, with room around it.

    Parameters
    ----------
    text : str
        What following it does.
    icon_name : str
        Icon beside it; none if empty.
    parent : QWidget, optional
        Widget it is in.
    trailing : bool
        Whether the icon comes after the text.
    """
    made = _button("link", text, icon_name, "accent", parent)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if trailing and icon_name:
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setIcon(icon(icon_name, "accent", _ICON, side=Qt.AlignmentFlag.AlignRight))
    return made


def flush(text: str, parent: QWidget | None = None) -> QPushButton:
    """Return a link that begins where the text above it begins."""
    made = _button("flush", text, "", "accent", parent)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def mark(icon_name: str, says: str, parent: QWidget | None = None) -> QPushButton:
    """Return a button of one icon, whose tooltip and accessible name say what it does."""
    return _wordless("mark", icon_name, says, _ICON, parent)


def cross(says: str, parent: QWidget | None = None) -> QPushButton:
    """Return the small cross that takes a chip away; `says` of which."""
    return _wordless("cross", "x", says, 12, parent)


def _button(
    kind: str, text: str, icon_name: str, token: Token, parent: QWidget | None
) -> QPushButton:
    made = QPushButton(text, parent)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    if icon_name:
        made.setIcon(icon(icon_name, token, _ICON, side=Qt.AlignmentFlag.AlignLeft))
        made.setIconSize(QSize(_ICON + _GAP, _ICON))
    return made


def _wordless(
    kind: str, icon_name: str, says: str, size: int, parent: QWidget | None
) -> QPushButton:
    made = _button(kind, "", "", "ink2", parent)
    made.setIcon(icon(icon_name, "ink2", size))
    made.setIconSize(QSize(size, size))
    made.setToolTip(says)
    made.setAccessibleName(says)
    return made
