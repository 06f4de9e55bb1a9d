from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studytool.gui.choices import Choice
from studytool.gui.widgets.variable_picker import NameLine, VariablePicker, meant, no_such

CHOICES = (
    Choice("sdq", "Total difficulties (caregiver)", "Variable"),
    Choice("sdq_t", "Total difficulties (teacher)", "Variable"),
    Choice("size", "Household size", "Variable"),
    Choice("hh", "Household size", "Variable"),
)


@pytest.fixture
def picker(qtbot):
    made = VariablePicker(CHOICES)
    qtbot.addWidget(made)
    made.show()
    return made


def type_in(picker, text):
    line = picker.lineEdit()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("text", "name"), [("sdq", "sdq"), ("TEACHER", "sdq_t"), ("Household size (hh)", "hh")]
)
def test_any_part_of_name_or_label_that_is_one_alone_will_do(qtbot, picker, text, name):
    with qtbot.waitSignal(picker.chosen) as told:
        type_in(picker, text)
    assert told.args == [name]
    assert picker.name() == name


def test_what_is_no_name_is_kept_and_what_is_near_is_said(qtbot, picker):
    picker.set_name("size")
    with qtbot.waitSignal(picker.refused) as told:
        type_in(picker, "sizes")
    assert 'Did you mean "size"?' in told.args[0]
    assert picker.currentText() == "sizes"
    assert picker.name() == "size"


def test_two_of_the_same_label_are_told_apart(picker):
    shown = [picker.itemText(row) for row in range(picker.count())]
    assert shown[2:] == ["Household size (size)", "Household size (hh)"]
    assert shown[0] == "Total difficulties (caregiver)"


def test_a_name_that_is_not_known_yet_is_kept(picker):
    picker.set_name("later")
    assert picker.currentText() == "later"
    picker.set_choices([*CHOICES, Choice("later", "Later on")])
    assert picker.currentText() == "Later on"
    assert picker.name() == "later"


def test_leaving_without_typing_changes_nothing(qtbot, picker):
    picker.set_name("sdq")
    with qtbot.assertNotEmitted(picker.chosen), qtbot.assertNotEmitted(picker.refused):
        QTest.keyClick(picker.lineEdit(), Qt.Key.Key_Return)


def test_none_can_be_chosen_where_it_may(qtbot):
    picker = VariablePicker(CHOICES, optional=True)
    qtbot.addWidget(picker)
    picker.show()
    picker.set_name("sdq")
    with qtbot.waitSignal(picker.chosen) as told:
        type_in(picker, " ")
    assert told.args == [""]


def test_a_line_is_empty_again_once_a_name_was_taken(qtbot):
    line = NameLine(CHOICES)
    qtbot.addWidget(line)
    line.show()
    with qtbot.waitSignal(line.chosen) as told:
        QTest.keyClicks(line, "teacher")
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert told.args == ["sdq_t"]
    assert line.text() == ""


def test_factors_and_interactions_of_names_are_names():
    assert meant("C(size)", CHOICES) == "C(size)"
    assert meant("size:sdq", CHOICES) == "size:sdq"
    assert meant("size:other", CHOICES) is None
    assert no_such("xyzzy", CHOICES).endswith("Open the list to see what there is.")
