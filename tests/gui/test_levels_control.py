from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from studytool.gui.levels_control import LevelsControl
from studytool.survey.levels import LevelColumn
from tests.gui.by_label import choose, click, control, seen, texts

COLUMNS = (
    LevelColumn("hh_id", 174, 1.0, "household"),
    LevelColumn("school_id", 6, 1.0, "school"),
    LevelColumn("caregiver_id", 141, 0.94),
)


@pytest.fixture
def levels(qtbot):
    made = LevelsControl()
    qtbot.addWidget(made)
    made.resize(700, 120)
    made.show()
    made.offer(COLUMNS)
    return made


def test_nothing_is_typed(levels):
    assert seen(levels, QLineEdit) == []
    assert [one.accessibleName() for one in seen(levels, QComboBox)] == [
        "Household",
        "School",
        "Site",
    ]


def test_what_is_proposed_is_said_and_taken_by_one_link(levels, qtbot):
    assert "Proposed from the data: household: hh_id, school: school_id." in texts(levels)
    with qtbot.waitSignal(levels.edited):
        click(levels, "Take what is proposed")
    assert levels.value() == {"household": "hh_id", "school": "school_id"}
    assert "Proposed" not in texts(levels)


def test_a_level_is_picked_and_taken_away(levels, qtbot):
    with qtbot.waitSignal(levels.edited):
        choose(levels, "Site", "caregiver_id")
    assert levels.value() == {"site": "caregiver_id"}
    choose(levels, "Site", "None")
    assert levels.value() == {}


def test_levels_of_other_names_stay(levels):
    levels.show_value({"class": "class_id", "school": "school_id"})
    assert control(levels, "Class", QComboBox).currentText() == "class_id"
    choose(levels, "Household", "hh_id")
    assert levels.value() == {"household": "hh_id", "school": "school_id", "class": "class_id"}


def test_a_column_says_how_many_it_tells_apart(levels):
    combo = control(levels, "School", QComboBox)
    told = combo.itemData(combo.findText("school_id"), Qt.ItemDataRole.ToolTipRole)
    assert told == "school_id, 6 groups; 100% of the people are in one group throughout"


def test_before_there_is_a_panel_it_says_so(levels):
    levels.offer(())
    levels.show_value({"household": "hh_id"})
    assert "once there is a panel" in texts(levels)
    assert control(levels, "Household", QComboBox).currentText() == "hh_id"
