from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.methods.quasi_demeaning import (
    quasi_demean,
    variance_components,
    varies_within,
)

PEOPLE = np.array([0, 0, 1, 1, 1])
COLUMNS = np.array([[1.0, 2], [3, 2], [4, 5], [5, 5], [9, 5]])


def test_shares_of_means_by_hand():
    half = quasi_demean(COLUMNS, PEOPLE, np.full(5, 0.5))
    assert half[:, 0].tolist() == [0, 2, 1, 2, 6]


def test_what_changes_within_people():
    assert varies_within(COLUMNS, PEOPLE).tolist() == [True, False]


def test_both_variants_are_the_same_where_all_have_as_many_rows():
    draw = np.random.default_rng(1)
    people = np.repeat(np.arange(30), 3)
    columns = np.column_stack([np.ones(90), draw.normal(size=90), draw.normal(size=30)[people]])
    outcome = draw.normal(size=30)[people] + draw.normal(size=90)
    one = variance_components(outcome, columns, people)
    other = variance_components(outcome, columns, people, variant="swamy_arora")
    assert one.error == pytest.approx(other.error, rel=1e-12)
    assert one.person == pytest.approx(other.person, rel=1e-10)


@pytest.mark.parametrize("variant", ["harmonic_mean", "swamy_arora"])
def test_both_variants_find_the_variances(variant):
    draw = np.random.default_rng(2)
    rows = draw.integers(1, 6, 4_000)
    people = np.repeat(np.arange(4_000), rows)
    outcome = 1.5 * draw.normal(size=4_000)[people] + draw.normal(size=people.size)
    found = variance_components(outcome, np.ones((people.size, 1)), people, variant=variant)
    assert found.error == pytest.approx(1, abs=0.05)
    assert found.person == pytest.approx(2.25, abs=0.2)
    assert found.theta.min() == pytest.approx(
        1 - np.sqrt(found.error / (found.error + found.person))
    )


@pytest.mark.parametrize("variant", ["harmonic_mean", "swamy_arora"])
def test_the_size_of_weights_does_not_matter(variant):
    draw = np.random.default_rng(3)
    people = np.repeat(np.arange(40), draw.integers(1, 5, 40))
    outcome = draw.normal(size=40)[people] + draw.normal(size=people.size)
    columns = np.ones((people.size, 1))
    weights = draw.uniform(1, 3, 40)[people]
    one, ten = (
        variance_components(outcome, columns, people, weights=w, variant=variant)
        for w in (weights, 10 * weights)
    )
    assert one.person == pytest.approx(ten.person, rel=1e-10)
    equal = variance_components(
        outcome, columns, people, weights=np.full(people.size, 7.0), variant=variant
    )
    plain = variance_components(outcome, columns, people, variant=variant)
    assert equal.person == pytest.approx(plain.person, rel=1e-10)


def test_one_row_a_person_is_refused():
    draw = np.random.default_rng(4)
    with pytest.raises(ModelError, match="rows within people"):
        variance_components(draw.normal(size=9), np.ones((9, 1)), np.arange(9))


@pytest.mark.parametrize("value", [0.0, 0.1, 1e-300])
def test_an_outcome_that_does_not_vary_is_refused(value):
    people = np.repeat(np.arange(6), 2)
    regressors = np.column_stack([np.ones(12), np.tile([0.0, 1.0], 6)])
    with pytest.raises(ModelError, match="does not vary"):
        variance_components(np.full(12, value), regressors, people)
