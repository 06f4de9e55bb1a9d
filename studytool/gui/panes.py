"""Panes: the keyboard goes from one to the next (F6), and through each as it is read (Tab)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW = 28


def turn_to_next(panes: Sequence[QWidget], step: int = 1) -> QWidget | None:
    """Move the keyboard to the next pane that has something to hold it.

    Parameters
    ----------
    panes : sequence of QWidget
        In the order in which they are visited; those that are not visible are passed over.
    step : {1, -1}
        Forwards or backwards.

    Returns
    -------
    QWidget or None
        What has the keyboard now; None if nothing took it.
    """
    seen = [pane for pane in panes if pane.isVisible()]
    focused = QApplication.focusWidget()
    here = [place for place, pane in enumerate(seen) if focused and _holds(pane, focused)]
    start = here[-1] if here else (-1 if step > 0 else 0)
    for turn in range(1, len(seen) + 1):
        control = first_control(seen[(start + step * turn) % len(seen)])
        if control is not None:
            control.setFocus(Qt.FocusReason.TabFocusReason)
            return control
    return None


def turn_to_control(panes: Sequence[QWidget], *, forwards: bool) -> bool:
    """Move the keyboard to the next control, pane after pane, each from top left to bottom right.

    Parameters
    ----------
    panes : sequence of QWidget
        In the order in which they are read.
    forwards : bool
        Whether to the next or to the one before.

    Returns
    -------
    bool
        Whether there was one.
    """
    order = [one for pane in panes if pane.isVisible() for one in controls(pane)]
    if not order:
        return False
    focused = QApplication.focusWidget()
    here = [place for place, one in enumerate(order) if focused and _holds(one, focused)]
    step = 1 if forwards else -1
    start = here[-1] if here else (-1 if forwards else 0)
    reasons = Qt.FocusReason
    reason = reasons.TabFocusReason if forwards else reasons.BacktabFocusReason
    order[(start + step) % len(order)].setFocus(reason)
    return True


def controls(pane: QWidget) -> list[QWidget]:
    """Return the controls of a pane that take the keyboard, in the order they are read."""
    able = [one for one in (pane, *pane.findChildren(QWidget)) if _takes_keyboard(one)]
    return sorted(able, key=lambda one: _place(one, pane))


def _place(control: QWidget, pane: QWidget) -> tuple[int, int]:
    middle = control.mapTo(pane, QPoint(0, min(control.height(), _ROW) // 2))
    return middle.y() // _ROW, middle.x()


def first_control(pane: QWidget) -> QWidget | None:
    """Return the control of a pane that takes the keyboard: the chosen one, else the first."""
    able = controls(pane)
    chosen = [one for one in able if one.property("checked")]
    return next(iter(chosen or able), None)


def _holds(pane: QWidget, focused: QWidget) -> bool:
    return pane is focused or pane.isAncestorOf(focused)


def _takes_keyboard(control: QWidget) -> bool:
    wanted = bool(control.focusPolicy() & Qt.FocusPolicy.TabFocus)
    own = control.focusProxy() is None
    return wanted and own and control.isVisible() and control.isEnabled()
