"""Window drag: an end falls on an interview near by, else on a day; a window never turns round."""

from __future__ import annotations

import pytest

from studytool.exposure.rule import Window
from studytool.gui.window_drag import Held, dragged, window_sentence

MOMENTS = {
    "start": 0,
    "first_interview": 100,
    "previous_interview": 300,
    "interview": 500,
    "end": 1000,
}
HELD = Held(300, 500, 500, MOMENTS)
BETWEEN = Window()


def moved(window, end, day, held=HELD):
    return dragged(window, held, end, day, near=5)


@pytest.mark.parametrize(
    ("end", "day", "said"),
    [
        ("from_", 103, "from the first interview to the interview"),
        ("from_", 3, "from the beginning to the interview"),
        ("from_", -40, "from the beginning to the interview"),
        ("to", 996, "from the previous interview to the end"),
        ("from_", 400, "from 100 days before the interview to the interview"),
        ("to", 499, "from the previous interview to the interview"),
        ("to", 530, "from 200 days before the interview to 30 days after the interview"),
        ("to", 501 - 60, "from 200 days before the interview to 59 days before the interview"),
        ("from_", 620, "it would close before it opens"),
        ("to", 299, "it would close before it opens"),
        ("from_", 497, "it would close before it opens"),
    ],
)
def test_an_end_falls_on_a_moment_or_a_day(end, day, said):
    assert window_sentence(moved(BETWEEN, end, day)) == said


def test_days_become_moments_again_where_both_ends_are_one():
    days = Window(days=(-100, 0))
    held = Held(400, 500, 500, MOMENTS)
    assert moved(days, "from_", 301, held) == BETWEEN
    assert moved(days, "from_", 390, held) == Window(days=(-110, 0))
    later = Held(400, 520, 500, MOMENTS)
    assert moved(Window(days=(-100, 20)), "from_", 301, later) == Window(days=(-199, 20))


def test_calendar_days_stay_calendar_days_and_both_count():
    dates = Window(dates=("1971-01-01", "1971-12-31"))
    held = Held(364, 729, 500, MOMENTS)
    assert moved(dates, "to", 700, held).dates == ("1971-01-01", "1971-12-02")
    assert moved(dates, "from_", 366, held).dates == ("1971-01-02", "1971-12-31")
    words = "from 2 Jan 1971 to 31 Dec 1971, for everyone"
    assert window_sentence(moved(dates, "from_", 366, held)) == words


def test_the_same_window_for_all_interviews_gets_calendar_days():
    whole = Window.model_validate({"from": "start", "to": "end"})
    held = Held(0, 1000, 500, MOMENTS)
    assert moved(whole, "from_", 101, held) == Window.model_validate(
        {"from": "first_interview", "to": "end"}
    )
    assert moved(whole, "from_", 200, held).dates == ("1970-07-20", "1972-09-27")


def test_the_moment_there_was_is_kept_where_two_fall_on_one_day():
    second = Held(100, 500, 500, MOMENTS | {"previous_interview": 100})
    first = Window.model_validate({"from": "first_interview", "to": "interview"})
    assert moved(first, "from_", 102, second) == first
    assert moved(BETWEEN, "from_", 102, second) == BETWEEN
