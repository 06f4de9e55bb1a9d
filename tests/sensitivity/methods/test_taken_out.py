from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.sensitivity.methods.omitted import strength_of
from studytool.sensitivity.methods.taken_out import residuals, take_out
from tests.sensitivity.subjects import subject_of
from tests.simulate import World, simulate

PANEL = simulate(World(effect=0.5, attrition=0.1), 2)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("pooled", {"treatment": "offered", "controls": ["age", "C(wave)"]}),
        ("fixed_effects", {"treatment": "visited", "controls": ["age"]}),
        ("ancova", {"treatment": "offered", "controls": ["age"], "covariance": "classical"}),
    ],
)
def test_the_estimate_and_its_plain_error_are_those_of_the_model(kind, options):
    subject = subject_of(PANEL, kind, covariance="classical", **{
        name: value for name, value in options.items() if name != "covariance"
    })  # fmt: skip
    term = subject.result.shown[0]
    found = strength_of(take_out(subject, term))
    theirs = subject.result.estimates[term]
    assert found.estimate == pytest.approx(theirs.estimate, rel=1e-10)
    assert found.std_error == pytest.approx(theirs.std_error, rel=1e-10)
    assert found.df == theirs.df


def test_weights_are_in_it():
    random = np.random.default_rng(0)
    frame = PANEL.frame.assign(w=random.uniform(0.5, 2, size=len(PANEL.frame)))
    from dataclasses import replace

    subject = subject_of(
        replace(PANEL, frame=frame), "pooled", treatment="offered", weights="w",
        covariance="classical", controls=["age"],
    )  # fmt: skip
    found = strength_of(take_out(subject, "offered"))
    theirs = subject.result.estimates["offered"]
    assert (found.estimate, found.std_error) == pytest.approx((theirs.estimate, theirs.std_error))


def test_residuals_of_nothing_are_the_column():
    column = np.arange(3.0)
    assert residuals(column, np.empty((3, 0))) is column
    assert residuals(column, np.ones((3, 1))) == pytest.approx([-1, 0, 1])


def test_a_model_that_is_not_least_squares_is_refused():
    subject = subject_of(PANEL, "gee", treatment="offered")
    with pytest.raises(ModelError, match="not a least-squares"):
        take_out(subject, "offered")
