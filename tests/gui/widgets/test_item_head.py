from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from studytool.gui.widgets.empty_state import EmptyState
from studytool.gui.widgets.item_head import HeadWords, Item, ItemHead
from tests.gui.by_label import click, seen, texts

WORDS = HeadWords("Things", "New thing", "This thing", "All things")


@pytest.fixture
def head(qtbot):
    made = ItemHead(WORDS, EmptyState("No thing yet", "Make one.", action="First thing"))
    qtbot.addWidget(made)
    made.resize(500, 200)
    made.show()
    return made


def act(head, text):
    menu = next(one.menu() for one in seen(head, QPushButton) if one.text() == "This thing")
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_without_things_the_empty_state_adds_one(head, qtbot):
    head.show_items([], 0)
    assert "No thing yet" in texts(head)
    assert not head.tabs.isVisible()
    with qtbot.waitSignal(head.add_asked):
        click(head, "First thing")


def test_showing_tells_nobody_and_opening_does(head):
    told = []
    head.chosen.connect(told.append)
    head.show_items([Item("one"), Item("two & three", "tip")], 1)
    assert told == []
    assert head.tabs.tabText(1) == "two && three"
    assert head.tabs.tabToolTip(1) == "tip"
    head.refusal.tell("No.")
    head.open(0)
    assert told == [0]
    assert not head.refusal.isVisible()


def test_the_first_stays_the_first(head):
    told = []
    head.moved.connect(lambda place, to: told.append((place, to)))
    head.show_items([Item("one"), Item("two")], 0)
    act(head, "Move left")
    assert told == []
    act(head, "Move right")
    assert told == [(0, 1)]


def test_fewer_things_leave_no_tab_behind(head):
    head.show_items([Item("one"), Item("two")], 1)
    head.show_items([Item("two")], 0)
    assert head.tabs.count() == 1
    assert "No thing yet" not in texts(head)
