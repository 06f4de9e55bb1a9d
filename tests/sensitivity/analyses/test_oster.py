from __future__ import annotations

import pytest

from studytool.core.errors import ModelError
from studytool.models.estimators.pooled import Pooled
from tests.sensitivity.subjects import asked, judged
from tests.simulate import World, simulate

PANEL = simulate(World(children=300, effect=0.5, assignment="level"), 2)
MODEL = {"treatment": "offered", "controls": ["days", "age"], "where": "wave == 3"}


def test_it_says_delta_beta_and_r_max():
    found = judged(PANEL, "oster", "pooled", **MODEL)
    measures = found.measures
    assert measures["r_max"] == pytest.approx(1.3 * measures["r_full"])
    assert measures["r_short"] < measures["r_full"]
    original, short, left = found.lines
    # the controls take some of the selection on level; at equal strength more goes
    assert short.estimate > original.estimate > left.estimate
    assert "R_max" in found.method


def test_the_short_and_full_estimates_are_those_of_the_models():
    found = judged(PANEL, "oster", "pooled", **MODEL)
    short = judged(PANEL, "leave_one_out", "pooled", treatment="offered", where="wave == 3")
    assert found.lines[1].estimate == pytest.approx(short.lines[0].estimate, rel=1e-10)


def test_effects_are_taken_out_first():
    found = judged(
        PANEL, "oster", "fixed_effects", treatment="visited", controls=["days"],
        cluster=["person"],
    )  # fmt: skip
    assert 0 <= found.measures["r_short"] <= found.measures["r_full"] < 1


def test_a_model_without_controls_and_a_small_r_max_are_refused():
    with pytest.raises(ModelError, match="no controls"):
        judged(PANEL, "oster", "pooled", treatment="offered")
    with pytest.raises(ModelError, match="explains") as refused:
        judged(PANEL, "oster", "pooled", options={"r_max": 0.001}, **MODEL)
    assert refused.value.where == "r_max"
    model = Pooled(name="m", outcome="y", treatment="offered")
    assert '"age" is no control' in asked("oster", always=["age"]).refuses(model)
