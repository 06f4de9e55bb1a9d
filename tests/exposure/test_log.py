from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import DocumentError
from studytool.exposure.log import read_log
from studytool.exposure.rules.dose import Dose
from studytool.exposure.rules.ever import Ever
from studytool.exposure.rules.received import Received

LAST = np.datetime64("2022-11-01")


def exposure(kind=Ever, **fields):
    return kind(name="visited", source="home_visits.csv", date="day", **fields)


def read(raw, asked, last=LAST):
    return read_log(raw, asked, key="id", last=last)


def codes(log):
    return {finding.code: finding.cells for finding in log.findings}


def test_ids_are_text_stripped_and_without_a_needless_fraction(make_log):
    log = read(make_log({"id": [" a1 ", "7.0", "", None], "day": ["2021-01-01"] * 4}), exposure())
    assert log.ids.tolist()[:2] == ["a1", "7"]
    assert log.ids.isna().tolist() == [False, False, True, True]
    numeric = make_log({"id": pd.Series([7.0, np.nan]), "day": ["2021-01-01"] * 2})
    assert read(numeric, exposure()).ids.tolist()[0] == "7"


def test_dates_are_iso_or_as_the_document_says(make_log):
    iso = make_log({"id": ["a"] * 2, "day": ["2021-03-04", "2021-03-04 10:30"]})
    assert (read(iso, exposure()).dates == np.datetime64("2021-03-04")).all()
    south_african = make_log({"id": ["a"], "day": ["04/03/2021"]})
    asked = exposure(date_format="%d/%m/%Y")
    assert read(south_african, asked).dates[0] == np.datetime64("2021-03-04")
    typed = make_log({"id": ["a"], "day": pd.to_datetime(pd.Series(["2021-03-04 23:59"]))})
    assert read(typed, exposure()).dates[0] == np.datetime64("2021-03-04")


def test_a_date_nobody_can_read_and_one_that_cannot_be_are_told_apart(make_log):
    days = ["2021-03-04", "2091-03-04", "1989-12-31", "4 March", "04/03/2021", None, "2021-02-30"]
    log = read(make_log({"id": ["a"] * 7, "day": days}), exposure())
    assert np.isnat(log.dates).tolist() == [False, True, True, True, True, True, True]
    found = codes(log)
    assert found["dates_impossible"] == (
        "home_visits.csv, row 3, column day",
        "home_visits.csv, row 4, column day",
    )
    assert len(found["cells_unreadable"]) == 3
    assert found["dates_missing"] == ("home_visits.csv, row 7, column day",)


def test_two_years_after_the_last_interview_is_the_limit(make_log):
    raw = make_log({"id": ["a"] * 2, "day": ["2024-11-01", "2024-11-03"]})
    assert np.isnat(read(raw, exposure()).dates).tolist() == [False, True]


def test_amounts_are_read_with_the_decimal_mark_of_the_file(make_log):
    raw = make_log(
        {"id": ["a"] * 3, "day": ["2021-01-01"] * 3, "min": ["7,5", "30", "x"]}, decimal=","
    )
    log = read(raw, exposure(Dose, amount="min"))
    np.testing.assert_array_equal(log.amounts, [7.5, 30, np.nan])
    assert codes(log)["amounts_missing"] == ("home_visits.csv, row 4, column min",)
    assert read(raw, exposure(Dose)).amounts.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ("attended == 1", [True, False, False, False]),
        ("purpose == 'play'", [True, True, False, False]),
        ("attended == 1 or purpose == 'play'", [True, True, False, False]),
        ("isin(purpose, 'play', 'grant')", [True, True, True, False]),
        ("day > '2021-01-02'", [False, False, True, True]),
        ("minutes >= 7.5", [True, True, True, False]),
    ],
)
def test_where_reads_csv_texts_as_it_compares_them(make_log, where, kept):
    raw = make_log(
        {
            "id": ["a"] * 4,
            "day": ["2021-01-01", "2021-01-02", "2021-01-03", "2021-01-04"],
            "attended": ["1", "0", "0", None],
            "purpose": ["play", "play", "grant", None],
            "minutes": ["7,5", "10", "8", "7"],
        },
        decimal=",",
    )
    assert read(raw, exposure(where=where)).kept.tolist() == kept


def test_a_cell_that_is_no_number_does_not_count_and_is_reported(make_log):
    raw = make_log({"id": ["a"] * 3, "day": ["2021-01-01"] * 3, "attended": ["1", "1x", None]})
    log = read(raw, exposure(where="attended == 1"))
    assert log.kept.tolist() == [True, False, False]
    assert codes(log)["cells_unreadable"] == ("home_visits.csv, row 3, column attended",)


def test_words_compared_with_a_number_are_refused(make_log):
    raw = make_log({"id": ["a"], "day": ["2021-01-01"], "attended": ["yes"]})
    with pytest.raises(DocumentError, match='"attended"'):
        read(raw, exposure(where="attended == 1"))


def test_a_confirmation_is_one_or_yes(make_log):
    answers = ["1", "yes", " Yes ", "1.0", "no", "0", None, "issued", "2"]
    raw = make_log({"id": ["a"] * 9, "day": ["2021-01-01"] * 9, "got": answers})
    log = read(raw, exposure(Received, confirmed="got"))
    assert log.kept.tolist() == [True] * 4 + [False] * 5
    numeric = make_log(
        {"id": ["a"] * 3, "day": ["2021-01-01"] * 3, "got": pd.Series([1.0, 0.0, np.nan])}
    )
    assert read(numeric, exposure(Received, confirmed="got")).kept.tolist() == [True, False, False]


@pytest.mark.parametrize(
    "fields", [{"where": "atended == 1"}, {"amount": "atended"}, {"kind": Received}]
)
def test_a_column_that_is_not_there_is_refused_with_the_nearest(make_log, fields):
    raw = make_log({"id": ["a"], "day": ["2021-01-01"], "attended": ["1"]})
    kind = fields.pop("kind", Dose)
    fields = fields or {"confirmed": "atended"}
    with pytest.raises(DocumentError) as caught:
        read(raw, exposure(kind, **fields))
    assert caught.value.what == 'There is no column "atended" in home_visits.csv.'
    assert caught.value.remedy == 'Did you mean "attended"?'


def test_an_empty_log_is_a_log(make_log):
    log = read(make_log({"id": [], "day": []}), exposure(where="id == 'a'"))
    assert len(log.dates) == len(log.kept) == 0


def test_rows_entered_twice_and_amounts_below_nought_are_told_and_count(make_log):
    raw = make_log(
        {"id": ["a", "a", "b"], "day": ["2021-03-04"] * 3, "minutes": ["45", "45", "-5"]}
    )
    log = read(raw, exposure(Dose, amount="minutes"))
    assert codes(log)["contacts_repeated"] == ("home_visits.csv, row 3",)
    assert codes(log)["amounts_negative"] == ("home_visits.csv, row 4, column minutes",)
    assert log.kept.all()
