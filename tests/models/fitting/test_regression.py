from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.models.arrays.design import Formula
from studytool.models.arrays.sample import Aside
from studytool.models.estimators.did import Did
from studytool.models.estimators.pooled import Pooled
from studytool.models.fitting.regression import Request, list_needs, regress, write_equation
from tests.simulate import World, make_panel, simulate


def request(**changes):
    formula = Formula(**{"outcome": "y", "treatments": ("visited",), **changes})
    return Request(formula)


def test_needs_come_in_the_order_in_which_rows_leave():
    panel = simulate(World(), 1)
    asked = request(
        mains=("offered",),
        controls=("C(school_id)", "age"),
        effects=("person", "school*wave"),
        clusters=("household",),
        weights="age",
    )
    needs = list_needs(panel, asked)
    assert [need.column for need in needs] == [
        *("y", "visited", "offered", "school_id", "age", "age", "child_id", "wave", "hh_id"),
    ]
    assert [need.positive for need in needs].index(True) == 5
    assert needs[0].words == "outcome missing"
    assert needs[1].words == "treatment missing (visited)"
    assert not needs[3].number
    assert needs[-1].words == "cluster missing: hh_id"


def test_an_unknown_control_is_refused_with_the_nearest():
    panel = simulate(World(), 1)
    with pytest.raises(ModelError) as refused:
        list_needs(panel, request(controls=("aeg",)))
    assert '"age"' in refused.value.remedy


def test_rows_without_a_level_leave_before_they_are_clustered():
    panel = simulate(World(), 1)
    frame = panel.frame.copy()
    frame.loc[frame["school_id"] == "S3", "school_id"] = None
    model = Pooled(name="m", outcome="y", treatment="visited", cluster=("school",))
    result = model.fit(make_panel(frame), seed=1, progress=Silent())
    assert result.n_clusters == {"school": 4}
    assert result.flow.steps[0].reason == "cluster missing: school_id"


def test_rows_set_aside_and_own_words_reach_the_flow():
    panel = simulate(World(), 1)
    frame = panel.frame.copy()
    frame.loc[frame.index[5], "visited"] = np.nan
    panel = make_panel(frame)
    formula = Formula("y", ("visited",))
    aside = Aside("first wave", (frame["wave"] == 1).to_numpy())
    words = {"visited": "no visit recorded"}
    asked = Request(formula, asides=(aside,), words=words, rows="at later waves")
    spec = Pooled(name="m", outcome="y", treatment="visited")
    result = regress(spec, panel, asked, seed=9, progress=Silent())
    assert [step.reason for step in result.flow.steps] == ["first wave", "no visit recorded"]
    assert result.seed == 9
    assert result.equation == "y = a + b1 visited + error, at later waves"


def test_equations_say_everything_that_is_in_the_model():
    formula = Formula("y", ("d",), controls=("x",), effects=("person", "wave"), weights="w")
    expected = "y = b1 d + b2 x + effects of person and wave + error, weighted by w"
    assert write_equation(formula, ["x", "d"]) == expected
    assert write_equation(Formula("y", ("d",)), ["const", "d"]) == "y = a + b1 d + error"


def test_equations_leave_out_what_has_no_estimate():
    panel = simulate(World(children=60, waves=2), 1)
    panel = make_panel(panel.frame.assign(twice=2 * panel.frame["age"]))
    model = Did(
        name="m",
        outcome="y",
        treatment="offered",
        controls=("C(school_id)", "age", "twice"),
        effects=("school", "wave"),
    )
    result = model.fit(panel, seed=1, progress=Silent())
    assert result.equation == (
        "y = b1 offered:post + b2 offered + b3 age + effects of school and wave + error"
    )
