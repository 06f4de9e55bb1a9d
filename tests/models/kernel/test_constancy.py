from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.kernel.constancy import refuse_constant
from studytool.models.kernel.linear import least_squares
from studytool.models.methods.quasi_demeaning import variance_components

DRAW = np.random.default_rng(4)
PEOPLE = np.repeat(np.arange(50), 3)
X = DRAW.normal(size=(150, 1))
Y = X[:, 0] + DRAW.normal(size=150)


@pytest.mark.parametrize("origin", [1e10, -1e11])
@pytest.mark.parametrize("effects", [(), (PEOPLE,)])
def test_an_origin_that_hides_the_spread_is_named(origin, effects):
    columns = X if effects else np.column_stack([np.ones(150), X])
    with pytest.raises(ModelError, match="so far from zero") as refused:
        least_squares(Y + origin, columns, effects=effects)
    assert refused.value.remedy.startswith("Subtract a constant")
    with pytest.raises(ModelError, match="so far from zero"):
        variance_components(Y + origin, np.column_stack([np.ones(150), X]), PEOPLE)


@pytest.mark.parametrize("origin", [0.0, 1e3, 1e6])
def test_a_near_origin_is_no_matter(origin):
    fit = least_squares(Y + origin, X, effects=(PEOPLE,))
    plain = least_squares(Y, X, effects=(PEOPLE,))
    assert fit.coefficients == pytest.approx(plain.coefficients, rel=1e-6)


@pytest.mark.parametrize("value", [0.0, 0.1, 1 / 3, 1e10, 1e-300, 7e100])
def test_a_constant_is_a_constant_however_large(value):
    with pytest.raises(ModelError, match="does not vary"):
        least_squares(np.full(150, value), X, effects=(PEOPLE,))
    with pytest.raises(ModelError, match="does not vary"):
        least_squares(np.full(150, value), np.column_stack([np.ones(150), X]))


def test_an_outcome_that_is_the_same_within_people_does_not_vary():
    with pytest.raises(ModelError, match="does not vary"):
        least_squares(np.repeat(DRAW.normal(size=50), 3), X, effects=(PEOPLE,))


@pytest.mark.parametrize("origin", [1e9, -1e12])
def test_another_origin_is_not_advised_where_it_would_not_help(origin):
    with pytest.raises(ModelError, match="does not vary"):
        least_squares(origin + np.arange(50.0).repeat(3), X, effects=(PEOPLE,))


def test_one_of_several_outcomes_is_enough():
    norms = np.array([10.0, 10.0])
    refuse_constant(np.array([1.0, 1.0]), np.array([2.0, 2.0]), norms)
    with pytest.raises(ModelError, match="does not vary"):
        refuse_constant(np.array([1.0, 0.0]), np.array([2.0, 2.0]), norms)
