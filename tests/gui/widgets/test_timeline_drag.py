from __future__ import annotations

from studytool.gui.widgets.timeline_axis import Axis
from studytool.gui.widgets.timeline_drag import held_of
from studytool.gui.widgets.timeline_rows import PersonRow, Span


def test_a_window_knows_the_moments_it_could_fall_on():
    row = PersonRow("ann", (100, 300, 500), (), (), ())
    held = held_of(row, Span("2022", 300, 500, 0, 500), Axis(50, 600))
    assert held.moments == {
        "start": 50,
        "first_interview": 100,
        "previous_interview": 300,
        "interview": 500,
        "end": 600,
    }
    assert (held.opens, held.closes) == (300, 500)


def test_the_first_interview_has_none_before_it_and_the_beginning_is_that_of_the_picture():
    row = PersonRow("ann", (100, 300), (), (), ())
    held = held_of(row, Span("2020", -25_000, 99_999, 0, 100), Axis(50, 600))
    assert "previous_interview" not in held.moments
    assert (held.opens, held.closes) == (50, 600)


def test_an_interview_without_a_date_is_no_moment():
    held = held_of(PersonRow("cleo", (), (), (), ()), Span("2020", 60, 90, 0, None), Axis(50, 600))
    assert set(held.moments) == {"start", "end"}
