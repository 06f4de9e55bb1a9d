from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton

from studytool.gui.widgets.report_bar import HEIGHT, ReportBar

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def bar_of(qtbot: QtBot) -> tuple[ReportBar, dict[str, QPushButton]]:
    bar = ReportBar()
    qtbot.addWidget(bar)
    return bar, {button.text(): button for button in bar.findChildren(QPushButton)}


def test_every_button_has_a_word(qtbot: QtBot) -> None:
    bar, buttons = bar_of(qtbot)
    assert list(buttons) == ["Add", "Copy", "Word", "Excel", "Scripts"]
    assert bar.height() == HEIGHT


def test_buttons_ask(qtbot: QtBot) -> None:
    bar, buttons = bar_of(qtbot)
    with qtbot.waitSignal(bar.copy_asked):
        buttons["Copy"].click()
    for words, kind in (("Word", "docx"), ("Excel", "xlsx"), ("Scripts", "scripts")):
        with qtbot.waitSignal(bar.export_asked) as asked:
            buttons[words].click()
        assert asked.args == [kind]


def test_what_cannot_be_done_says_why(qtbot: QtBot) -> None:
    bar, buttons = bar_of(qtbot)
    bar.allow_export("No brief yet.", "", "")
    assert not buttons["Word"].isEnabled()
    assert buttons["Word"].toolTip() == "No brief yet."
    assert buttons["Excel"].isEnabled()
    assert "Excel workbook" in buttons["Excel"].toolTip()
    assert "rows of children under codes and must stay in the team" in buttons["Scripts"].toolTip()
    bar.allow_copy("No table yet.")
    assert buttons["Copy"].toolTip() == "No table yet."


def test_the_state_is_said(qtbot: QtBot) -> None:
    bar, _ = bar_of(qtbot)
    bar.show_state("Live, 10:42")
    assert "Live, 10:42" in [label.text() for label in bar.findChildren(QLabel)]
