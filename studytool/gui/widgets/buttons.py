"""Buttons: one primary a pane, secondary with a border, quiet without, and links."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from studytool.gui.icons import icon
from studytool.gui.tokens import Token


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
    """Return a button that reads as a link.

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
    if trailing:
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def mark(icon_name: str, says: str, parent: QWidget | None = None) -> QPushButton:
    """Return a button of one icon, whose tooltip and accessible name say what it does."""
    made = _button("mark", "", icon_name, "ink2", parent)
    made.setToolTip(says)
    made.setAccessibleName(says)
    return made


def _button(
    kind: str, text: str, icon_name: str, token: Token, parent: QWidget | None
) -> QPushButton:
    made = QPushButton(text, parent)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    if icon_name:
        made.setIcon(icon(icon_name, token))
        made.setIconSize(QSize(16, 16))
    return made
