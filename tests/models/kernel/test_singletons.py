from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from studytool.models.kernel.singletons import singletons


def test_singletons_are_found_again_and_again():
    """Row 4 is alone in child 2; once it left, row 3 is alone in wave 2, then row 2 in child 1."""
    child = np.array([0, 0, 1, 1, 2])
    wave = np.array([0, 1, 0, 2, 2])
    assert singletons((child,)).tolist() == [False, False, False, False, True]
    assert singletons((child, wave)).tolist() == [True, True, True, True, True]
    wave = np.array([0, 1, 0, 1, 1])
    assert singletons((child, wave)).tolist() == [False, False, False, False, True]


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_what_is_left_has_no_singleton_and_what_left_had_to(seed, rows):
    random = np.random.default_rng(seed)
    effects = (random.integers(0, 12, rows), random.integers(0, 6, rows))
    alone = singletons(effects)
    for codes in effects:
        assert (np.bincount(codes[~alone]) != 1).all()
    gone = np.zeros(rows, dtype=bool)
    for _ in range(rows):
        for codes in effects:
            gone |= np.bincount(codes[~gone], minlength=12)[codes] == 1
    assert (gone == alone).all()
