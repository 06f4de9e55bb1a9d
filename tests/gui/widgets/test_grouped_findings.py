from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from studytool.core.findings import Finding
from studytool.gui.finding_groups import FindingGroup
from studytool.gui.widgets.grouped_findings import GroupedFindings

TWICE = FindingGroup(
    (
        Finding("error", "attrition", "41 are lost. It may matter."),
        Finding("error", "attrition", "44 are lost. It may matter."),
    ),
    ("Visits", "Offer"),
)
NOTE = FindingGroup((Finding("note", "renamed", "A column was renamed."),), ())


def words(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(qtbot, widget, text):
    seen = [one for one in widget.findChildren(QPushButton) if one.isVisible()]
    qtbot.mouseClick(next(o for o in seen if o.text().startswith(text)), Qt.MouseButton.LeftButton)


def test_each_of_a_group_is_shown_and_hidden_again(qtbot):
    shown = GroupedFindings()
    qtbot.addWidget(shown)
    shown.show_groups([TWICE, NOTE])
    shown.show()
    assert "Many were not met again: 2 times" in words(shown)
    assert "Visits; Offer." in words(shown)
    assert "44 are lost" not in words(shown)
    press(qtbot, shown, "Show each")
    assert "44 are lost" in words(shown)
    press(qtbot, shown, "Hide each")
    assert "44 are lost" not in words(shown)


def test_notes_are_folded_and_there_is_no_fold_without_any(qtbot):
    shown = GroupedFindings()
    qtbot.addWidget(shown)
    shown.show_groups([TWICE, NOTE])
    shown.show()
    assert "renamed" not in words(shown)
    press(qtbot, shown, "1 note, which can be ignored")
    assert "A column was renamed" in words(shown)
    shown.show_groups([TWICE])
    seen = [one.text() for one in shown.findChildren(QPushButton) if one.isVisible()]
    assert not any("can be ignored" in text for text in seen)


def test_what_can_i_do_asks_about_the_sort(qtbot):
    shown = GroupedFindings()
    qtbot.addWidget(shown)
    shown.show_groups([TWICE])
    shown.show()
    with qtbot.waitSignal(shown.asked) as asked:
        press(qtbot, shown, "What can I do?")
    assert asked.args[0].code == "attrition"
