from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.arrays.design import Formula
from studytool.models.estimators.pooled import Pooled
from studytool.models.fitting.regression import Request
from studytool.models.fitting.reshaping import (
    draw,
    fit_design,
    refuse_nameless,
    set_aside,
    take_rows,
)
from tests.simulate import World, make_panel, simulate

SPEC = Pooled(name="m", outcome="y", treatment="offered", cluster=("person",))
REQUEST = Request(Formula("y", ("offered",), clusters=("person",)))


def test_rows_are_drawn_by_person_and_wave():
    drawn = draw(SPEC, simulate(World(children=6), 1), REQUEST)
    assert drawn.people.tolist() == np.repeat(np.arange(6), 3).tolist()
    assert drawn.waves.tolist() == [1, 2, 3] * 6


def test_rows_set_aside_leave_once_and_for_the_first_reason():
    drawn = draw(SPEC, simulate(World(children=6), 1), REQUEST)
    first = drawn.waves == 1
    gone = drawn.people == 0
    sample = set_aside(drawn, [("start", first), ("gone", gone)])
    assert [(s.reason, s.rows, s.people) for s in sample.flow.steps] == [
        ("start", 6, 0),
        ("gone", 2, 1),
    ]
    assert (sample.flow.used_rows, sample.flow.used_people) == (10, 5)
    assert sample.index.tolist() == drawn.sample.index[~first & ~gone].tolist()
    with pytest.raises(ModelError, match="No row is left"):
        set_aside(drawn, [("all", first | ~first)])


def test_rows_of_a_design_keep_their_clusters():
    drawn = draw(SPEC, simulate(World(children=6), 1), REQUEST)
    last = take_rows(drawn.design, drawn.waves == 3)
    assert last.clusters[0].tolist() == list(range(6))
    assert last.outcome.size == last.regressors.shape[0] == 6


def test_fitting_all_rows_as_they_are_is_the_pooled_regression():
    panel = simulate(World(), 1)
    drawn = draw(SPEC, panel, REQUEST)
    fitted = fit_design(SPEC, drawn.design, drawn.people)
    pooled = SPEC.fit(panel, seed=1, progress=type("P", (), {"step": lambda *_: None})())
    assert fitted.fit.coefficients[1] == pooled.estimates["offered"].estimate


def test_people_must_be_followed():
    frame = simulate(World(), 1).frame
    for panel in (make_panel(frame, person=None), make_panel(frame, design="cross_sections")):
        with pytest.raises(ModelError, match="who is who"):
            refuse_nameless(panel)
