from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studytool.models.staggered.aggregate import list_averages
from studytool.models.staggered.influence import average, critical_values
from tests.models.staggered.test_group_time import effects
from tests.staggered_world import WAVES, staggered_panel


def averaged(panel, **options):
    found = effects(panel, **options)
    averages = list_averages(found.cells, np.array(WAVES, dtype=float))
    return average(found, averages, np.arange(len(found.influence)))


def test_averages_move_with_a_persons_weight_as_their_influence_says():
    """The weights of cohorts are estimates too: leaving them out misses `simple` and `group`."""
    panel = staggered_panel(seed=4, children=91, cohorts=(0, 2004, 2006, 2006))
    plain = averaged(panel)
    step = 1e-5
    for unit in (0, 3, 40):
        heavy = panel.frame["child_id"] == panel.frame["child_id"].unique()[unit]
        weighted = replace(panel, frame=panel.frame.assign(w=1 + step * heavy))
        moved = averaged(weighted, weights="w")
        slope = (moved.estimates - plain.estimates) / step
        np.testing.assert_allclose(plain.sums[unit], slope, atol=5e-5)


def test_clusters_are_sums_of_people():
    found = effects(staggered_panel(seed=4))
    averages = list_averages(found.cells, np.array(WAVES, dtype=float))
    people = average(found, averages, np.arange(60))
    homes = average(found, averages, np.arange(60) // 2)
    by_hand = people.sums.reshape(30, 2, -1).sum(axis=1)
    np.testing.assert_allclose(homes.sums, by_hand, atol=1e-14)
    np.testing.assert_allclose(homes.covariance(2.0), 2 * by_hand.T @ by_hand)


def test_critical_values_of_one_and_of_many_independent_terms():
    """Of k independent normal terms: the quantile of one at .95 ** (1 / k)."""
    sums = np.random.default_rng(1).normal(size=(2000, 10))
    found = critical_values(
        sums, {"one": [0], "ten": list(range(10))}, level=0.95, draws=40_000, seed=3
    )
    assert found["one"] == pytest.approx(1.96, abs=0.03)
    assert found["ten"] == pytest.approx(2.80, abs=0.03)
    again = critical_values(sums, {"one": [0]}, level=0.95, draws=99, seed=3)
    assert again["one"] >= 1.961


def test_terms_without_variance_play_no_part():
    sums = np.random.default_rng(1).normal(size=(50, 2)) * [1, 0]
    found = critical_values(sums, {"both": [0, 1], "none": [1]}, level=0.9, draws=199, seed=3)
    assert np.isfinite(list(found.values())).all()
