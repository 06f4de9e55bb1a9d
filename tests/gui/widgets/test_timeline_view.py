from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from studytool.gui.theme import color
from studytool.gui.widgets.timeline_axis import number_of
from studytool.gui.widgets.timeline_view import HEAD, ROW, TimelineView, TimelineWords
from tests.gui.widgets.timeline_sample import sample

WORDS = TimelineWords("Child", {1.0: "2020", 2.0: "2021"})


@pytest.fixture
def view(qtbot):
    made = TimelineView()
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    made.show_timeline(sample(), (0, 1, 2), WORDS)
    return made


def many(people):
    line = sample()
    size = np.arange(people + 1)
    return dataclasses.replace(
        line,
        people=np.array([f"c{place:04d}" for place in range(people)]),
        interview_from=size,
        contact_from=np.zeros(people + 1, dtype=np.int64),
        interview=np.full(people, "2021-01-01", dtype="datetime64[D]"),
        wave=np.ones(people),
        opens=np.full(people, "NaT", dtype="datetime64[D]"),
        closes=np.full(people, "NaT", dtype="datetime64[D]"),
        within=np.zeros(people, dtype=np.int64),
        contact=line.contact[:0],
        counted=line.counted[:0],
    )


def test_keys_go_from_row_to_row_and_stop_at_the_ends(view):
    for key, name in (("Down", "ben"), ("End", "cleo"), ("Down", "cleo"), ("Home", "ann")):
        QTest.keyClick(view, getattr(Qt.Key, f"Key_{key}"))
        assert view.row.name == name
        assert view.accessibleDescription().startswith(name)


def test_a_click_chooses_the_row_under_it(view):
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, HEAD + ROW + ROW // 2)
    )
    assert view.row.name == "ben"
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, HEAD // 2))
    assert view.row.name == "ben"
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 290))
    assert view.row.name == "ben"


def test_who_is_chosen_stays_chosen_where_still_there(view):
    view.choose("ben")
    view.show_timeline(sample(), (1, 2), WORDS)
    assert view.row.name == "ben"
    view.show_timeline(sample(), (0, 2), WORDS)
    assert view.row.name == "ann"


def test_nobody_to_show_is_said(view):
    view.show_timeline(sample(), (), WORDS)
    assert view.row is None
    assert view.accessibleDescription() == "Nobody to show."
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert not view.grab().isNull()


def test_a_chosen_row_far_down_is_brought_into_view(view):
    view.show_timeline(many(500), tuple(range(500)), WORDS)
    QTest.keyClick(view, Qt.Key.Key_End)
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_the_chosen_row_has_its_window_shaded(view):
    image = view.grab().toImage()
    scale = image.devicePixelRatio()
    middle = int((HEAD + 3) * scale)
    colours = {image.pixelColor(x, middle).name() for x in range(image.width())}
    assert color("accent_soft").name() in colours
    under = int((HEAD + ROW + 3) * scale)
    plain = {image.pixelColor(x, under).name() for x in range(image.width())}
    assert color("accent_soft").name() not in plain


def at(view, day, place=0):
    return QPoint(round(view._x(number_of(day))), HEAD + place * ROW + ROW // 2)


def drag(view, begin, finish):
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=begin)
    QTest.mouseMove(view.viewport(), finish)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=finish)


def test_an_end_that_is_dragged_tells_where_it_was_dropped(view):
    told = []
    view.window_dragged.connect(told.append)
    drag(view, at(view, date(2020, 11, 2)), at(view, date(2021, 4, 1)))
    (grip,) = told
    assert grip.end == "from_"
    assert abs(grip.day - number_of(date(2021, 4, 1))) <= grip.near
    assert grip.held.interview == number_of(date(2021, 11, 20))
    drag(view, at(view, date(2021, 11, 20)), at(view, date(2021, 9, 1)))
    assert [one.end for one in told] == ["from_", "to"]


def test_a_click_on_an_end_and_a_drag_elsewhere_move_nothing(view):
    told = []
    view.window_dragged.connect(told.append)
    drag(view, at(view, date(2020, 11, 2)), at(view, date(2020, 11, 2)))
    drag(view, at(view, date(2021, 5, 1)), at(view, date(2021, 8, 1)))
    drag(view, at(view, date(2021, 11, 1), 1), at(view, date(2021, 8, 1), 1))
    assert told == []


def test_escape_lets_go_of_an_end(view):
    told = []
    view.window_dragged.connect(told.append)
    view.tell_drag = lambda grip: f"to {grip.day}"
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at(view, date(2020, 11, 2)))
    QTest.mouseMove(view.viewport(), at(view, date(2021, 4, 1)))
    assert not view.grab().isNull()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton)
    assert told == []
