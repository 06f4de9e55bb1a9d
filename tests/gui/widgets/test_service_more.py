from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.exposure.rules.ever import Ever
from studytool.exposure.rules.received import Received
from studytool.gui.widgets.service_more import ServiceMore
from tests.gui.by_label import type_in

VALUES = {"name": "visited", "source": "a.csv", "date": "day"}


@pytest.fixture
def more(qtbot):
    made = ServiceMore()
    qtbot.addWidget(made)
    made.resize(600, 700)
    made.show()
    made.show_spec(Ever.model_validate(VALUES), fresh=True)
    made.section.set_open(True)
    return made


def test_days_around_the_interview_make_a_window(more, qtbot):
    with qtbot.waitSignal(more.proposed) as told:
        type_in(more, "Or days around the interview", "-180, 0")
    assert told.args[0].window.days == (-180, 0)


def test_a_rule_has_the_fields_of_its_own(more):
    assert "confirmed" not in more.form.names
    more.show_spec(Received.model_validate(VALUES | {"confirmed": "yes"}), fresh=True)
    assert "confirmed" in more.form.names


def test_an_error_stands_at_the_field_that_holds_what_it_quotes(more):
    more.section.set_open(False)
    error = DocumentError('There is no column "day" in a.csv.', where="exposures[0]")
    assert more.show_error(error)
    assert more.section.is_open
    assert "no column" in more.form.field("date").error
    more.clear_errors()
    assert more.form.field("date").error == ""


def test_an_error_about_none_of_its_fields_is_left_to_others(more):
    assert not more.show_error(DocumentError("The panel has no dates.", where="exposures[0]"))
