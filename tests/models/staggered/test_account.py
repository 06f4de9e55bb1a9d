from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.result import Estimate, EventPath, NotAvailable
from studytool.models.staggered.account import (
    HELD,
    NO_EFFECT,
    NO_ROW,
    ONE_PERSON,
    REFERENCE,
    Judged,
    arrange_terms,
    count_behind,
    describe,
    find_missing,
    find_small,
    list_judged,
    take_terms,
)
from studytool.models.staggered.aggregate import Cell, list_averages
from tests.models.staggered.test_aggregate import CELLS, WAVES
from tests.models.staggered.test_paths import paths
from tests.staggered_world import staggered_panel


def judged(*variances):
    terms = tuple(f"att[{place}]" for place in range(len(variances)))
    return Judged(terms, np.ones(len(terms)), np.diag(variances), np.full(len(terms), 9.0))


def test_people_behind_an_average_are_counted_once():
    averages = list_averages(CELLS, WAVES)
    behind = count_behind(CELLS, [5, 6, 7, 8], averages)
    assert behind["att[2,3]"] == (30, 6)
    assert behind["cohort[2]"] == (30, 6)
    assert behind["event[0]"] == behind["simple"] == (40, 8)


def test_one_person_and_no_spread_have_a_reason():
    asked = judged(4.0, 4.0, 0.0)
    found = list_judged(asked, {"att[1]": (1, 9)}, level=0.95)
    assert found["att[0]"].std_error == 2
    assert found["att[1]"] == NotAvailable(ONE_PERSON)
    assert "zero" in found["att[2]"].reason
    terms, covariance = take_terms(asked, found)
    assert (terms, covariance.tolist()) == (("att[0]",), [[4.0]])


def test_an_outcome_that_is_fitted_exactly_is_refused():
    with pytest.raises(ModelError, match="fit the outcome exactly"):
        list_judged(judged(0.0, 0.0), {}, level=0.95)


def test_every_point_and_control_has_an_estimate_or_a_reason():
    one = Estimate(1.0, 0.5, 9.0, 0.1, 0.0, 2.0)
    path = EventPath(
        (-9, -2, -1, 0), ("event[-9]", "event[-2]", "event[-1]", "event[0]"), (-1,), (0,) * 4
    )
    rows = paths(staggered_panel(seed=1), cohort="first", controls=["x"])
    found = arrange_terms({"att[1]": one, "simple": one, "event[0]": one}, path, rows)
    assert list(found) == ["simple", *path.terms, "att[1]", "x"]
    assert [found[term].reason for term in (*path.terms[:3], "x")] == [
        NO_ROW, NO_EFFECT, REFERENCE, HELD
    ]  # fmt: skip


def test_statistics_by_hand():
    panel = staggered_panel(seed=1)
    frame = panel.frame
    told = describe(paths(panel, cohort="first"), None, level=0.95)
    assert told["n_treated_people"] == 40
    assert told["n_never_people"] == 20
    assert told["n_changers"] == 40
    assert told["n_treated_rows"] == frame["treated"].sum()
    untreated = frame.loc[frame["treated"] == 0, "y"].mean()
    assert told["outcome_mean_untreated"] == pytest.approx(untreated)
    assert told["outcome_sd"] == pytest.approx(frame["y"].std())


def test_small_cohorts_and_missing_cells_are_told_of():
    rows = paths(staggered_panel(seed=1), cohort="first")
    (small,) = find_small(rows, [Cell(2, 2, "a", 1, 4), Cell(3, 3, "b", 1, 20)])
    assert "(4 at wave 2004)" in small.message
    assert not find_small(rows, [Cell(2, 2, "a", 1, 5)])
    many = find_missing({f"att[{n}]": "nobody" for n in range(9)} | {"att[x]": "gone"})
    assert [f.message.count("att[") for f in many] == [6, 1]
    assert "and 3 others: nobody" in many[0].message
