from __future__ import annotations

import numpy as np
import pytest

from studytool.models.kernel import counting, pieces
from studytool.models.kernel.absorption import plan_absorption
from studytool.models.kernel.counting import count_levels, share_rows

CHILD = np.array([0, 0, 0, 1, 1, 3, 3, 3, 3, 3, 3, 5])
"""Nobody is 2 or 4; 3 has more rows than a piece, 5 only one, in a piece of its own."""

WAVE = np.array([0, 1, 2, 0, 2, 0, 0, 1, 4, 4, 2, 1])
SCHOOL = np.array([0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1])


@pytest.fixture
def _small_pieces(monkeypatch):
    monkeypatch.setattr(pieces, "PIECE", 4)
    monkeypatch.setattr(counting, "STRETCH", 4)


def dummies(codes):
    return (codes[:, None] == np.arange(codes.max() + 1)).astype(float)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.usefixtures("_small_pieces")
def test_shared_rows_equal_the_dummies_written_out(weighted):
    weights = np.random.default_rng(0).uniform(0.5, 2, 12) if weighted else None
    shared = share_rows(CHILD, [WAVE, SCHOOL], (5, 2), weights)
    by, heavy = dummies(CHILD), np.ones((12, 1)) if weights is None else weights[:, None]
    others = np.hstack([dummies(WAVE), dummies(SCHOOL)])
    np.testing.assert_allclose(shared.totals, (by * heavy).sum(axis=0), rtol=1e-14)
    np.testing.assert_allclose(shared.squares, (others * heavy).sum(axis=0), rtol=1e-14)
    crossed = (by * heavy).T @ others
    there = np.array([0, 1, 3, 5])
    expected = crossed[there].T @ (crossed[there] / shared.totals[there, None])
    np.testing.assert_allclose(shared.explained, expected, rtol=1e-14, atol=1e-15)
    assert [part.tolist() for part in shared.split()] == [
        shared.squares[:5].tolist(),
        shared.squares[5:].tolist(),
    ]


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.usefixtures("_small_pieces")
def test_counts_stand_in_the_order_of_the_effects(place):
    effects = [WAVE, SCHOOL]
    effects.insert(place, CHILD)
    counts, shared = count_levels(effects)
    assert shared.codes is CHILD
    for found, codes in zip(counts, effects, strict=True):
        assert found.dtype == np.intp
        assert found.tolist() == np.bincount(codes).tolist()


@pytest.mark.usefixtures("_small_pieces")
def test_what_is_not_sorted_or_not_few_or_twice_there_is_counted_by_itself(monkeypatch):
    for effects in ([CHILD[::-1], WAVE], [CHILD], [CHILD, CHILD, WAVE], [CHILD, CHILD]):
        counts, shared = count_levels(effects)
        assert shared is None
        assert [c.tolist() for c in counts] == [np.bincount(codes).tolist() for codes in effects]
    monkeypatch.setattr(counting, "FEW_LEVELS", 5)
    assert count_levels([CHILD, WAVE])[1] is not None
    assert count_levels([CHILD, WAVE, SCHOOL])[1] is None


@pytest.mark.usefixtures("_small_pieces")
def test_only_what_the_absorbed_effect_shares_is_planned_with():
    """Codes up to 9, but two levels: the wave, which has five, is absorbed, and is not sorted."""
    few = np.repeat([0, 9], 6)
    assert count_levels([few, WAVE])[1] is not None
    plan = plan_absorption(12, [few, WAVE])
    assert plan.absorbed is WAVE
    assert plan.shared is None
    assert not plan.ordered
    heavy = plan_absorption(12, [CHILD, WAVE], np.arange(1.0, 13))
    assert heavy.level_weights.tolist() == [6, 9, 1, 51, 1, 12]
    assert heavy.counts[0].tolist() == [3, 2, 0, 6, 0, 1]
    assert heavy.shared.totals.tolist() == [6, 9, 0, 51, 0, 12]
