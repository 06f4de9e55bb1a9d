from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.models.kernel.nesting import find_nesting, is_nested, rank_of_effects


def test_a_child_who_moves_house_is_not_nested():
    child = np.array([0, 0, 1, 1])
    assert is_nested(child, np.array([0, 0, 0, 0]))
    assert is_nested(child, np.array([1, 1, 0, 0]))
    assert not is_nested(child, np.array([0, 0, 0, 1]))
    assert not is_nested(np.array([0, 1, 0, 1]), child)


def test_nesting_counts_rank_and_says_whether_all_is_in_all():
    child, wave = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    family = np.zeros(4, dtype=int)
    found = find_nesting((child, wave), (child,))
    assert found.nested == (True, False)
    assert found.rank_nested == 2
    assert not found.inside_all
    # both in the one family: 2 + 2 levels, one redundant
    found = find_nesting((child, wave), (family, wave))
    assert found.nested == (True, True)
    assert found.rank_nested == 3
    assert not found.inside_all
    assert find_nesting((), (child,)).rank_nested == 0


@given(st.integers(0, 2**32 - 1), st.integers(2, 7), st.integers(2, 5), st.integers(1, 25))
def test_rank_is_that_of_all_dummies(seed, first, second, rows):
    random = np.random.default_rng(seed)
    effects = [random.integers(0, levels, rows) for levels in (first, second, 3)]
    for some in (effects[:1], effects[:2], effects):
        dummies = np.hstack([codes[:, None] == np.arange(8) for codes in some]).astype(float)
        assert rank_of_effects(some) == np.linalg.matrix_rank(dummies)


def test_rank_of_two_effects_is_levels_less_connected_parts():
    # children 0, 1 in schools 0, 1 and children 2, 3 in schools 2, 3: two parts
    child = np.array([0, 0, 1, 1, 2, 2, 3, 3])
    school = np.array([0, 1, 0, 1, 2, 3, 2, 3])
    assert rank_of_effects((child, school)) == 4 + 4 - 2


@pytest.mark.parametrize("wide", [np.int32, np.int64])
def test_any_whole_number_type_serves(wide):
    assert rank_of_effects((np.array([0, 1, 1], dtype=wide),)) == 2
