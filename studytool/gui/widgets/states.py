"""States that the style sheet draws: invalid, chosen, focused."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def set_state(widget: QWidget, name: str, *, on: bool) -> None:
    """Give a widget a state of the style sheet, or take it away, and draw it so.

    Parameters
    ----------
    widget : QWidget
        Whose state it is.
    name : str
        Name of the state in the sheet, such as ``"invalid"``.
    on : bool
        Whether it has the state.
    """
    if bool(widget.property(name)) == on:
        return
    widget.setProperty(name, on)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
