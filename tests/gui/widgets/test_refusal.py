from __future__ import annotations

from studytool.gui.widgets.refusal import Refusal
from tests.gui.by_label import click, texts


def test_it_says_why_and_does_what_its_link_says_once(qtbot):
    line = Refusal()
    qtbot.addWidget(line)
    done = []
    line.tell("“effect” is used by “Table 1”.", "Delete it there too", lambda: done.append(1))
    assert "is used by" in texts(line)
    click(line, "Delete it there too")
    assert done == [1]
    assert not line.isVisible()


def test_without_a_way_it_only_says_why(qtbot):
    line = Refusal()
    qtbot.addWidget(line)
    line.tell("The brief rests on it.")
    assert texts(line) == "The brief rests on it."
    line.clear()
    assert not line.isVisible()
