from __future__ import annotations

import dataclasses

import numpy as np

from studytool.exposure.rules.dose import Dose

NAN = np.nan
DOSE = Dose(name="minutes", source="visits.csv", date="day", amount="minutes")


def test_amounts_are_summed_within_the_window(panel, matches):
    np.testing.assert_array_equal(DOSE.apply(matches, panel), [NAN, 75, 0, NAN, 20, NAN])


def test_amounts_of_one_make_it_a_count(panel, matches):
    ones = dataclasses.replace(matches, amount=np.ones(3))
    np.testing.assert_array_equal(DOSE.apply(ones, panel), [NAN, 2, 0, NAN, 1, NAN])


def test_an_unknown_amount_makes_the_sum_unknown_and_no_other(panel, matches):
    unsure = dataclasses.replace(matches, amount=np.array([30.0, NAN, 20.0]))
    np.testing.assert_array_equal(DOSE.apply(unsure, panel), [NAN, NAN, 0, NAN, 20, NAN])
