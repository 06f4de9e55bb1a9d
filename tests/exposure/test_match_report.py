from __future__ import annotations

import numpy as np
import pandas as pd

from studytool.exposure.log import ExposureLog
from studytool.exposure.match_report import match_report, outside, unknown, unmatched
from studytool.exposure.matching import Pairs
from studytool.exposure.windows import BEFORE_FIRST, NO_DATE, OUT_OF_ORDER, Windows

# rows of the log: excluded and strange; strange and undated; undated; outside; matched twice
LOG = ExposureLog(
    ids=pd.Series(["x", "x", "a", "a", "a"]),
    dates=np.array(["2021-01-01", "NaT", "NaT", "2021-01-01", "2021-01-01"], "datetime64[D]"),
    amounts=np.ones(5),
    kept=np.array([False, True, True, True, True]),
)
PAIRS = Pairs(np.array([0, 2]), np.array([4, 4]), np.array([False, False, True, True, True]))


def test_every_row_has_one_place():
    report = match_report(LOG, PAIRS, np.array([0, 0, 1]))
    assert (report.excluded, report.unmatched, report.undated) == (1, 1, 1)
    assert (report.outside, report.matched, report.people) == (1, 1, 2)
    assert report.rows == 5


def test_strange_ids_are_counted_as_rows_and_as_ids(make_log):
    raw = make_log({"child_id": ["x", "x", "a", "a", "a"]})
    (found,) = unmatched(raw, LOG, PAIRS, "child_id")
    assert found.message.startswith("In 1 row of home_visits.csv the ID is in no wave")
    assert "1 different" in found.message
    assert found.cells == ("home_visits.csv, row 3, column child_id",)


def test_contacts_outside_every_window_are_listed(make_log):
    raw = make_log({"day": ["x"] * 5})
    (found,) = outside(raw, LOG, PAIRS, "day")
    assert found.level == "note"
    assert found.cells == ("home_visits.csv, row 5, column day",)


def test_unknown_windows_are_counted_by_reason_and_first_interviews_are_not_news():
    reasons = np.array([BEFORE_FIRST, NO_DATE, OUT_OF_ORDER, NO_DATE, ""], dtype=object)
    first = np.array([True, False, False, False, False])
    days = np.zeros(5, "datetime64[D]")
    found = unknown(Windows(days, days, reasons == "", first, reasons), "visited")
    levels = {one.message: one.level for one in found}
    assert levels == {
        '"visited" is missing at 2 interviews: interview has no date.': "note",
        '"visited" is missing at 1 interviews: interview dated before the one that opens its '
        "window.": "warning",
    }
