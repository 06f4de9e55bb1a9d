from __future__ import annotations

import numpy as np
import pytest

from studytool.models.staggered.aggregate import (
    Cell,
    att_term,
    cohort_cells,
    find_event_path,
    list_averages,
    weigh,
)
from tests.models.staggered.test_paths import paths
from tests.staggered_world import staggered_panel

WAVES = np.array([1.0, 2.0, 3.0])
CELLS = [
    Cell(1, 1, "att[2,2]", 30, 30),
    Cell(1, 2, "att[2,3]", 30, 30),
    Cell(2, 1, "att[3,2]", 10, 10),
    Cell(2, 2, "att[3,3]", 10, 10),
]
EFFECTS = np.array([1.0, 2.0, 0.5, 4.0])


def test_averages_by_hand():
    """Cohort 2 has 30 people with effects 1, 2; cohort 3 has 10 with .5 before and 4 after.

    event[0] = (30 x 1 + 10 x 4) / 40 = 1.75; event[1] = 2; event[-1] = .5;
    cohort[2] = 1.5, cohort[3] = 4; calendar[2] = 1, calendar[3] = (30 x 2 + 10 x 4) / 40 = 2.5;
    simple = (30 x 1 + 30 x 2 + 10 x 4) / 70; dynamic = (1.75 + 2) / 2; group = (30 x 1.5 +
    10 x 4) / 40; calendar = (1 + 2.5) / 2.
    """
    averages = list_averages(CELLS, WAVES)
    rows = weigh(averages, [cell.term for cell in CELLS])
    found = {name: float(row @ EFFECTS) for name, row in rows.items()}
    assert found == pytest.approx(
        {
            "att[2,2]": 1, "att[2,3]": 2, "att[3,2]": 0.5, "att[3,3]": 4,
            "event[-1]": 0.5, "event[0]": 1.75, "event[1]": 2,
            "cohort[2]": 1.5, "cohort[3]": 4, "calendar[2]": 1, "calendar[3]": 2.5,
            "simple": 130 / 70, "dynamic": 1.875, "group": 85 / 40, "calendar": 1.75,
        }
    )  # fmt: skip
    assert all(sum(one.weights) == pytest.approx(1) for one in averages)


def test_a_window_limits_event_times_and_their_mean_alone():
    averages = {one.term: one for one in list_averages(CELLS, WAVES, (0, 0))}
    assert [name for name in averages if name.startswith("event")] == ["event[0]"]
    assert averages["dynamic"].over == ("event[0]",)
    assert len(averages["simple"].over) == 3


def test_the_path_has_its_reference():
    path = find_event_path(CELLS, references=(-2,), reference_people=40)
    assert path.times == (-2, -1, 0, 1)
    assert path.people == (40, 10, 40, 30)
    assert path.leads == (-1,)


def test_cells_are_named_by_the_waves_of_the_document():
    found = paths(staggered_panel(seed=1), cohort="first")
    cells = [Cell(2, 3, att_term(2004, 2006), 20, 20)]
    told = cohort_cells(found, cells)
    assert told.terms == {(2004.0, 2006.0): "att[2004,2006]"}
    assert (told.cohorts, told.people, told.never) == ((2004.0, 2006.0), (20, 20), 20)
    assert told.waves == (2001.0, 2003.0, 2004.0, 2006.0, 2007.0)
