from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.core.errors import DocumentError
from studytool.exposure.link import EARLIER_UNKNOWN, NO_AMOUNT, link
from studytool.exposure.rules.dose import Dose
from studytool.exposure.rules.ever import Ever
from studytool.exposure.rules.first import First
from studytool.exposure.windows import BEFORE_FIRST

NAN = np.nan
# in the panel: ann waves 1, 2, 3; ben waves 1, 3 (household h1, then h2); cleo wave 3
VISITS = {
    "child_id": ["ann", "ann", "ben", "anne", "ann", "ben", "ben", "cleo"],
    "visit_date": [
        "2020-10-10",  # on the day of ann's first interview: in no window
        "2020-10-11",  # ann, wave 2
        "2022-10-20",  # on the day of ben's interview: wave 3
        "2021-01-01",  # mistyped ID
        "2091-01-01",  # impossible
        None,
        "2021-05-05",  # between ben's interviews: wave 3
        "2021-05-05",  # before cleo's first interview
    ],
}


def exposure(kind=Ever, **fields):
    asked = {"name": "visited", "source": "home_visits.csv", "date": "visit_date"} | fields
    return kind.model_validate(asked)


def linked(panel, raw, asked):
    return link(panel, [asked], {asked.name: raw})


def test_a_log_is_joined_and_every_row_of_it_accounted_for(panel, make_log):
    found = linked(panel, make_log(VISITS), exposure())
    np.testing.assert_array_equal(found.panel.frame["visited"], [NAN, 1, 0, NAN, 1, NAN])
    report = found.reports["visited"]
    assert dataclasses.asdict(report) == {
        "rows": 8,
        "matched": 3,
        "unmatched": 1,
        "outside": 2,
        "undated": 2,
        "excluded": 0,
        "people": 2,
    }
    cells = {finding.code: finding.cells for finding in found.findings}
    assert cells["ids_unmatched"] == ("home_visits.csv, row 5, column child_id",)
    assert cells["dates_impossible"] == ("home_visits.csv, row 6, column visit_date",)
    assert cells["contacts_outside"] == (
        "home_visits.csv, row 2, column visit_date",
        "home_visits.csv, row 9, column visit_date",
    )


def test_no_finding_tells_an_id_or_a_date(panel, make_log):
    text = str(linked(panel, make_log(VISITS), exposure()).findings)
    assert not [word for word in ("anne", "cleo", "2091") if word in text]


def test_the_panel_keeps_its_rows_and_gains_a_column_an_entry_and_reasons(panel, make_log):
    before = panel.frame.copy()
    found = linked(panel, make_log(VISITS), exposure(label="Visited"))
    pd.testing.assert_frame_equal(panel.frame, before)
    pd.testing.assert_frame_equal(found.panel.frame.drop(columns="visited"), before)
    assert found.panel.codebook["visited"].label == "Visited"
    reasons = found.panel.reasons["visited"]
    assert reasons.isna().tolist() == [False, True, True, False, True, False]
    assert set(reasons.dropna()) == {BEFORE_FIRST}
    assert found.panel.sources["home_visits.csv"] == "d" * 64
    assert "visited" not in panel.codebook


def test_before_the_first_may_count_as_zero(panel, make_log):
    found = linked(panel, make_log(VISITS), exposure(before_first="zero"))
    np.testing.assert_array_equal(found.panel.frame["visited"], [0, 1, 0, 0, 1, 0])
    assert "visited" not in found.panel.reasons


def test_a_household_contact_reaches_the_children_who_live_there_then(panel, make_log):
    raw = make_log({"hh": ["h1", "h2", "h3"], "visit_date": ["2021-05-05"] * 3})
    asked = exposure(Dose, level="household", key="hh")
    found = linked(panel, raw, asked)
    # ben has left h1 at his next interview; cleo's h3 was visited before her first
    np.testing.assert_array_equal(found.panel.frame["visited"], [NAN, 1, 0, NAN, 1, NAN])
    report = found.reports["visited"]
    assert (report.matched, report.outside, report.people) == (2, 1, 2)


def test_a_row_counts_once_in_the_report_however_many_siblings_it_reaches(panel, make_log):
    raw = make_log({"hh_id": ["h1"], "visit_date": ["2020-01-01"]})
    asked = exposure(level="household", window={"from": "start", "to": "interview"})
    found = linked(panel, raw, asked)
    np.testing.assert_array_equal(found.panel.frame["visited"], [1, 1, 1, 1, 0, 0])
    assert (found.reports["visited"].matched, found.reports["visited"].people) == (1, 2)


def test_a_fixed_window_gives_a_person_one_value_even_after_a_move(panel, make_log):
    raw = make_log({"hh_id": ["h1", "h2", "h2"], "visit_date": ["2021-05-05"] * 3})
    for window in ({"from": "start", "to": "end"}, {"dates": ["2021-05-05", "2021-05-05"]}):
        asked = exposure(Dose, level="household", window=window)
        found = linked(panel, raw, asked)
        np.testing.assert_array_equal(found.panel.frame["visited"], [1, 1, 1, 3, 3, 0])


def test_a_row_without_a_household_is_not_taken_for_unvisited(make_panel, make_log):
    panel = make_panel([("ann", 1, "2020-10-10", "h1"), ("ann", 2, "2021-10-10", None)])
    raw = make_log({"hh_id": ["h1"], "visit_date": ["2021-01-01"]})
    found = linked(panel, raw, exposure(level="household"))
    assert found.panel.frame["visited"].isna().all()
    assert found.panel.reasons["visited"].tolist()[1] == "no hh_id at this wave"


