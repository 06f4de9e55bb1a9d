from __future__ import annotations

import json

import pytest

from studytool.describe.attrition_rows import COLUMNS, baseline_rows, flow_rows
from studytool.describe.sample import select


@pytest.fixture
def everyone(panel):
    return select(panel, where="", sample="all")


def shares(rows, group=""):
    return {
        (row["variable"], row["wave"]): (row["count"], row["n"])
        for row in rows
        if row["group"] == group
    }


def test_the_flow_of_everyone(everyone):
    rows = flow_rows(everyone, by="", confidence=0.95)
    assert shares(rows) == {
        ("first_wave", 1): (4, 4),
        ("present", 2): (3, 4),
        ("present", 3): (3, 4),
        ("all_waves", None): (3, 4),
        ("left_after", 1): (1, 4),
        ("left_after", 2): (0, 4),
        ("missed_between", None): (0, 4),
        ("lost", None): (1, 4),
        ("joined", 2): (0, None),
        ("joined", 3): (1, None),
    }
    assert {row["wave_label"] for row in rows} == {"2020", "2021", "2022", ""}
    assert rows[0]["share"] == 1.0


def test_a_person_belongs_to_the_group_of_the_first_row(everyone):
    rows = flow_rows(everyone, by="risk", confidence=0.95)
    assert list(dict.fromkeys(row["group"] for row in rows)) == ["all", "low", "moderate", "high"]
    begun = {row["group"]: row["count"] for row in rows if row["variable"] == "first_wave"}
    assert begun == {"all": 4, "low": 1, "moderate": 1, "high": 2}
    moderate = shares(rows, "moderate")
    assert moderate["lost", None] == (1, 1)
    assert moderate["joined", 3] == (1, None)


def test_a_group_nobody_began_in_has_no_share(panel):
    sample = select(panel, where="child_id != 'cleo'", sample="all")
    rows = flow_rows(sample, by="site", confidence=0.95)
    (row,) = [one for one in rows if one["group"] == "Moutse" and one["variable"] == "lost"]
    assert (row["share"], row["reason"]) == (None, "nobody to be a share of")


def test_those_who_left_are_compared_as_they_were_at_first(everyone):
    """Stayers 10, 20, 30; Dan, who left, 8: difference 8 - 20 = -12."""
    (row,) = baseline_rows(everyone, ["score"], confidence=0.95)
    assert (row["stayers"], row["n_stayers"], row["leavers"], row["n_leavers"]) == (20, 3, 8, 1)
    assert row["difference"] == -12
    assert (row["low"], row["standardised"]) == (None, None)
    assert row["reason"].startswith("too few answers")


def test_a_standardised_difference_by_hand(make_panel, panel):
    """Stayers 10, 20, 30 (variance 100), leavers 8, 12 (8): -10 / sqrt(54) = -1.3608."""
    extra = panel.frame[panel.frame["child_id"] == "dan"].assign(child_id="fay", score=12.0)
    frame = panel.frame.merge(extra, how="outer")
    sample = select(make_panel(frame), where="", sample="all")
    (row,) = baseline_rows(sample, ["score"], confidence=0.95)
    assert row["standardised"] == pytest.approx(-1.3608, abs=5e-5)
    assert row["low"] < -10 < row["high"]


def test_nobody_who_left_leaves_nothing_to_compare(panel):
    sample = select(panel, where="child_id != 'dan'", sample="all")
    (row,) = baseline_rows(sample, ["score"], confidence=0.95)
    assert (row["difference"], row["reason"]) == (None, "nobody who left has a valid answer")


def test_rows_are_plain_values_under_the_declared_columns(everyone):
    rows = flow_rows(everyone, by="site", confidence=0.95)
    rows += baseline_rows(everyone, ["score", "exposed"], confidence=0.95)
    assert {tuple(row) for row in rows} == {COLUMNS}
    assert {type(value) for row in rows for value in row.values()} <= {str, int, float, type(None)}
    assert "NaN" not in json.dumps(rows)
