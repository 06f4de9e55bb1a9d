from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.likelihood.separation import (
    contrasts_within,
    find_separation,
    refuse_fitted,
    refuse_separation,
)


def test_one_column_that_orders_every_pair():
    assert find_separation(np.array([[1.0], [0.5], [0.0]])) == (0,)


def test_one_exception_is_enough():
    assert find_separation(np.array([[1.0], [0.5], [-0.001]])) == ()


def test_columns_that_order_every_pair_only_together():
    draw = np.random.default_rng(1)
    contrasts = draw.normal(size=(50, 3))
    contrasts *= np.sign(contrasts[:, 0] - 2 * contrasts[:, 2])[:, None]
    assert set(find_separation(contrasts)) >= {0, 2}


def test_a_column_without_contrasts_separates_nothing():
    assert find_separation(np.zeros((5, 1))) == ()
    assert find_separation(np.empty((0, 2))) == ()


def test_quasi_separation_counts():
    # only ties and one strict pair: the maximum is still at infinity
    assert find_separation(np.array([[0.0, 1.0], [0.0, -1.0], [1.0, 0.0]])) == (0,)


def test_pairs_are_made_inside_groups_only():
    x = np.array([[0.0], [1.0], [10.0], [12.0], [15.0]])
    groups = np.array([0, 0, 1, 1, 1])
    high = np.array([False, True, False, True, True])
    assert contrasts_within(x, groups, high, ~high).ravel().tolist() == [1.0, 2.0, 5.0]


def test_the_refusal_tells_separation_from_a_flat_likelihood():
    with pytest.raises(ModelError, match="predicted perfectly by visited"):
        refuse_separation(np.array([[1.0], [2.0]]), ["visited"])
    with pytest.raises(ModelError, match="did not converge"):
        refuse_separation(np.array([[1.0], [-2.0]]), ["visited"])


@pytest.mark.parametrize(("error", "exact"), [(0.0, True), (1e-9, True), (1e-3, False)])
def test_means_that_leave_no_error_are_refused(error, exact):
    outcome = np.array([1.0, 2.0, 3.0, 4.0])
    means = outcome + error * np.array([1, -1, -1, 1])
    if exact:
        with pytest.raises(ModelError, match="exactly"):
            refuse_fitted(outcome, means)
    else:
        refuse_fitted(outcome, means)
