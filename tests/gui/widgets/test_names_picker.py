from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from studytool.gui.choices import Choice
from studytool.gui.widgets.chips import Chip
from studytool.gui.widgets.names_picker import NamesPicker
from tests.gui.by_label import click, texts, type_in

CHOICES = (Choice("size", "Household size (caregiver)"), Choice("age", "Age"))


@pytest.fixture
def picker(qtbot):
    made = NamesPicker(CHOICES)
    qtbot.addWidget(made)
    made.setAccessibleName("Adjust for")
    made.show()
    return made


def test_names_are_added_by_label_and_taken_away_by_their_cross(qtbot, picker):
    with qtbot.waitSignal(picker.picked):
        type_in(picker, "Adjust for: add", "household")
    assert picker.names() == ("size",)
    assert "Household size" in texts(picker)
    with qtbot.waitSignal(picker.picked):
        click(picker, "Remove Household size")
    assert picker.names() == ()


def test_a_name_is_not_taken_twice_and_a_stranger_is_refused(qtbot, picker):
    picker.set_names(["age"])
    with qtbot.waitSignal(picker.refused):
        type_in(picker, "Adjust for: add", "age")
    assert picker.names() == ("age",)


def test_a_factor_is_called_groups_of_its_label(picker):
    picker.set_names(["C(age)", "unknown"])
    assert "Age, as groups" in texts(picker)
    assert "unknown" in texts(picker)
    assert picker.findChildren(QLineEdit)


def test_a_name_too_long_for_a_chip_is_told_whole_when_pointed_at(picker):
    whole = "Complains of headaches or stomach aches (caregiver)"
    picker.set_choices((Choice("pain", whole),))
    picker.set_names(["pain"])
    (chip,) = picker.findChildren(Chip)
    assert "…" in texts(chip)
    assert chip.toolTip() == whole
