from __future__ import annotations

import pytest

from studytool.core.errors import ModelError
from studytool.sensitivity.methods.specifications import fit_each, list_specifications
from tests.sensitivity.subjects import subject_of
from tests.simulate import World, simulate

PANEL = simulate(World(children=60, effect=0.5), 2)


def test_every_combination_once_in_order():
    found = list_specifications({"controls": ("", "age + y"), "where": ("", "age < 9"), "x": ()})
    assert [one.options for one in found] == [
        {"controls": (), "where": ""},
        {"controls": (), "where": "age < 9"},
        {"controls": ("age", "y"), "where": ""},
        {"controls": ("age", "y"), "where": "age < 9"},
    ]
    assert found[2].choices == (("controls", "age + y"), ("where", ""))


def test_too_many_are_refused():
    with pytest.raises(ModelError, match="2500 specifications"):
        list_specifications({"a": tuple(map(str, range(50))), "b": tuple(map(str, range(50)))})


def test_one_that_cannot_be_fitted_says_why_and_the_others_go_on():
    subject = subject_of(PANEL, "ancova", treatment="offered")
    found = fit_each(subject, "offered", list_specifications({"where": ("", "age > 99")}), "curve")
    assert found[0].estimate == subject.result.estimates["offered"]
    assert found[1].estimate is None
    assert "No row is left" in found[1].reason


def test_a_baseline_value_follows_the_outcome():
    subject = subject_of(PANEL, "ancova", treatment="offered", baseline=["y", "age"])
    found = fit_each(subject, "offered", list_specifications({"outcome": ("y", "days")}), "c")
    assert found[1].result is not None
    assert "baseline(days)" in found[1].result.estimates
    assert "baseline(age)" in found[1].result.estimates
