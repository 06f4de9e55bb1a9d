from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from studytool.gui.theme import apply, color
from studytool.gui.widgets.buttons import cross, flush, link, mark, primary, quiet, secondary


@pytest.mark.parametrize("make", [primary, secondary, quiet, link, flush])
def test_a_button_says_what_it_does_and_does_it(qtbot, make):
    button = make("Add files …")
    qtbot.addWidget(button)
    button.show()
    assert button.text() == "Add files …"
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(button.clicked, timeout=1000):
        qtbot.keyClick(button, Qt.Key.Key_Space)


@pytest.mark.parametrize("make", [mark, cross])
def test_a_button_without_a_word_says_it_elsewhere(qtbot, make):
    button = mark("trash-2", "Delete the table") if make is mark else cross("Remove age")
    qtbot.addWidget(button)
    assert not button.text()
    assert button.accessibleName() == button.toolTip()
    assert button.toolTip()
    assert not button.icon().isNull()


def test_enter_in_a_field_presses_no_button_beside_it(qtbot):
    button = primary("Run")
    qtbot.addWidget(button)
    assert not button.autoDefault()


def ink_columns(button):
    image = button.grab().toImage()
    wanted = color("accent").name()
    columns = range(image.width())
    return [
        x
        for x in columns
        if any(image.pixelColor(x, y).name() == wanted for y in range(image.height()))
    ]


def test_an_icon_after_the_text_stands_after_it(qtbot, qapp):
    apply(qapp, "light")
    plain, after, before = (
        link("Reproduce"),
        link("Reproduce", "arrow-right", trailing=True),
        link("Reproduce", "arrow-right"),
    )
    for button in (plain, after, before):
        qtbot.addWidget(button)
        button.show()
    assert after.sizeHint() == before.sizeHint()
    assert after.sizeHint().width() == plain.sizeHint().width() + 24
    assert ink_columns(after) != ink_columns(before)
