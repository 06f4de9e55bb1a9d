from __future__ import annotations

import math

import pytest

from studytool.report.small_cells import small
from studytool.report.wave_points import statistic_of, wave_points


def points(make, *rows, statistic="percent", **options):
    return wave_points(make.describe(*rows), analysis="t", statistic=statistic, **options)


def test_a_share_carries_the_people_behind_it(make):
    (point,) = points(make, make.point("abuse", 2, 10, 123))
    assert (point.cell.unit, point.cell.decimals) == ("percent", 0)
    assert (point.cell.count, point.cell.base) == (10.0, 123.0)
    assert point.n_cell.value == point.n_cell.count == 123.0
    assert (point.wave, point.wave_label, point.order) == ("2", "2021", 2.0)


@pytest.mark.parametrize(("yes", "hidden"), [(None, False), (16, False), (3, True), (37, True)])
def test_a_mean_of_two_answers_is_as_small_as_the_count_it_tells(make, yes, hidden):
    row = make.point("score", 1, None, 40, mean=0.4) | {"count": yes}
    (point,) = points(make, row, statistic="mean")
    assert (point.cell.count, point.cell.base) == (yes, 40.0)
    assert small(point.cell, 5) == hidden


def test_a_number_that_is_none_becomes_a_reason(make):
    row = make.point("score", 1, 3, 40) | {"value": math.nan, "reason": ""}
    (point,) = points(make, row)
    assert point.cell.value is None
    assert point.cell.reason == "no valid answer"


def test_nobody_asked_is_a_reason(make):
    (point,) = points(make, make.point("score", 1, 0, 0))
    assert point.cell.reason == "nobody was asked"


def test_groups_and_their_total_are_told_apart(make):
    rows = [make.point("abuse", 1, 10, 50, by="site", group=name) for name in ("Moutse", "all")]
    one, total = points(make, *rows)
    assert (one.group_label, one.total) == ("Moutse", False)
    assert (total.group_label, total.total) == ("All", True)
    assert ("site", "Moutse") in one.key
    assert one.head == "Abuse: Moutse"


def test_a_group_that_says_nothing_by_itself_is_named_with_its_variable(make):
    rows = [
        make.point("abuse", 1, 10, 50, by="visited", group="Yes"),
        make.point("abuse", 1, 10, 50, by="visited", group="seldom"),
    ]
    yes, seldom = points(make, *rows, codebook=make.panel().codebook)
    assert yes.group_name == "Visited since last interview: Yes"
    assert seldom.group_name == "seldom"
    assert ("visited", "Yes") in yes.key


def test_the_statistic_is_what_was_asked_for(make):
    described = make.describe(make.point("abuse", 1, 10, 50))
    asked = make.ShownAnalysis(name="t", statistic="mean")
    assert statistic_of(asked, described) == "mean"
