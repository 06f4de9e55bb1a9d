from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.models.staggered.decomposition import SORTS, weigh


def test_weights_by_hand():
    """Two starters at place 1 of 3, two at place 2, four never: shares 1/4, 1/4, 1/2.

    Treated shares d are 2/3, 1/3 and 0. In proportion, with n_k n_l (d_k - d_l) first:
    1 v never 1/8 x 2/3 x 1/3 = 2/72; 2 v never 1/8 x 1/3 x 2/3 = 2/72;
    1 v 2 before 2 starts 1/16 x 1/3 x 1/3 = 1/144; 2 v 1 after 1/16 x 1/3 x 1/3 = 1/144.
    They sum to 10/144, so that weights are .4, .4, .1, .1.
    """
    found = weigh([1, 2, np.inf], np.array([2.0, 2.0, 4.0]), 3)
    assert {(sort, one, other): weight for sort, one, other, weight in found} == {
        (SORTS[0], 0, 2): pytest.approx(0.4),
        (SORTS[0], 1, 2): pytest.approx(0.4),
        (SORTS[1], 0, 1): pytest.approx(0.1),
        (SORTS[2], 1, 0): pytest.approx(0.1),
    }


def test_those_treated_throughout_stand_only_as_already_treated():
    found = weigh([0, 2], np.array([3.0, 3.0]), 4)
    assert {sort for sort, *_, weight in found if weight > 0} == {SORTS[2]}


@given(st.lists(st.integers(1, 40), min_size=2, max_size=5), st.integers(0, 9))
def test_weights_are_shares(people, seed):
    waves = 8
    places = np.random.default_rng(seed).permutation(np.arange(1, waves))[: len(people) - 1]
    starts = [*sorted(places.tolist()), np.inf]
    weights = [weight for *_, weight in weigh(starts, np.array(people, dtype=float), waves)]
    assert sum(weights) == pytest.approx(1)
    assert min(weights) >= 0
