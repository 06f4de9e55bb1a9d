from __future__ import annotations

from dataclasses import replace

import pytest

from studytool.core.errors import ModelError
from tests.sensitivity.subjects import judged, subject_of
from tests.simulate import World, simulate

PANEL = simulate(World(children=100, effect=0.8, attrition=0.1), 2)
MODEL = {"treatment": "offered", "cluster": ["household"], "covariance": "cr2"}


def test_each_line_is_the_same_model_with_the_school_left_out_by_where():
    found = judged(PANEL, "leave_one_out", "ancova", **MODEL)
    assert [line.name for line in found.lines[1:]] == [f"without[S{n}]" for n in range(5)]
    for place, line in enumerate(found.lines[1:]):
        alone = subject_of(PANEL, "ancova", where=f"school_id != 'S{place}'", **MODEL).result
        theirs = alone.estimates["offered"]
        assert (line.estimate, line.std_error) == (theirs.estimate, theirs.std_error)
        assert line.people == alone.n_people
        in_school = PANEL.frame["school_id"] == f"S{place}"
        later = in_school & (PANEL.frame["wave"] > 1)
        assert line.behind == PANEL.frame.loc[later, "child_id"].nunique()
    assert found.measures["lowest"] == min(line.estimate for line in found.lines[1:])


def test_a_school_that_makes_the_result_is_named():
    frame = PANEL.frame.copy()
    frame["y"] = frame["y"] - 0.8 * frame["visited"]
    lead = (frame["school_id"] == "S0") & (frame["visited"] == 1)
    frame.loc[lead, "y"] = frame.loc[lead, "y"] + 5
    found = judged(replace(PANEL, frame=frame), "leave_one_out", "ancova", **MODEL)
    assert "and not in: Without S0" in found.statement


def test_a_line_that_cannot_be_fitted_says_why():
    frame = PANEL.frame.assign(
        offered=((PANEL.frame["school_id"] == "S0") & (PANEL.frame["offered"] == 1)) * 1.0
    )
    found = judged(replace(PANEL, frame=frame), "leave_one_out", "ancova", **MODEL)
    assert found.lines[1].estimate is None
    assert found.lines[1].reason


def test_one_school_many_units_and_names_of_people_are_refused():
    with pytest.raises(ModelError, match="has 1 unit"):
        judged(PANEL, "leave_one_out", "ancova", where="school_id == 'S0'", **MODEL)
    for level in ("household", "hh_id", "person", "child_id"):
        with pytest.raises(ModelError, match="which person or family"):
            judged(PANEL, "leave_one_out", "ancova", options={"level": level}, **MODEL)
    many = replace(PANEL, frame=PANEL.frame.assign(room=PANEL.frame["child_id"].str[1:]))
    with pytest.raises(ModelError, match="more than 60"):
        judged(many, "leave_one_out", "ancova", options={"level": "room"}, **MODEL)
    with pytest.raises(ModelError, match='no level or column "village"'):
        judged(PANEL, "leave_one_out", "ancova", options={"level": "village"}, **MODEL)
