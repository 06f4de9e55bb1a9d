from __future__ import annotations

import pytest

from studytool.catalogue import families
from studytool.gui.widgets.method_choice import MethodChoice
from studytool.models.estimators.ancova import Ancova
from studytool.models.estimators.fixed_effects import FixedEffects
from studytool.models.estimators.paired import Paired
from tests.gui.by_label import button, click, seen, texts


@pytest.fixture
def choice(qtbot):
    made = MethodChoice(FixedEffects)
    qtbot.addWidget(made)
    made.resize(400, 700)
    made.show()
    made.show_methods(families()["models"], None, None)
    qtbot.waitUntil(lambda: "ANCOVA" in [one.text() for one in seen(made) if hasattr(one, "text")])
    return made


def test_the_next_methods_are_one_click_away(qtbot, choice):
    with qtbot.waitSignal(choice.chosen) as told:
        click(choice, "ANCOVA")
    assert told.args == [Ancova]


def test_all_methods_can_be_compared(qtbot, choice):
    assert "Paired comparison" not in texts(choice)
    click(choice, f"Compare all {len(families()['models'])}")
    qtbot.waitUntil(lambda: "Paired comparison" in texts(choice))
    card = next(one for one in seen(choice) if one.accessibleName() == "Use Paired comparison")
    with qtbot.waitSignal(choice.chosen) as told:
        card.clicked.emit()
    assert told.args == [Paired]
    click(choice, "Hide the others")
    assert button(choice, "Compare all")
