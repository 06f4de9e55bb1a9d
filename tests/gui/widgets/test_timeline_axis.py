from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np

from studytool.gui.widgets.timeline_axis import Axis, axis_of, day_of, number_of, said
from tests.gui.widgets.timeline_sample import days, sample


def test_days_go_there_and_back():
    assert day_of(number_of(date(2021, 11, 17))) == date(2021, 11, 17)
    assert said(number_of(date(2021, 11, 7))) == "7 Nov 2021"
    assert number_of(date(1970, 1, 1)) == 0


def test_the_axis_holds_every_interview_and_the_contacts_around_them():
    axis = axis_of(sample())
    assert axis.holds(number_of(date(2020, 11, 2)))
    assert axis.holds(number_of(date(2021, 12, 24)))


def test_a_contact_of_another_age_does_not_stretch_the_axis():
    line = sample()
    far = dataclasses.replace(line, contact=days("1999-01-01", "2021-06-01", "2021-12-24"))
    axis = axis_of(far)
    assert day_of(axis.first).year == 2020
    assert axis.share(number_of(date(1999, 1, 1))) == 0.0


def test_without_any_date_there_is_no_axis():
    line = sample()
    nothing = np.full(4, "NaT", dtype="datetime64[D]")
    assert axis_of(dataclasses.replace(line, interview=nothing, contact=nothing[:0])) is None


def test_quarters_are_named_and_the_year_once():
    axis = Axis(number_of(date(2020, 9, 15)), number_of(date(2021, 8, 1)))
    named = [(tick.month, tick.year) for tick in axis.ticks()]
    assert named == [("Oct", "2020"), ("Jan", "2021"), ("Apr", ""), ("Jul", "")]


def test_a_long_study_is_named_by_years():
    axis = Axis(number_of(date(2001, 3, 1)), number_of(date(2011, 3, 1)))
    assert [tick.year for tick in axis.ticks()] == [str(year) for year in range(2002, 2012)]
    assert {tick.month for tick in axis.ticks()} == {""}
