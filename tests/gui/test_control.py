from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from studytool.gui.control import Control


@pytest.fixture
def control(qtbot):
    made = Control(QLineEdit())
    qtbot.addWidget(made)
    return made


def test_what_is_inside_has_the_name_and_the_focus(control):
    control.setAccessibleName("Level")
    control.setAccessibleDescription("0.95 misses 5 times in 100.")
    assert control.inside.accessibleName() == "Level"
    assert control.inside.accessibleDescription() == "0.95 misses 5 times in 100."
    assert control.focusProxy() is control.inside


def test_a_control_does_not_depend_on_the_fields_beside_it(control):
    assert control.show_beside({"statistic": "mean"}) is False


def test_each_sort_says_its_own_value(control):
    with pytest.raises(NotImplementedError):
        control.value()
    with pytest.raises(NotImplementedError):
        control.show_value(1)
