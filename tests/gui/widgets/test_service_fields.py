from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox

from studytool.core.spec import kinds
from studytool.exposure import rules
from studytool.exposure.rule import Exposure
from studytool.exposure.rules.dose import Dose
from studytool.exposure.rules.ever import Ever
from studytool.gui.widgets.service_fields import ServiceFields
from tests.gui.by_label import choose, control


def exposure(**fields):
    return Ever.model_validate({"name": "visited", "source": "a.csv", "date": "day"} | fields)


@pytest.fixture
def fields(qtbot):
    made = ServiceFields(kinds(Exposure, rules))
    qtbot.addWidget(made)
    made.show()
    made.show_spec(exposure())
    return made


def test_showing_a_service_tells_nobody(fields):
    told = []
    fields.proposed.connect(told.append)
    fields.show_spec(exposure(window={"from": "start", "to": "end"}))
    assert told == []
    assert control(fields, "From", QComboBox).currentText() == "The beginning"
    assert not control(fields, "Before the first interview", QComboBox).isEnabled()


def test_a_choice_makes_a_whole_service(fields, qtbot):
    with qtbot.waitSignal(fields.proposed) as told:
        choose(fields, "Before the first interview", "Counts as none")
    assert told.args[0] == exposure(before_first="zero")
    with qtbot.waitSignal(fields.recast) as told:
        choose(fields, "What counts", "How much")
    assert told.args[0] is Dose


def test_a_window_of_days_stands_as_it_is_until_another_is_chosen(fields, qtbot):
    fields.show_spec(exposure(window={"days": [-180, 0]}))
    assert control(fields, "From", QComboBox).currentText() == "Days −180, 0"
    with qtbot.waitSignal(fields.proposed) as told:
        choose(fields, "From", "The first interview")
    assert told.args[0].window.days is None
    assert told.args[0].window.from_ == "first_interview"


def test_a_window_that_closes_before_it_opens_is_refused(fields, qtbot):
    with qtbot.waitSignal(fields.refused):
        choose(fields, "From", "The interview")
    assert control(fields, "From", QComboBox).currentText() == "The previous interview"
