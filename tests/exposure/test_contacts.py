from __future__ import annotations

import numpy as np

from studytool.exposure.contacts import coverage, not_counted, timeline
from studytool.exposure.link import link
from studytool.exposure.rules.ever import Ever

VISITS = {
    "child_id": ["ann", "ann", "ben", "anne", "ann", "cleo"],
    "visit_date": ["2021-06-01", "2020-10-11", "2022-10-20", "2021-01-01", None, "2021-05-05"],
}


def joined(panel, raw, **fields):
    asked = {"name": "visited", "source": "home_visits.csv", "date": "visit_date"} | fields
    exposure = Ever.model_validate(asked)
    return link(panel, [exposure], {"visited": raw}).contacts["visited"]


def of(found, name, what):
    place = found.people.tolist().index(name)
    bounds = found.interview_from if len(what) == len(found.interview) else found.contact_from
    return what[bounds[place] : bounds[place + 1]].astype(str).tolist()


def test_contacts_stand_in_order_of_time_with_their_person(panel, make_log):
    found = timeline(joined(panel, make_log(VISITS)), panel)
    assert found.people.tolist() == ["ann", "ben", "cleo"]
    starts, dates, counted = found.contact_from, found.contact, found.counted
    assert starts.tolist() == [0, 2, 3, 4]
    assert dates.astype(str).tolist() == ["2020-10-11", "2021-06-01", "2022-10-20", "2021-05-05"]
    assert counted.tolist() == [True, True, True, False]


def test_interviews_have_their_windows_and_first_ones_have_none(panel, make_log):
    found = timeline(joined(panel, make_log(VISITS), before_first="zero"), panel)
    assert np.diff(found.interview_from).tolist() == [3, 2, 1]
    first = found.interview_from[:-1]
    assert np.isnat(found.opens[first]).all()
    later = np.setdiff1d(np.arange(len(found.opens)), first)
    np.testing.assert_array_equal(found.opens[later], found.interview[later - 1])
    np.testing.assert_array_equal(found.closes[later], found.interview[later])
    assert found.within.sum() == 3


def test_what_a_family_received_concerns_everyone_who_was_ever_in_it(panel, make_log):
    level = panel.design.levels["household"]
    homes = panel.frame[level]
    raw = make_log({level: [homes.iloc[0]], "visit_date": ["2021-06-01"]})
    found = timeline(joined(panel, raw, level="household"), panel)
    inside = panel.frame.loc[homes == homes.iloc[0], "child_id"].unique()
    assert len(found.contact) == len(inside)


def test_coverage_counts_people_with_a_window_and_those_reached(panel, make_log):
    found = coverage(joined(panel, make_log(VISITS)), panel)
    assert [one.people for one in found] == [2, 1, 3]
    assert [one.known for one in found] == [0, 1, 2]
    assert sum(one.contacts for one in found) == 3
    assert all(one.reached <= one.known for one in found)


def test_a_log_of_nobody_known_is_empty(panel, make_log):
    raw = make_log({"child_id": ["x"], "visit_date": ["2021-06-01"]})
    found = timeline(joined(panel, raw), panel)
    assert len(found.contact) == 0
    assert [one.reached for one in coverage(joined(panel, raw), panel)] == [0, 0, 0]


def test_rows_that_count_for_nobody_stand_under_the_reason_of_the_match_report(panel, make_log):
    raw = make_log(VISITS)
    asked = Ever(name="visited", source="a.csv", date="visit_date", where='child_id != "ben"')
    found = link(panel, [asked], {"visited": raw})
    rows = not_counted(found.contacts["visited"])
    assert rows == ((4, "excluded"), (5, "unmatched"), (6, "undated"), (7, "outside"))
    report = found.reports["visited"]
    assert len(rows) == report.rows - report.matched
