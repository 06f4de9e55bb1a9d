from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.models.estimators.mixed import Mixed
from studytool.models.spec import Assignment
from tests.sensitivity.subjects import asked, judged, subject_of
from tests.simulate import World, simulate

PANEL = simulate(World(children=100, effect=0.8), 2)
MODEL = {"treatment": "offered", "cluster": ["household"]}
GRID = {
    "control_sets": ["", "age", "age + days"],
    "covariance": ["cr1", "cr2"],
    "samples": ["", "age < 11"],
}
LOTTERY = Assignment(exposure="offered", rule="random")


def curve(options=GRID, kind="ancova", assignments=(), **model):
    return judged(PANEL, "specification_curve", kind, assignments=assignments, options=options,
                  **(MODEL | model))  # fmt: skip


def test_every_line_is_the_model_asked_for_alone():
    found = curve()
    assert len(found.lines) == 1 + 12
    for line in found.lines[1:]:
        chosen = {name: "" if what == "none" else what for name, what in line.choices}
        controls = [part for part in chosen["controls"].split(" + ") if part]
        options = {"covariance": chosen["covariance"], "where": chosen["where"]}
        alone = subject_of(PANEL, "ancova", controls=controls, **options, **MODEL).result
        theirs = alone.estimates["offered"]
        ours = (line.estimate, line.std_error, line.low, line.high, line.p)
        assert ours == pytest.approx(
            (theirs.estimate, theirs.std_error, theirs.low, theirs.high, theirs.p), rel=1e-9
        )
        assert line.people == alone.n_people


def test_it_counts_those_that_agree():
    found = curve()
    lines = found.lines[1:]
    assert found.measures["n_specifications"] == 12
    assert found.measures["n_same_sign"] == sum(line.estimate > 0 for line in lines)
    assert found.measures["n_significant"] == sum(line.low > 0 for line in lines)
    assert found.statement.startswith("Of 12 specifications, ")
    assert "joint_p" not in found.measures
    assert "not recorded as random" in found.method


def test_a_lottery_has_a_joint_test_unless_it_is_left_out():
    found = curve(GRID | {"draws": 199}, assignments=(LOTTERY,))
    assert found.measures["joint_p"] < 0.05
    assert "deals as drawn" in found.method
    assert "joint_p" not in curve(GRID | {"draws": 0}, assignments=(LOTTERY,)).measures


def test_other_outcomes_and_effects_can_be_in_the_grid():
    found = curve({"outcomes": ["y", "days"], "effect_sets": ["wave", "school*wave"]})
    assert {name for line in found.lines[1:] for name, _ in line.choices} == {"outcome", "effects"}
    assert all(line.estimate is not None for line in found.lines)


def test_what_cannot_be_fitted_is_counted_and_told():
    found = curve({"samples": ["", "age > 99"]})
    assert "(1 could not be fitted)" in found.statement
    assert found.lines[2].reason
    with pytest.raises(ModelError, match="No specification"):
        curve({"samples": ["age > 98", "age > 99"]})


def test_nothing_to_choose_choices_twice_and_options_a_kind_lacks_are_refused():
    for options in ({}, {"control_sets": ["age"]}, {"control_sets": ["age", "age"]}):
        with pytest.raises(ValidationError):
            asked("specification_curve", **options)
    mixed = Mixed(name="m", outcome="y", treatment="offered")
    curve_of_errors = asked("specification_curve", covariance=["cr1", "cr2"])
    assert curve_of_errors.refuses(mixed) == "" or "covariance" in curve_of_errors.refuses(mixed)
