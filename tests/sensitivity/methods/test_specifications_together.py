from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studytool.core.progress import Cancelled
from studytool.models.result import Estimate
from studytool.sensitivity.methods.specifications import fit_each, list_specifications
from studytool.sensitivity.methods.specifications_together import fit_specifications
from tests.sensitivity.subjects import subject_of
from tests.simulate import World, simulate

PANEL = simulate(World(children=80, effect=0.5, attrition=0.1), 2)
GRID = {
    "controls": ("", "age", "days", "age + days", "age + C(school_id)"),
    "covariance": ("cr1", "cr2"),
    "where": ("", "age < 11"),
}
MODELS = {
    "fixed_effects": ({"treatment": "visited", "cluster": ["person"]}, "visited"),
    "pooled": ({"treatment": "offered", "cluster": ["household"]}, "offered"),
    "ancova": ({"treatment": "offered", "cluster": ["household"]}, "offered"),
    "did": ({"treatment": "offered", "post": [2, 3], "cluster": ["person"]}, "offered:post"),
}


def both(panel, kind, grid=GRID, **more):
    options, term = MODELS[kind]
    subject = subject_of(panel, kind, **(options | more))
    listed = list_specifications(grid)
    return fit_specifications(subject, term, listed, "c"), fit_each(subject, term, listed, "c")


@pytest.mark.parametrize("kind", MODELS)
def test_together_they_are_what_they_are_alone(kind):
    ours, theirs = both(PANEL, kind)
    assert any(one.result is None and one.estimate is not None for one in ours)
    for one, other in zip(ours, theirs, strict=True):
        assert one.specification == other.specification
        assert one.people == other.people
        if not isinstance(other.estimate, Estimate):
            assert one.reason == other.reason
            continue
        for name in ("estimate", "std_error", "df", "p", "low", "high"):
            assert getattr(one.estimate, name) == pytest.approx(
                getattr(other.estimate, name), rel=1e-9
            )


def test_weights_are_in_it():
    random = np.random.default_rng(0)
    panel = replace(PANEL, frame=PANEL.frame.assign(w=random.uniform(1, 3, len(PANEL.frame))))
    ours, theirs = both(panel, "ancova", weights="w")
    for one, other in zip(ours, theirs, strict=True):
        if isinstance(other.estimate, Estimate):
            assert one.estimate.estimate == pytest.approx(other.estimate.estimate, rel=1e-9)
            assert one.estimate.std_error == pytest.approx(other.estimate.std_error, rel=1e-9)


def test_where_a_control_is_missing_in_some_rows_each_keeps_its_own():
    frame = PANEL.frame.copy()
    frame.loc[frame.index[::7], "days"] = np.nan
    ours, theirs = both(replace(PANEL, frame=frame), "ancova")
    assert all(one.result is not None for one in ours if one.estimate is not None)
    assert len({one.people for one in theirs if one.people}) > 1
    assert [one.estimate for one in ours] == [one.estimate for one in theirs]


def test_methods_that_are_no_single_fit_go_one_by_one():
    ours, theirs = both(PANEL, "did", method="outcome_regression", covariance=None,
                        grid={"controls": ("age", "days", "age + days")})  # fmt: skip
    assert [one.estimate for one in ours] == [one.estimate for one in theirs]
    assert all(one.result is not None for one in ours)


def test_it_can_be_cancelled():
    subject = subject_of(PANEL, "ancova", treatment="offered")

    class Stop:
        def step(self, _message, _done, _total):
            raise Cancelled

    with pytest.raises(Cancelled):
        fit_specifications(
            replace(subject, progress=Stop()), "offered", list_specifications(GRID), "c"
        )
