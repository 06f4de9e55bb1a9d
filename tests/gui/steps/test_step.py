"""A step looks at the document while it is in view, and not otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.gui import edits
from studytool.gui.document import Document
from studytool.gui.steps.step import Step
from tests.small_study import write_study

if TYPE_CHECKING:
    from pathlib import Path

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


def test_the_first_table_of_a_result_is_asked_for(qtbot: QtBot, tmp_path: Path) -> None:
    document = Document()
    document.open(write_study(tmp_path))
    step = Step(document)
    qtbot.addWidget(step)
    with qtbot.waitSignal(step.result_asked) as asked:
        step.ask_for_result("effect")
    assert asked.args == ["t1"]
    with qtbot.assertNotEmitted(step.result_asked):
        step.ask_for_result("levels")
