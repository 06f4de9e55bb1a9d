from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import DataError
from studytool.describe.sample import select
from studytool.describe.wave_rows import COLUMNS, Question, rows_of


def ask(panel, variable, statistic="percent", *, where="", **fields):
    asked = {"level": None, "by": "", "unit": "person", "confidence": 0.95} | fields
    question = Question(variable=variable, statistic=statistic, **asked)
    return rows_of(question, select(panel, where=where, sample="all"))


def of(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


def test_a_share_is_of_valid_answers(panel):
    rows = ask(panel, "exposed")
    assert of(rows, "wave", "wave_label", "count", "n", "missing") == [
        (1, "2020", 3, 4, 0),
        (2, "2021", 1, 2, 1),
        (3, "2022", 2, 4, 0),
    ]
    assert of(rows, "value") == [(0.75,), (0.5,), (0.5,)]
    assert all(row["low"] < row["value"] < row["high"] for row in rows)


def test_a_named_band_is_in_the_label(panel):
    rows = ask(panel, "risk", level="high")
    assert {row["label"] for row in rows} == {"Risk: high"}
    assert of(rows, "count", "n", "missing") == [(2, 4, 0), (2, 3, 0), (1, 3, 1)]


def test_means_by_hand(panel):
    """Wave 2: Ann 12 and Cleo 32, Ben unanswered: 22; t(1) = 12.706, half 12.706 x 10."""
    rows = ask(panel, "score", "mean")
    assert of(rows, "value", "n", "missing", "count") == [
        (17.0, 4, 0, None),
        (22.0, 2, 1, None),
        (21.0, 4, 0, None),
    ]
    assert rows[1]["high"] == pytest.approx(22 + 127.06, abs=0.01)


def test_a_count_has_no_interval(panel):
    (first, *_) = ask(panel, "exposed", "count")
    assert (first["value"], first["n"], first["low"], first["high"]) == (3, 4, None, None)


def test_groups_come_in_order_and_an_empty_wave_says_so(panel):
    rows = ask(panel, "exposed", by="site", where="child_id != 'cleo'")
    assert of(rows, "group", "wave", "n") == [
        ("Johannesburg", 1, 3),
        ("Johannesburg", 2, 2),
        ("Johannesburg", 3, 2),
        ("Moutse", 1, 0),
        ("Moutse", 2, 0),
        ("Moutse", 3, 1),
    ]
    assert of(rows, "value", "reason")[3] == (None, "nobody in this wave")
    assert {row["by"] for row in rows} == {"site"}


def test_a_numeric_group_is_called_by_its_label(panel):
    rows = ask(panel, "score", "mean", by="risk")
    assert list(dict.fromkeys(row["group"] for row in rows)) == ["low", "moderate", "high"]


def test_a_wave_in_which_nobody_answered_says_so(panel):
    rows = ask(panel, "exposed", where="child_id == 'cleo'")
    assert of(rows, "value", "reason")[1] == (None, "no valid answers")
    means = ask(panel, "score", "mean", where="child_id == 'cleo'")
    assert of(means, "value", "low", "reason")[0] == (30.0, None, "one answer has no interval")


def test_a_family_counts_once(panel):
    rows = ask(panel, "harsh", "count", unit="household")
    assert of(rows, "value", "n") == [(1, 3), (1, 2), (1, 3)]
    people = ask(panel, "harsh", "count")
    assert of(people, "value", "n") == [(2, 4), (1, 2), (1, 4)]


def test_families_whose_children_differ_are_refused(panel):
    with pytest.raises(DataError, match="1 times, people of one household"):
        ask(panel, "exposed", unit="household")
    with pytest.raises(DataError, match='"harsh" or "child_id"'):
        ask(panel, "harsh", unit="household", by="child_id")


def test_rows_are_plain_values_under_the_declared_columns(panel):
    for rows in (ask(panel, "exposed"), ask(panel, "score", "mean", by="household")):
        assert {tuple(row) for row in rows} == {COLUMNS}
        types = {type(value) for row in rows for value in row.values()}
        assert types <= {str, int, float, type(None)}
        assert "NaN" not in json.dumps(rows)


def test_the_whole_percent_of_the_published_margins(make_panel):
    """71 of 123 is 58 %, 77 is 63 %, 10 is 8 %, 47 is 38 %, 74 is 60 % and 76 is 62 %."""
    for count, percent in [(71, 58), (77, 63), (10, 8), (47, 38), (74, 60), (76, 62)]:
        answers = np.r_[np.ones(count), np.zeros(123 - count)]
        frame = pd.DataFrame({"child_id": [f"c{i}" for i in range(123)], "wave": 1, "x": answers})
        (row,) = ask(make_panel(frame), "x")
        assert round(100 * row["value"]) == percent
        assert row["n"] == 123
