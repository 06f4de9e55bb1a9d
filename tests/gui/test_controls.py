from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from studytool.gui.choices import Choice, Choices
from studytool.gui.controls import (
    LONGEST,
    CheckControl,
    ChoiceControl,
    LineControl,
    NameControl,
    NameOrNamesControl,
    NamesControl,
    control_for,
)
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.paired import Paired
from tests.gui.by_label import click, seen

CHOICES = Choices(variables=(Choice("score", "Score"), Choice("size", "Size")))


def test_each_sort_of_field_has_its_control(qtbot):
    expected = {
        "outcome": NameControl,
        "treatment": NameOrNamesControl,
        "controls": NamesControl,
        "effects": NamesControl,
        "covariance": ChoiceControl,
        "level": LineControl,
        "where": LineControl,
    }
    for name, kind in expected.items():
        control = control_for(FixedEffects, name)
        qtbot.addWidget(control)
        assert type(control) is kind, name
    check = control_for(Paired, "correction")
    qtbot.addWidget(check)
    assert type(check) is CheckControl
    assert check.findChild(QCheckBox).text() == "Continuity correction"


def test_a_line_tells_of_what_it_cannot_read_and_keeps_the_text(qtbot):
    control = control_for(FixedEffects, "level")
    qtbot.addWidget(control)
    control.show_value(0.95)
    line = control.findChild(QLineEdit)
    line.setText("0,9")
    with qtbot.waitSignal(control.refused) as told:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert told.args == ["“0,9” has a comma. Type 0.9."]
    assert line.text() == "0,9"
    assert control.value() == 0.95


def test_a_choice_that_may_be_left_out_says_so(qtbot):
    control = control_for(FixedEffects, "covariance")
    qtbot.addWidget(control)
    control.show_value(None)
    combo = control.findChild(QComboBox)
    assert combo.currentText().startswith("Automatic")
    control.show_value("cr2")
    assert control.value() == "cr2"


def test_the_wheel_does_not_change_a_choice(qtbot):
    control = control_for(FixedEffects, "sample")
    qtbot.addWidget(control)
    control.show_value("all")
    combo = control.findChild(QComboBox)
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    combo.wheelEvent(wheel)
    assert control.value() == "all"


def test_a_megabyte_pasted_into_a_field_is_cut(qtbot):
    control = control_for(FixedEffects, "title")
    qtbot.addWidget(control)
    line = control.findChild(QLineEdit)
    line.insert("x" * 1_000_000)
    assert len(line.text()) == LONGEST


def test_names_come_as_they_are_picked(qtbot):
    control = control_for(FixedEffects, "controls")
    qtbot.addWidget(control)
    control.set_choices(CHOICES)
    control.show_value(("size",))
    line = control.findChild(QLineEdit)
    line.setText("score")
    with qtbot.waitSignal(control.edited):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert control.value() == ("size", "score")


def test_one_name_or_several_none_is_lost(qtbot):
    control = control_for(FixedEffects, "treatment")
    qtbot.addWidget(control)
    control.set_choices(CHOICES)
    control.show_value(("score", "size"))
    control.show()
    assert control.value() == ("score", "size")
    with qtbot.waitSignal(control.edited):
        click(control, "Remove Score")
    assert control.value() == "size"
    control.show_value("score")
    picker = control.findChild(QComboBox)
    picker.activated.emit(picker.count() - 1)
    line = next(one for one in seen(control, QLineEdit) if one.placeholderText() == "add …")
    line.setText("size")
    with qtbot.waitSignal(control.edited):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert control.value() == ("score", "size")
