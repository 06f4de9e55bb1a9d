from __future__ import annotations

from studytool.core.findings import Finding
from studytool.gui.widgets.defence import Defence
from tests.gui.by_label import click, texts, type_in

SERIOUS = Finding("error", "after_score", "The score decided who was chosen.")


def test_a_reason_is_asked_for_taken_and_taken_back(qtbot):
    defence = Defence()
    qtbot.addWidget(defence)
    defence.show_findings((SERIOUS,), {})
    with qtbot.assertNotEmitted(defence.given):
        click(defence, "Use with this reason")
    assert "Write a reason" in texts(defence)
    with qtbot.waitSignal(defence.given) as asked:
        type_in(defence, "Why this effect", "Agreed.")
    assert asked.args == ["after_score", "Agreed."]
    defence.show_findings((SERIOUS,), {"after_score": "Agreed."})
    assert "Used all the same: Agreed." in texts(defence)
    with qtbot.waitSignal(defence.taken_back):
        click(defence, "Take the reason back")


def test_nothing_serious_takes_no_room(qtbot):
    defence = Defence()
    qtbot.addWidget(defence)
    defence.show_findings((), {})
    assert not defence.isVisible()
