"""Worked by hand: scores 1, 2, -3 with bread 1/2; alone 1/4 (1 + 4 + 9), two joined 1/4 (9 + 9)."""

from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import ModelError
from studytool.models.inference.score_covariance import clustered_scores, clusters_of_groups

SCORES = np.array([[1.0], [2.0], [-3.0]])
BREAD = np.array([[0.5]])


def test_each_group_a_cluster_and_two_joined():
    alone, count = clustered_scores(BREAD, SCORES, np.array([0, 1, 2]))
    assert (alone[0, 0], count) == (3.5, 3)
    joined, count = clustered_scores(BREAD, SCORES, np.array([0, 0, 1]))
    assert (joined[0, 0], count) == (4.5, 2)


def test_one_cluster_is_refused():
    with pytest.raises(ModelError, match="one cluster"):
        clustered_scores(BREAD, SCORES, np.zeros(3, dtype=int))


def test_the_cluster_of_each_group():
    groups = np.array([1, 1, 0, 2])
    found = clusters_of_groups(groups, np.array([5, 5, 3, 3]), ("person", "school"))
    assert found.tolist() == [3, 5, 3]
    with pytest.raises(ModelError, match='"person" have rows in several clusters of "school"'):
        clusters_of_groups(groups, np.array([5, 4, 3, 3]), ("person", "school"))
