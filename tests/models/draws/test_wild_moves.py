from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.draws.wild_moves import find_moves, mover, number_clusters, transfer
from studytool.models.kernel.linear import least_squares
from tests.drawn_again import rows


def moves_of(data, clusters):
    fit = least_squares(data.y, data.regressors, effects=data.effects)
    return fit, find_moves(fit, 1, clusters)


def test_clusters_are_numbered_without_gaps_and_subclusters_lie_inside():
    found = number_clusters(np.array([7, 7, 3, 3]), np.array([5, 9, 1, 1]))
    assert (found.count, found.parts) == (2, 3)
    assert found.codes.tolist() == [1, 1, 0, 0]
    assert found.drawn.tolist() == [1, 2, 0, 0]
    with pytest.raises(ModelError, match="in two clusters"):
        number_clusters(np.array([0, 1]), np.array([0, 0]))


def test_all_weights_1_give_the_sample_itself():
    clusters = number_clusters(rows(1).school)
    _, moves = moves_of(rows(1), clusters)
    ones = np.ones((1, clusters.count))
    errors, tilt = mover(moves, clusters)(ones)
    terms = errors + moves.estimate * tilt
    change = moves.errors.numerator + moves.estimate * moves.tilt.numerator
    assert change.sum() == pytest.approx(moves.estimate)
    assert (terms**2).sum() == pytest.approx(moves.variance)
    # each draw's terms sum to 0: the fit leaves nothing of the tested regressor
    assert terms.sum() == pytest.approx(0, abs=1e-12)


def test_two_thin_matrices_give_what_the_full_one_does():
    data = rows(2, children=200)
    clusters = number_clusters(data.child)
    _, moves = moves_of(data, clusters)
    weights = np.random.default_rng(1).normal(size=(7, clusters.count))
    full = [weights @ transfer(part, moves.rows, clusters).T for part in (moves.errors, moves.tilt)]
    assert mover(moves, clusters)(weights) == pytest.approx(np.stack(full), abs=1e-12)


def test_a_shorter_block_after_a_longer_one_is_moved_alone():
    clusters = number_clusters(rows(1).school)
    _, moves = moves_of(rows(1), clusters)
    weights = np.random.default_rng(1).normal(size=(9, clusters.count))
    move = mover(moves, clusters)
    long = move(weights).copy()
    assert move(weights[:4]) == pytest.approx(long[:, :4], abs=1e-14)
    assert move(weights) == pytest.approx(long, abs=1e-14)


def test_a_treatment_that_marks_one_cluster_has_no_variance():
    data = rows(3)
    d = (data.school == 0).astype(float)
    fit = least_squares(data.y, np.column_stack([np.ones(d.size), d]))
    # the other four schools have a variance of their own; with two schools there is none
    two = number_clusters((data.school > 0).astype(int))
    with pytest.raises(ModelError, match="no variance"):
        find_moves(fit, 1, two)
