from __future__ import annotations

import numpy as np
import pytest

from studytool.models.kernel import pieces
from studytool.models.kernel.pieces import STRETCH, is_ordered, stretches, whole_levels


def test_levels_are_whole(monkeypatch):
    monkeypatch.setattr(pieces, "PIECE", 4)
    codes = np.array([0, 0, 0, 1, 1, 3, 3, 3, 3, 3, 3, 4])
    found = [(rows.start, rows.stop) for rows in whole_levels(codes)]
    assert found == [(0, 3), (3, 5), (5, 11), (11, 12)]


def test_stretches_leave_no_row_out():
    found = [(rows.start, rows.stop) for rows in stretches(2 * STRETCH + 1)]
    assert found == [(0, STRETCH), (STRETCH, 2 * STRETCH), (2 * STRETCH, 2 * STRETCH + 1)]


@pytest.mark.parametrize("fall", [1, STRETCH - 1, STRETCH, STRETCH + 1, 2 * STRETCH + 4])
def test_codes_that_fall_anywhere_are_not_in_order(fall):
    codes = np.arange(2 * STRETCH + 5)
    assert is_ordered(codes)
    codes[fall:] = fall - 2
    assert not is_ordered(codes)
