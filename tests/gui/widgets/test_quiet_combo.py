from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from studytool.gui.choices import Choice
from studytool.gui.widgets.quiet_combo import QuietCombo, ShortenedLine
from studytool.gui.widgets.variable_picker import VariablePicker

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

LONG = "By an earlier score: Total difficulties, as the caregiver reports them, from 17 at wave 1"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def beside_another(qtbot: QtBot, widget: QWidget) -> QWidget:
    """Show a widget of 180 pixels with something else that takes the keyboard."""
    pane, other = QWidget(), QLineEdit()
    row = QHBoxLayout(pane)
    widget.setFixedWidth(180)
    row.addWidget(widget)
    row.addWidget(other)
    qtbot.addWidget(pane)
    pane.show()
    other.setFocus()
    return pane


def test_a_long_choice_is_shortened_and_told_whole(qtbot: QtBot) -> None:
    combo = QuietCombo()
    combo.addItems([LONG, "By chance"])
    _pane = beside_another(qtbot, combo)
    assert combo.shown.endswith(ELLIPSIS)
    assert combo.currentText() == combo.toolTip() == LONG
    combo.setCurrentIndex(1)
    assert combo.shown == combo.toolTip() == "By chance"


def test_the_shortened_choice_is_what_is_drawn(qtbot: QtBot) -> None:
    combo, same = QuietCombo(), QuietCombo()
    combo.addItem(LONG)
    _panes = [beside_another(qtbot, combo)]
    same.addItem(combo.shown)
    _panes.append(beside_another(qtbot, same))
    assert drawn(combo) == drawn(same)


def test_a_picked_variable_is_shortened_until_somebody_types(qtbot: QtBot) -> None:
    picker = VariablePicker([Choice("score", LONG)])
    picker.set_name("score")
    _pane = beside_another(qtbot, picker)
    line = picker.lineEdit()
    assert isinstance(line, ShortenedLine)
    assert line.shown.endswith(ELLIPSIS)
    assert line.text() == LONG
    assert picker.toolTip().startswith(LONG)
    before = drawn(picker)
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    assert drawn(picker) != before


def drawn(widget: QWidget) -> QImage:
    return widget.grab().toImage()
