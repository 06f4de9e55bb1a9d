from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import ModelError
from studytool.models.arrays.design import (
    Formula,
    build_design,
    conditional_formula,
    expand,
    written,
)
from studytool.models.estimators.fe_poisson import FePoisson
from tests.simulate import make_panel

FRAME = pd.DataFrame(
    {
        "child_id": ["a", "a", "b", "b"],
        "wave": [1, 2, 1, 2],
        "school_id": ["s", "s", "t", "t"],
        "y": [1.0, 2.0, 3.0, 5.0],
        "d": [0.0, 1.0, 0.0, 0.0],
        "age": [6.0, 7.0, 6.0, 8.0],
        "sex": ["f", "f", "m", "m"],
        "grade": [1.0, 2.0, 1.0, 3.0],
        "const": [2.0, 3.0, 4.0, 4.0],
        "y0": [1.0, 1.0, 0.0, 0.0],
        "_merge": [0.0, 1.0, 1.0, 0.0],
        "a:b": [9.0, 8.0, 7.0, 6.0],
    }
)


def design_of(**changes):
    formula = Formula(**{"outcome": "y", "treatments": ("d",), **changes})
    return build_design(make_panel(FRAME), np.arange(4), formula)


def test_treatments_come_last_and_the_constant_first():
    design = design_of(controls=("age", "C(grade)"), mains=("y0",))
    assert design.names == ("const", "y0", "age", "C(grade)[2]", "C(grade)[3]", "d")
    assert design.named("treatment") == ("d",)
    assert design.column("C(grade)[3]").tolist() == [0, 0, 0, 1]
    assert design.outcome.tolist() == [1, 2, 3, 5]


def test_effects_stand_in_for_the_constant():
    design = design_of(effects=("person", "school*wave"), clusters=("school",))
    assert design.names == ("d",)
    assert [codes.tolist() for codes in design.effects] == [[0, 0, 1, 1], [0, 1, 2, 3]]
    assert design.clusters[0].tolist() == [0, 0, 1, 1]
    assert design.cluster_names == ("school",)


def test_terms_of_the_same_columns_are_the_same_codes():
    design = design_of(
        effects=("person", "wave"), clusters=("child_id",), trends=("person", "school")
    )
    assert design.clusters[0] is design.effects[0]
    assert design.trends[0][0] is design.effects[0]
    assert design.trends[1][1].tolist() == [0, 1, 0, 1]
    with pytest.raises(ModelError, match="two waves or more"):
        build_design(make_panel(FRAME), np.array([0, 2]), Formula("y", ("d",), trends=("person",)))


def test_columns_with_awkward_names_do_not_clash():
    design = design_of(controls=("const", "y0", "_merge", "a:b"))
    assert design.names == ("(const)", "const", "y0", "_merge", "a:b", "d")
    assert design.column("const").tolist() == [2, 3, 4, 4]
    assert design.column("a:b").tolist() == [9, 8, 7, 6]


def test_interactions_are_products_of_what_their_sides_give():
    (name, values), *rest = expand(FRAME, "d:age")
    assert (name, values.tolist(), rest) == ("d:age", [0, 7, 0, 0], [])
    factors = dict(expand(FRAME, "C(sex):C(grade)"))
    assert list(factors) == ["C(sex)[m]:C(grade)[2]", "C(sex)[m]:C(grade)[3]"]
    assert factors["C(sex)[m]:C(grade)[3]"].tolist() == [0, 0, 0, 1]


def test_text_as_a_number_suggests_a_factor():
    with pytest.raises(ModelError) as refused:
        design_of(controls=("sex",))
    assert "C(sex)" in refused.value.remedy


def test_a_factor_needs_two_values_and_not_too_many():
    with pytest.raises(ModelError, match="1 values"):
        expand(FRAME.assign(sex="f"), "C(sex)")
    many = pd.DataFrame({"x": np.arange(201.0)})
    with pytest.raises(ModelError, match="201 values") as refused:
        expand(many, "C(x)")
    assert "effects" in refused.value.remedy


def test_a_term_twice_is_refused():
    with pytest.raises(ModelError, match="twice"):
        design_of(controls=("d",))


def test_one_cluster_is_refused_by_name():
    panel = make_panel(FRAME.assign(country="ZA"))
    with pytest.raises(ModelError, match='one cluster of "country"'):
        build_design(panel, np.arange(4), Formula("y", ("d",), clusters=("country",)))


def test_two_thousand_controls_are_defined():
    extra = {f"x{place}": np.arange(4.0) + place for place in range(2_000)}
    frame = pd.concat([FRAME, pd.DataFrame(extra)], axis=1)
    formula = Formula("y", ("d",), controls=tuple(extra))
    assert build_design(make_panel(frame), np.arange(4), formula).regressors.shape == (4, 2_002)


def test_whole_numbers_are_written_without_a_fraction():
    assert [written(value) for value in (2.0, 2.5, "f")] == ["2", "2.5", "f"]


@pytest.mark.parametrize("term", ["C(child)", "C(family):x"])
def test_people_and_families_are_no_factor_because_ids_would_be_shown(term):
    frame = pd.DataFrame(
        {
            "child": ["a", "a", "b", "b"],
            "wave": [1, 2, 1, 2],
            "family": ["f", "f", "g", "g"],
            "y": [1.0, 2.0, 3.0, 5.0],
            "x": [0.0, 1.0, 0.0, 0.0],
        }
    )
    panel = make_panel(frame, person="child", wave="wave", levels={"household": "family"})
    with pytest.raises(ModelError, match="would name people or families"):
        build_design(panel, np.arange(4), Formula("y", ("x",), controls=(term,)))


def test_a_conditional_method_takes_people_and_waves_where_nothing_is_named():
    asked = {
        "name": "m",
        "outcome": "y",
        "treatment": "d",
        "weights": "age",
        "cluster": ("person",),
    }
    formula = conditional_formula(FePoisson(**asked), "A method", "to take out")
    assert (formula.effects, formula.weights) == (("person", "wave"), "age")
    assert conditional_formula(FePoisson(**asked, effects=("school",)), "", "").effects == (
        "school",
    )
    with pytest.raises(ModelError, match="A method needs an effect to take out"):
        conditional_formula(FePoisson(**asked, effects=()), "A method", "to take out")
