"""Rail: steps by mouse and keyboard, marks as words too, folded to numbers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt

from studytool.gui.rail import NARROW, WIDE, Entry, Rail


@pytest.fixture
def rail(qtbot):
    made = Rail([Entry("waves", 1, "Waves"), Entry("models", 5, "Models")])
    qtbot.addWidget(made)
    made.resize(WIDE, 600)
    made.show()
    return made


def test_a_click_and_the_keyboard_choose_a_step(rail, qtbot):
    asked = []
    rail.chosen.connect(asked.append)
    qtbot.mouseClick(rail.row("models"), Qt.MouseButton.LeftButton)
    rail.row("waves").setFocus()
    qtbot.keyClick(rail.row("waves"), Qt.Key.Key_Space)
    assert asked == ["models", "waves"]
    rail.choose("models")
    assert rail.row("models").isChecked()
    assert not rail.row("waves").isChecked()
    rail.choose("")
    assert not rail.row("models").isChecked()


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("", "5 Models"),
        ("done", "5 Models, done"),
        ("warning", "5 Models, something to mind"),
        ("waits", "5 Models, waits for an earlier step"),
    ],
)
def test_a_mark_is_said_in_words(rail, mark, name):
    rail.set_mark("models", mark)
    assert rail.mark("models") == mark
    assert rail.row("models").accessibleName() == name


def test_each_mark_is_drawn_differently(rail):
    drawn = []
    for mark in ("", "done", "warning", "waits"):
        rail.set_mark("models", mark)
        drawn.append(rail.row("models").grab().toImage())
    assert all(a != b for place, a in enumerate(drawn) for b in drawn[:place])


class Paints(QObject):
    """Counts how often what it watches is painted."""

    count = 0

    def eventFilter(self, watched, event):  # noqa: N802  # Qt's name
        self.count += event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


def test_only_a_row_that_says_something_else_is_painted_again(rail, qtbot, qapp):
    qtbot.waitExposed(rail)
    rail.set_mark("models", "waits", "waits for Services")
    rail.findings.set_count(4)
    qapp.processEvents()
    watch = Paints()
    for row in (rail.row("models"), rail.findings):
        row.installEventFilter(watch)
    rail.set_mark("models", "waits", "waits for Services")
    rail.findings.set_count(4)
    qapp.processEvents()
    assert watch.count == 0
    rail.set_mark("models", "waits", "waits for Waves")
    rail.findings.set_count(5)
    qapp.processEvents()
    assert watch.count == 2
    assert rail.row("models").accessibleName() == "5 Models, waits for Waves"
    assert rail.row("models").toolTip() == "5 Models (Ctrl+5): waits for Waves"


def test_folded_it_shows_numbers_only(rail):
    rail.fold(folded=True)
    assert rail.width() == NARROW
    rail.fold(folded=False)
    assert rail.width() == WIDE


def test_the_foot_counts_findings_and_notes(rail, qtbot):
    rail.findings.set_count(4)
    assert rail.findings.accessibleName() == "Findings: 4"
    with qtbot.waitSignal(rail.findings_asked):
        qtbot.mouseClick(rail.findings, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(rail.notes_asked):
        qtbot.mouseClick(rail.notes, Qt.MouseButton.LeftButton)
