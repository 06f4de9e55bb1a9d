from __future__ import annotations

import pandas as pd

from studytool.survey.design import PanelDesign
from studytool.survey.levels import level_columns
from studytool.survey.panel import Panel


def panel(design=None, **columns):
    cells = {name: pd.Series(values) for name, values in columns.items()}
    frame = pd.DataFrame(cells).astype(
        {name: "str" for name, made in cells.items() if made.dtype.kind not in "fi"}
    )
    return Panel(frame, design or PanelDesign(person="child"), {}, pd.DataFrame(index=frame.index))


CHILDREN = ["A", "A", "B", "B", "C", "C", "D", "D", "E", "E"]
WAVES = [1, 2] * 5


def test_columns_are_proposed_by_name_where_nearly_everyone_stays():
    made = panel(
        child=CHILDREN,
        wave=WAVES,
        hh_id=["1", "1", "1", "1", "2", "2", "3", "3", "4", "4"],
        SchoolID=["x"] * 8 + ["y", "z"],
        village=["v"] * 4 + ["w"] * 6,
        worker=["p"] * 2 + ["q"] * 8,
    )
    found = {one.column: one for one in level_columns(made)}
    assert {name: one.level for name, one in found.items()} == {
        "hh_id": "household",
        "SchoolID": "school",
        "village": "site",
        "worker": "",
    }
    assert next(iter(found)) == "hh_id", "those proposed come first, the narrowest before all"
    assert (found["hh_id"].groups, found["hh_id"].same) == (4, 1.0)
    assert found["SchoolID"].same == 0.8


def test_what_changes_or_tells_nobody_apart_is_no_level():
    made = panel(
        child=CHILDREN,
        wave=WAVES,
        school=["x", "y"] * 5,
        site=["one"] * 10,
        home=[str(number) for number in range(10)],
        ward=["a", *[None] * 9],
        hh_size=[3.0] * 10,
    )
    assert level_columns(made) == ()


def test_a_level_is_proposed_once_to_the_column_in_which_more_people_stay():
    made = panel(
        child=CHILDREN,
        wave=WAVES,
        school_code=["x"] * 7 + ["y"] * 3,
        school_id=["x"] * 4 + ["y"] * 6,
    )
    assert [(one.column, one.level) for one in level_columns(made)] == [
        ("school_id", "school"),
        ("school_code", ""),
    ]


def test_rows_without_people_have_no_levels():
    assert level_columns(panel(PanelDesign(), school=["x", "y", "y"])) == ()


def test_the_sample_has_its_three_levels(sample_run):
    proposed = {one.level: one.column for one in level_columns(sample_run.panel) if one.level}
    assert proposed == dict(sample_run.panel.design.levels)
