"""A step looks at the document while it is in view, and not otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.gui import edits
from studytool.gui.document import Document
from studytool.gui.steps.step import Step

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Counting(Step):
    """Counts how often it was brought up to date."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.times = 0

    def refresh(self) -> None:
        self.times += 1


def test_a_hidden_step_waits_until_it_is_shown(qtbot: QtBot) -> None:
    document = Document()
    step = Counting(document)
    qtbot.addWidget(step)
    document.edit("Rename", edits.changed(document.study, title="x"))
    assert step.times == 0
    step.show()
    shown = step.times
    assert shown >= 1
    document.edit("Rename", edits.changed(document.study, title="y"))
    assert step.times > shown


def test_a_plain_step_says_nothing_in_the_rail_and_leaves_the_report(qtbot: QtBot) -> None:
    step = Step(Document())
    qtbot.addWidget(step)
    assert step.mark() == ""
    assert step.side() is None
