from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.exposure.rule import Window
from studytool.exposure.windows import (
    BEFORE_FIRST,
    NO_DATE,
    NO_FIRST_DATE,
    NO_PREVIOUS_DATE,
    OUT_OF_ORDER,
    Interviews,
    windows,
)

NAT = "NaT"


def interviews(rows):
    person, wave, date = zip(*rows, strict=True)
    return Interviews(
        np.array(person, dtype=np.int64),
        np.array(wave, dtype=np.float64),
        np.array(date, dtype="datetime64[D]"),
    )


# ann has three waves, ben missed wave 2, cleo has one
THREE = interviews(
    [
        (0, 1, "2020-10-10"),
        (0, 2, "2021-10-10"),
        (0, 3, "2022-10-10"),
        (1, 1, "2020-10-20"),
        (1, 3, "2022-10-20"),
        (2, 3, "2022-11-01"),
    ]
)


def of(window, rows=THREE, *, zero_first=False):
    return windows(Window.model_validate(window), rows, zero_first=zero_first)


def test_the_previous_interview_is_the_one_that_was_held():
    found = of({})
    assert found.reasons.tolist() == [BEFORE_FIRST, "", "", BEFORE_FIRST, "", BEFORE_FIRST]
    assert found.before_first.tolist() == [True, False, False, True, False, True]
    opens = ["2020-10-10", "2021-10-10", "2020-10-20"]
    assert found.opens[found.known].astype(str).tolist() == opens
    assert (found.closes[found.known] == THREE.date[found.known]).all()


def test_a_first_interview_without_a_start_may_count_as_an_empty_window():
    found = of({}, zero_first=True)
    assert found.known.all()
    assert (found.opens == found.closes).tolist() == [True, False, False, True, False, True]


def test_the_first_interview_opens_a_window_that_is_empty_at_first():
    found = of({"from": "first_interview"})
    assert found.known.all()
    assert (found.opens == found.closes).tolist() == [True, False, False, True, False, True]


def test_a_window_from_the_start_to_the_previous_interview_has_no_end_at_first():
    found = of({"from": "start", "to": "previous_interview"})
    assert found.known.tolist() == [False, True, True, False, True, False]
    assert found.closes[4] == np.datetime64("2020-10-20")


def test_days_are_counted_from_the_interview():
    found = of({"days": [-180, 0]})
    assert (THREE.date - found.opens == np.timedelta64(180, "D")).all()
    assert (found.closes == THREE.date).all()


def test_calendar_dates_count_both_days_and_need_no_interview_date():
    rows = interviews([(0, 1, NAT)])
    found = of({"dates": ["2021-01-01", "2021-12-31"]}, rows)
    assert found.known.all()
    assert (found.opens.astype(str)[0], found.closes.astype(str)[0]) == ("2020-12-31", "2021-12-31")


@pytest.mark.parametrize(
    ("window", "reasons"),
    [
        ({}, [BEFORE_FIRST, NO_DATE, NO_PREVIOUS_DATE]),
        ({"from": "start"}, ["", NO_DATE, ""]),
        ({"from": "first_interview"}, ["", NO_DATE, ""]),
        ({"from": "interview", "to": "end"}, ["", NO_DATE, ""]),
        ({"from": "start", "to": "end"}, ["", "", ""]),
        ({"days": [-1, 1]}, ["", NO_DATE, ""]),
    ],
)
def test_a_window_is_unknown_where_a_date_it_needs_is_missing(window, reasons):
    rows = interviews([(0, 1, "2020-10-10"), (0, 2, NAT), (0, 3, "2022-10-10")])
    assert of(window, rows).reasons.tolist() == reasons


def test_an_undated_first_interview_leaves_what_counts_from_it_unknown():
    rows = interviews([(0, 1, NAT), (0, 2, "2021-10-10")])
    assert (
        of({"from": "first_interview", "to": "end"}, rows).reasons.tolist() == [NO_FIRST_DATE] * 2
    )


def test_an_interview_dated_before_the_previous_one_has_no_window():
    rows = interviews([(0, 1, "2021-10-10"), (0, 2, "2020-10-10")])
    assert of({}, rows).reasons.tolist() == [BEFORE_FIRST, OUT_OF_ORDER]


@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing(order):
    order = np.array(order)
    shuffled = Interviews(THREE.person[order], THREE.wave[order], THREE.date[order])
    for window in ({}, {"from": "first_interview", "to": "end"}):
        ours, straight = of(window, shuffled), of(window)
        np.testing.assert_array_equal(ours.opens, straight.opens[order])
        np.testing.assert_array_equal(ours.reasons, straight.reasons[order])


def test_no_interviews_have_no_windows():
    nobody = Interviews(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, "datetime64[D]"))
    assert len(of({}, nobody).known) == 0
