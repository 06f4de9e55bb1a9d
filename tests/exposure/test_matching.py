from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from studytool.exposure.log import ExposureLog
from studytool.exposure.matching import Pairs, pair, spread
from studytool.exposure.windows import Windows

START = np.datetime64("2020-01-01")
MAYBE = st.none() | st.integers(0, 30)
KEY = st.sampled_from(["h1", "h2", "h3", None])


def days(offsets):
    return np.array(
        [np.datetime64("NaT") if day is None else START + day for day in offsets],
        dtype="datetime64[D]",
    )


def log_of(contacts):
    ids, dates, kept = zip(*contacts, strict=True) if contacts else ((), (), ())
    return ExposureLog(
        pd.Series(ids, dtype="str"), days(dates), np.ones(len(ids)), np.array(kept, dtype=bool)
    )


def windows_of(spans):
    opens, closes, known = zip(*spans, strict=True)
    known = np.array(known, dtype=bool)
    reasons = np.where(known, "", "unknown").astype(object)
    return Windows(days(opens), days(closes), known, ~known, reasons)


@given(
    st.lists(st.tuples(KEY | st.just("stranger"), MAYBE, st.booleans()), max_size=12),
    st.lists(
        st.tuples(KEY, st.integers(0, 30), st.integers(0, 30), st.booleans()),
        min_size=1,
        max_size=12,
    ),
)
def test_pairs_are_those_of_a_double_loop_over_contacts_and_rows(contacts, rows):
    """People move: the household of a row is the one it has at that wave."""
    keys = pd.Series([row[0] for row in rows], dtype="str")
    found = pair(log_of(contacts), keys, windows_of([row[1:] for row in rows]))
    expected = [
        (place, number)
        for place, (key, opens, closes, known) in enumerate(rows)
        for number, (name, day, kept) in enumerate(contacts)
        if known and kept and key is not None and key == name
        if day is not None and opens < day <= closes
    ]
    assert sorted(zip(found.row.tolist(), found.contact.tolist(), strict=True)) == expected
    known_ids = {row[0] for row in rows} - {None}
    assert found.in_study.tolist() == [name in known_ids for name, _, _ in contacts]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=20),
    st.lists(st.integers(0, 3), min_size=10, max_size=10),
)
def test_spreading_reaches_every_row_of_a_person_once(reached, person):
    person = np.array(person)
    row, contact = (np.array([pair[i] for pair in reached], dtype=np.int64) for i in (0, 1))
    found = spread(Pairs(row, contact, np.ones(6, bool)), person)
    whom = {(int(person[r]), c) for r, c in reached}
    expected = [(r, c) for r in range(10) for c in range(6) if (int(person[r]), c) in whom]
    assert list(zip(found.row.tolist(), found.contact.tolist(), strict=True)) == expected


def test_a_window_without_bounds_takes_the_earliest_and_the_latest_contact():
    log = ExposureLog(
        pd.Series(["a", "a"]),
        np.array(["1990-01-01", "2150-12-31"], dtype="datetime64[D]"),
        np.ones(2),
        np.ones(2, bool),
    )
    spans = Windows(
        np.array(["1900-01-01"], dtype="datetime64[D]"),
        np.array(["2200-01-01"], dtype="datetime64[D]"),
        np.ones(1, bool),
        np.zeros(1, bool),
        np.array([""], dtype=object),
    )
    assert pair(log, pd.Series(["a"]), spans).contact.tolist() == [0, 1]
