from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from studytool.gui.theme import apply, color
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.labels import Help, Label, Wrapped

WRONG = "Discount rate: “0,05” has a comma. Type 0.05."


@pytest.fixture
def field(qtbot, qapp):
    apply(qapp, "light")
    made = Field("Discount rate", QLineEdit("0,05"), "What a rand next year is worth today.")
    qtbot.addWidget(made)
    made.show()
    return made


def edge(field):
    image = field.control.grab().toImage()
    return image.pixelColor(1, field.control.height() // 2).name()


def texts(field):
    return [text.text() for text in field.findChildren(Wrapped) if text.isVisible()]


def test_the_label_names_the_control(field):
    assert field.control.accessibleName() == "Discount rate"
    assert field.findChild(Label).buddy() is field.control
    assert field.control.accessibleDescription() == "What a rand next year is worth today."


def test_an_error_is_said_in_words_in_colour_and_to_a_screen_reader(field):
    field.set_error(WRONG)
    assert WRONG in texts(field)
    assert edge(field) == color("red").name()
    assert WRONG in field.control.accessibleDescription()


def test_a_mended_error_leaves_nothing_behind(field):
    field.set_error(WRONG)
    field.set_error("")
    assert texts(field) == ["What a rand next year is worth today."]
    assert edge(field) != color("red").name()
    assert "comma" not in field.control.accessibleDescription()


def test_a_field_without_help_takes_no_room_for_it(field, qtbot):
    other = Field("Discount rate", QLineEdit())
    qtbot.addWidget(other)
    other.show()
    assert not other.findChild(Help).isVisible()
    assert other.sizeHint().height() < field.sizeHint().height()
    other.set_help("Five per cent is usual.")
    assert other.findChild(Help).isVisible()


def test_the_control_stays_under_its_label_where_there_is_more_room(field, qtbot):
    field.resize(300, 400)
    label = field.findChild(Label)
    qtbot.waitUntil(lambda: field.height() > 300)
    assert field.control.y() - (label.y() + label.height()) == 4
    assert field.control.height() == 28


def test_a_control_that_can_grow_does(qtbot):
    made = Field("Note", QPlainTextEdit())
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    qtbot.waitUntil(lambda: made.control.height() > 300)


def test_going_to_the_field_goes_to_its_control(field, qtbot):
    field.setFocus()
    qtbot.waitUntil(field.control.hasFocus)


def test_the_label_can_change(field):
    field.set_label("Rate")
    assert field.label == "Rate"
    assert field.control.accessibleName() == "Rate"


def test_an_error_below_what_is_seen_is_scrolled_to_where_the_person_types(qtbot):
    area, page = QScrollArea(), QWidget()
    rows, field = QVBoxLayout(page), Field("Discount rate", QLineEdit("0,05"))
    rows.addSpacing(600)
    rows.addWidget(field)
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.resize(300, 200)
    qtbot.addWidget(area)
    area.show()
    area.activateWindow()
    field.control.setFocus()
    qtbot.waitUntil(field.control.hasFocus)
    area.verticalScrollBar().setValue(0)
    field.set_error(WRONG)
    qtbot.waitUntil(lambda: field.visibleRegion().boundingRect().height() == field.height())
