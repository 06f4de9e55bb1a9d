from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from studytool.gui.theme import apply, color
from studytool.gui.widgets.chips import Chip, Chips, Tag

NAMES = [("hh_size", "Household size"), ("age", "Age"), ("sex", "")]


@pytest.fixture
def chips(qtbot, qapp):
    apply(qapp, "light")
    made = Chips(QLineEdit())
    qtbot.addWidget(made)
    made.resize(400, 28)
    made.show()
    return made


def crosses(chips):
    return [b for b in chips.findChildren(QPushButton) if b.parent().isVisible()]


def test_names_are_shown_by_their_labels(chips):
    chips.set_names(NAMES)
    assert chips.names == ("hh_size", "age", "sex")
    assert [button.accessibleName() for button in crosses(chips)] == [
        "Remove Household size",
        "Remove Age",
        "Remove sex",
    ]


def test_a_cross_tells_which_name_goes(chips, qtbot):
    chips.set_names(NAMES)
    with qtbot.waitSignal(chips.removed, timeout=1000) as removed:
        qtbot.mouseClick(crosses(chips)[1], Qt.MouseButton.LeftButton)
    assert removed.args == ["age"]
    assert chips.names == ("hh_size", "age", "sex")


def test_new_names_take_the_place_of_the_old(chips):
    chips.set_names(NAMES)
    chips.set_names(NAMES[1:])
    assert chips.names == ("age", "sex")
    assert len([chip for chip in chips.findChildren(Chip) if chip.isVisible()]) == 2


def test_one_row_is_as_high_as_a_field(chips, qtbot):
    chips.set_names(NAMES[:1])
    qtbot.waitUntil(lambda: chips.minimumHeight() == 28)


def test_more_than_a_row_wraps_into_another(chips, qtbot):
    chips.set_names(NAMES * 4)
    qtbot.waitUntil(lambda: chips.minimumHeight() > 50)
    chips.resize(chips.width(), chips.minimumHeight())
    shown = [chip for chip in chips.findChildren(Chip) if chip.isVisible()]
    assert all(chips.rect().contains(chip.geometry()) for chip in shown)
    assert not any(
        one.geometry().intersects(other.geometry())
        for place, one in enumerate(shown)
        for other in shown[:place]
    )


def test_the_border_tells_where_typing_goes(chips, qtbot):
    before = chips.sizeHint()
    chips.setFocus()
    qtbot.waitUntil(chips.findChild(QLineEdit).hasFocus)
    image = chips.grab().toImage()
    assert image.pixelColor(200, 1).name() == color("accent").name()
    assert chips.sizeHint() == before


def test_a_tag_has_the_ground_of_its_tone(qtbot, qapp):
    apply(qapp, "light")
    tag = Tag("renamed", "renamed")
    qtbot.addWidget(tag)
    tag.show()
    image = tag.grab().toImage()
    assert image.pixelColor(3, image.height() // 2) == color("renamed_soft")
