from __future__ import annotations

import numpy as np
import pytest

from studytool.models.kernel import pieces
from studytool.models.kernel.absorption import plan_absorption
from studytool.models.kernel.piecework import (
    levels_of,
    products_by_level,
    raw_pieces,
    subtract,
    take_out_means,
    weighted,
)

CHILD = np.array([0, 0, 0, 1, 1, 3, 3, 3, 3, 3, 3, 5])
"""Nobody is 2 or 4; 3 has more rows than a piece, 5 only one, in a piece of its own."""


def test_pieces_are_whole_levels_with_room(monkeypatch):
    monkeypatch.setattr(pieces, "PIECE", 4)
    x, y = np.arange(24.0).reshape(12, 2), np.arange(12.0)[:, None]
    plan = plan_absorption(12, [CHILD])
    seen = []
    for rows, here, raw, room in raw_pieces(x, y, plan, 2):
        assert here.tolist() == (CHILD[rows] - CHILD[rows][0]).tolist()
        assert np.array_equal(raw, [x[rows, 0], x[rows, 1], y[rows, 0]])
        assert room.shape == (3 + 2 + 1, here.size)
        levels = levels_of(rows, plan)
        assert (levels.start, levels.stop) == (CHILD[rows][0], CHILD[rows][-1] + 1)
        seen += range(rows.start, rows.stop)
    assert seen == list(range(12))


@pytest.mark.parametrize("heavy", [False, True])
def test_means_are_taken_out_and_what_they_explain_is_told(heavy):
    """Levels 0, 0, 2, 2 and nobody in 1; weighted by 1, 3, 1, 1 the means are 7 and 3."""
    weights = np.array([1.0, 3, 1, 1]) if heavy else None
    plan = plan_absorption(4, [np.array([0, 0, 2, 2])], weights)
    columns, room = [np.array([4.0, 8, 2, 4])], np.empty((3, 4))
    times = weighted(columns, slice(0, 4), plan)
    here, totals = np.array([0, 0, 2, 2]), plan.level_weights
    explained = take_out_means(columns, times, here, totals, room)
    means = [7, 7, 3, 3] if heavy else [6, 6, 3, 3]
    np.testing.assert_allclose(room[0], columns[0] - means, rtol=1e-15)
    assert explained == pytest.approx([4 * 49 + 2 * 9 if heavy else 2 * 36 + 2 * 9])
    subtract([room[0]], [np.array([1.0, 0, 5])], here, room)
    np.testing.assert_allclose(room[0], columns[0] - means - [1, 1, 5, 5], rtol=1e-15)


def test_products_by_level():
    columns, others = [np.array([1.0, 2, 3]), np.ones(3)], [np.array([1.0, 10, 100])]
    found = products_by_level(columns, others, np.array([0, 0, 2]), np.empty(3))
    assert found.tolist() == [[[21, 0, 300], [11, 0, 100]]]
