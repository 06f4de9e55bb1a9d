from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.models.arrays.design import Formula, build_design
from studytool.models.fitting.identification import (
    changers,
    name_repeated,
    refuse_dropped,
    refuse_unidentified,
)
from studytool.models.kernel.linear import least_squares
from tests.simulate import make_panel

DRAW = np.random.default_rng(5)
FRAME = pd.DataFrame(
    {
        "child_id": np.repeat([f"c{n}" for n in range(10)], 3),
        "wave": np.tile([1, 2, 3], 10),
        "y": DRAW.normal(size=30),
        "a": DRAW.normal(size=30),
        "b": DRAW.normal(size=30),
        "d": np.tile([0.0, 0, 1, 0, 0, 0], 5),
    }
).assign(both=lambda frame: 2 * frame["a"] - frame["b"] + 4, late=lambda frame: frame["wave"] == 3)


def design_of(**changes):
    formula = Formula(**{"outcome": "y", "treatments": ("d",), **changes})
    return build_design(make_panel(FRAME), np.arange(30), formula)


def fit(design):
    return least_squares(design.outcome, design.regressors, effects=design.effects)


def test_changers_are_people_with_more_than_one_value():
    people = np.array([0, 0, 1, 1, 2])
    assert changers(np.array([0.0, 1, 1, 1, 0]), people) == 1
    assert changers(np.array([0.0, 1, 1, 0, 0]), people) == 2
    assert changers(np.array([1.0, 1, 1, 1, 0]), people) == 0


@pytest.mark.parametrize(("value", "words"), [(0.0, "No one"), (1.0, "Everyone"), (7.0, "Every")])
def test_a_constant_treatment_says_who_is_missing(value, words):
    panel = make_panel(FRAME.assign(d=value))
    design = build_design(panel, np.arange(30), Formula("y", ("d",)))
    with pytest.raises(ModelError, match="same value in every row") as refused:
        refuse_unidentified(design, np.repeat(np.arange(10), 3))
    assert words in refused.value.why


def test_what_a_dropped_term_repeats_is_named_and_nothing_else():
    design = design_of(controls=("a", "b", "both"), effects=("wave",))
    assert name_repeated(design, fit(design), design.names.index("both")) == "a, b"


def test_a_term_that_repeats_the_constant_says_so():
    panel = make_panel(FRAME.assign(one=3.0))
    design = build_design(panel, np.arange(30), Formula("y", ("d",), controls=("one",)))
    assert name_repeated(design, fit(design), design.names.index("one")) == "the constant"


def test_a_term_whose_origin_hides_its_spread_is_named_without_blaming_the_outcome():
    panel = make_panel(FRAME.assign(year=FRAME["wave"] + 2e9))
    design = build_design(panel, np.arange(30), Formula("y", ("d",), controls=("year",)))
    told = name_repeated(design, fit(design), design.names.index("year"))
    assert told.startswith("the constant, because its values are so far from zero")


def test_a_dropped_treatment_is_refused_with_what_it_repeats():
    design = design_of(treatments=("both",), controls=("a", "b"))
    with pytest.raises(ModelError, match="repeats what other terms say: a, b"):
        refuse_dropped(design, fit(design))


def test_an_absorbed_treatment_is_refused_with_the_effects():
    design = design_of(treatments=("late",), controls=("a",), effects=("person", "wave"))
    with pytest.raises(ModelError, match="person, wave"):
        refuse_dropped(design, fit(design))


def test_a_good_design_passes():
    design = design_of(controls=("a",), effects=("person", "wave"))
    refuse_unidentified(design, design.effects[0])
    refuse_dropped(design, fit(design))


def test_of_many_repeated_terms_the_first_are_named():
    draws = np.random.default_rng(0).normal(size=(12, 10))
    frame = pd.DataFrame(draws, columns=[f"c{place}" for place in range(10)])
    frame["d"], frame["y"] = draws.sum(axis=1), np.arange(12) % 5
    panel = make_panel(frame.assign(child_id=np.arange(12).astype(str), wave=1))
    formula = Formula(outcome="y", treatments=("d",), controls=tuple(frame.columns[:10]))
    design = build_design(panel, np.arange(12), formula)
    fit = least_squares(design.outcome, design.regressors)
    told = name_repeated(design, fit, design.names.index("d"))
    assert told == "c0, c1, c2, c3, c4, c5 and 4 more"