def test_an_interview_without_a_date_is_missing_with_its_reason(make_panel, make_log):
    panel = make_panel([("ann", 1, "2020-10-10", "h1"), ("ann", 2, None, "h1")])
    found = linked(panel, make_log(VISITS), exposure())
    assert found.panel.frame["visited"].isna().all()
    assert found.panel.reasons["visited"].tolist() == [BEFORE_FIRST, "interview has no date"]
    assert "windows_unknown" in {finding.code for finding in found.findings}


def test_an_amount_that_is_not_recorded_makes_its_sum_missing(panel, make_log):
    raw = make_log(
        {
            "child_id": ["ann", "ann", "ben"],
            "visit_date": ["2021-01-01", "2021-01-02", "2022-01-01"],
            "minutes": ["30", None, "45"],
        }
    )
    found = linked(panel, raw, exposure(Dose, amount="minutes"))
    np.testing.assert_array_equal(found.panel.frame["visited"], [NAN, NAN, 0, NAN, 45, NAN])
    assert found.panel.reasons["visited"].tolist()[1] == NO_AMOUNT


def test_an_earlier_window_that_is_unknown_leaves_the_cohort_unknown(make_panel, make_log):
    rows = [("ann", 1, "2020-10-10", "h1"), ("ann", 2, None, "h1"), ("ann", 3, "2022-10-10", "h1")]
    found = linked(make_panel(rows), make_log(VISITS), exposure(First))
    assert found.panel.frame["visited"].isna().all()
    assert EARLIER_UNKNOWN not in set(found.panel.reasons["visited"].dropna().iloc[:2])


def test_several_exposures_come_in_the_order_asked(panel, make_log):
    raw = make_log(VISITS)
    asked = [exposure(name="b"), exposure(Dose, name="a")]
    found = link(panel, asked, {"a": raw, "b": raw})
    assert found.panel.frame.columns.tolist()[-2:] == ["b", "a"]
    assert list(found.reports) == ["b", "a"]
    # the same facts about the same file are said once
    assert [one.code for one in found.findings].count("ids_unmatched") == 1


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"name": "wave"}, 'a variable "wave" already'),
        ({"level": "school"}, 'no level "school"'),
        ({"key": "kid"}, 'no column "kid"'),
        ({"date": "day"}, 'no column "day"'),
        ({"where": "child_id == 1"}, '"child_id"'),
    ],
)
def test_what_is_not_there_is_refused_at_its_place(panel, make_log, fields, what):
    raw = make_log(VISITS)
    asked = exposure(**fields)
    with pytest.raises(DocumentError, match=what) as caught:
        link(panel, [exposure(name="x"), asked], {"x": raw, asked.name: raw})
    assert caught.value.where == "exposures[1]"


def test_windows_between_interviews_need_their_dates(panel, make_log):
    dateless = dataclasses.replace(panel, date=None)
    with pytest.raises(DocumentError, match="needs the dates of the interviews"):
        linked(dateless, make_log(VISITS), exposure())
    asked = exposure(window={"from": "start", "to": "end"})
    found = linked(dateless, make_log(VISITS), asked)
    np.testing.assert_array_equal(found.panel.frame["visited"], [1, 1, 1, 1, 1, 1])


@st.composite
def studies(draw):
    """A small panel whose people move and miss waves, and a messy log."""
    day = st.integers(0, 60).map(lambda d: str(np.datetime64("2020-01-01") + d)) | st.none()
    house = st.sampled_from(["h1", "h2", None])
    keys = st.tuples(st.sampled_from("abc"), st.integers(1, 3))
    held = draw(st.dictionaries(keys, st.tuples(day, house), min_size=1))
    rows = [(person, wave, *rest) for (person, wave), rest in held.items()]
    when = day | st.sampled_from(["2091-01-01", "x"])
    contact = st.tuples(st.sampled_from(["a", "b", "h1", "h2", "x", None]), when, st.just("1"))
    contacts = draw(st.lists(contact | st.tuples(st.just("a"), when, st.none()), max_size=10))
    return rows, contacts


@given(
    studies(),
    st.sampled_from([Ever, Dose]),
    st.fixed_dictionaries(
        {
            "level": st.sampled_from(["person", "household"]),
            "window": st.sampled_from(
                [{}, {"from": "start", "to": "end"}, {"days": [-9, 9]}, {"to": "end"}]
            ),
            "before_first": st.sampled_from(["missing", "zero"]),
        }
    ),
)
def test_the_parts_of_the_report_add_up_and_the_rows_stay(
    make_panel, make_log, study, kind, options
):
    rows, contacts = study
    panel = make_panel(rows)
    names = ("id", "visit_date", "held")
    raw = make_log({name: [row[place] for row in contacts] for place, name in enumerate(names)})
    asked = exposure(kind, key="id", where="held == 1", **options)
    found = linked(panel, raw, asked)
    report = found.reports["visited"]
    parts = (report.matched, report.unmatched, report.outside, report.undated, report.excluded)
    assert sum(parts) == report.rows == len(contacts)
    assert report.excluded == sum(held is None for _, _, held in contacts)
    pd.testing.assert_frame_equal(found.panel.frame.drop(columns="visited"), panel.frame)
    missing = found.panel.frame["visited"].isna()
    reasons = found.panel.reasons.get("visited", pd.Series(None, index=missing.index, dtype="str"))
    assert reasons.notna().tolist() == missing.tolist()
    assert (report.matched > 0) == bool((found.panel.frame["visited"] > 0).any())
