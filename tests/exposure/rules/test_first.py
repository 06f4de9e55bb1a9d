from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from pydantic import ValidationError

from studytool.exposure.rules.first import First

NAN = np.nan
ASKED = {"name": "cohort", "source": "visits.csv", "date": "day"}
FIRST = First(**ASKED)


def test_the_cohort_is_the_first_wave_served_in_all_rows_of_a_person(panel, matches):
    # cleo was met once: whether she was served before is not known
    np.testing.assert_array_equal(FIRST.apply(matches, panel), [2, 2, 2, 3, 3, NAN])


def test_who_is_never_served_is_zero(panel, matches):
    late = dataclasses.replace(
        matches, row=matches.row[2:], amount=matches.amount[2:], date=matches.date[2:]
    )
    np.testing.assert_array_equal(FIRST.apply(late, panel), [0, 0, 0, 3, 3, NAN])


def test_an_unknown_window_before_the_first_contact_leaves_the_cohort_open(panel, matches):
    known = matches.known.copy()
    known[1] = False
    late = dataclasses.replace(
        matches,
        row=np.array([2]),
        amount=np.ones(1),
        date=matches.date[:1],
        known=known,
    )
    assert FIRST.apply(late, panel).isna().tolist()[:3] == [True, True, True]
    after = dataclasses.replace(late, row=np.array([2]), known=matches.known)
    assert FIRST.apply(after, panel).tolist()[:3] == [3, 3, 3]


def test_an_unknown_window_after_the_first_contact_changes_nothing(panel, matches):
    known = matches.known.copy()
    known[2] = False
    found = FIRST.apply(dataclasses.replace(matches, known=known), panel)
    assert found.tolist()[:3] == [2, 2, 2]


def test_a_first_interview_that_counts_as_zero_is_known(panel, matches):
    found = FIRST.apply(dataclasses.replace(matches, known=np.ones(6, bool)), panel)
    assert found.tolist() == [2, 2, 2, 3, 3, 0]


def test_a_window_that_is_the_same_at_every_interview_names_no_wave():
    with pytest.raises(ValidationError, match="no wave is the first"):
        First.model_validate(ASKED | {"window": {"from": "start", "to": "end"}})
