from __future__ import annotations

import dataclasses

import numpy as np

from studytool.exposure.rules.ever import Ever

EVER = Ever(name="visited", source="visits.csv", date="day")


def test_one_contact_is_enough_and_more_count_no_more(panel, matches):
    np.testing.assert_array_equal(EVER.apply(matches, panel), [np.nan, 1, 0, np.nan, 1, np.nan])


def test_no_contact_at_all_is_zero_where_the_window_is_known(panel, matches):
    nobody = dataclasses.replace(
        matches, row=matches.row[:0], amount=matches.amount[:0], date=matches.date[:0]
    )
    np.testing.assert_array_equal(EVER.apply(nobody, panel), [np.nan, 0, 0, np.nan, 0, np.nan])
