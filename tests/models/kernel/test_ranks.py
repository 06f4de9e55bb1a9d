from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from studytool.models.kernel.ranks import rank_by_parts


def rank(effects):
    return np.linalg.matrix_rank(
        np.hstack([codes[:, None] == np.unique(codes) for codes in effects]).astype(float)
    )


def test_two_effects_by_hand():
    """Children 0, 1 meet workers 0, 1 and child 2 meets worker 2: 3 + 3 levels, two parts."""
    child, worker = np.array([0, 0, 1, 2, 2]), np.array([0, 1, 1, 2, 2])
    found = rank_by_parts((child, worker))
    assert (found.count, found.exact) == (4, True)


@given(st.integers(0, 2**32 - 1), st.integers(2, 9), st.integers(2, 9), st.integers(1, 30))
def test_exact_for_two_and_never_too_small_for_more(seed, first, second, rows):
    random = np.random.default_rng(seed)
    effects = [random.integers(0, levels, rows) for levels in (first, second, 3, 2)]
    assert rank_by_parts(effects[:1]).count == rank(effects[:1])
    assert rank_by_parts(effects[:2]).count == rank(effects[:2])
    for some in (effects[:3], effects):
        found = rank_by_parts(some)
        assert not found.exact
        assert found.count >= rank(some)


def test_usual_designs_are_counted_right_with_three_effects():
    """Child, worker, and school by wave; and a third effect inside the second."""
    random = np.random.default_rng(0)
    child = np.repeat(np.arange(60), 4)
    wave = np.tile(np.arange(4), 60)
    worker = random.integers(0, 15, 240)
    school = child % 5
    for effects in (
        (child, worker, wave),
        (child, worker, school * 4 + wave),
        (child, worker, worker // 3),
        (child, school * 4 + wave, wave),
    ):
        assert rank_by_parts(effects).count == rank(effects)
