from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from studytool.gui.theme import apply, color
from studytool.gui.widgets.states import set_state


def test_a_state_is_drawn_and_taken_away(qtbot, qapp):
    apply(qapp, "light")
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()

    def edge():
        return field.grab().toImage().pixelColor(1, field.height() // 2).name()

    rest = edge()
    set_state(field, "invalid", on=True)
    assert edge() == color("red").name()
    set_state(field, "invalid", on=False)
    assert edge() == rest
