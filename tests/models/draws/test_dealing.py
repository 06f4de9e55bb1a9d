from __future__ import annotations

import numpy as np

from studytool.models.draws.dealing import deal, plan_dealing


def test_every_different_way_once():
    paths = np.array([[1.0], [1], [0], [0], [0]])
    plan = plan_dealing(paths, np.zeros(5, dtype=int), 99)
    (donors,) = deal(plan, 1)
    assert plan.every
    assert plan.draws == 10
    dealt = paths[donors][:, :, 0]
    assert len(np.unique(dealt, axis=0)) == 10
    assert (dealt.sum(axis=1) == 2).all()


def test_units_change_places_within_their_stratum_only():
    paths = np.array([[1.0], [0], [0], [1], [0], [0]])
    strata = np.array([0, 0, 0, 1, 1, 1])
    plan = plan_dealing(paths, strata, 99)
    (donors,) = deal(plan, 1)
    assert plan.draws == 9
    assert (strata[donors] == strata).all()
    assert len(np.unique(paths[donors][:, :, 0], axis=0)) == 9


def test_draws_are_permutations_within_strata_and_follow_the_seed():
    random = np.random.default_rng(0)
    paths, strata = random.random((40, 3)), np.arange(40) % 4
    plan = plan_dealing(paths, strata, 199)
    assert not plan.every
    found = np.vstack(list(deal(plan, 3)))
    assert found.shape == (199, 40)
    assert (np.sort(found, axis=1) == np.arange(40)).all()
    assert (strata[found] == strata).all()
    assert (found == np.vstack(list(deal(plan, 3)))).all()
    assert (found != np.vstack(list(deal(plan, 4)))).any()
    # each unit goes everywhere in its stratum about as often: 199 / 10, five standard deviations
    counts = np.array([(found[:, 0] == unit).sum() for unit in np.flatnonzero(strata == 0)])
    assert (abs(counts - 19.9) < 5 * (19.9 * 0.9) ** 0.5).all()
