from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from studytool.gui.widgets.flow import Flow


def part(width):
    made = QWidget()
    made.setFixedSize(width, 20)
    return made


@pytest.fixture
def pane(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def places(pane, width):
    pane.resize(width, 200)
    pane.show()
    pane.layout().activate()
    items = [pane.layout().itemAt(place) for place in range(pane.layout().count())]
    return [(item.geometry().x(), item.geometry().y()) for item in items]


def flow(pane, *widths, fill=False):
    made = Flow(pane, gap=4, fill=fill)
    made.setContentsMargins(0, 0, 0, 0)
    for width in widths:
        made.addWidget(part(width))
    return made


def test_things_stand_side_by_side_and_wrap_where_there_is_no_room(pane):
    flow(pane, 40, 40, 40)
    assert places(pane, 200) == [(0, 0), (44, 0), (88, 0)]
    assert places(pane, 90) == [(0, 0), (44, 0), (0, 24)]


def test_the_height_follows_the_width(pane):
    made = flow(pane, 40, 40, 40)
    assert [made.heightForWidth(width) for width in (128, 127, 44)] == [20, 44, 68]


def test_the_last_may_take_what_is_left(pane):
    made = flow(pane, 40, fill=True)
    last = QWidget()
    last.setMinimumSize(30, 20)
    made.addWidget(last)
    pane.resize(200, 100)
    pane.show()
    made.activate()
    assert (last.x(), last.width()) == (44, 156)


def test_something_can_be_put_between(pane):
    made = flow(pane, 40, 40)
    middle = part(10)
    made.insert(1, middle)
    assert made.itemAt(1).widget() is middle
    assert places(pane, 200) == [(0, 0), (44, 0), (58, 0)]


def test_what_is_hidden_takes_no_room(pane):
    made = flow(pane, 40, 40)
    made.itemAt(0).widget().hide()
    assert made.heightForWidth(44) == 20


def test_asking_past_the_end_gets_nothing(pane):
    made = flow(pane, 40)
    assert made.itemAt(5) is None
    assert made.takeAt(5) is None
