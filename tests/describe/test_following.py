from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from studytool.describe.following import presence, steps


def counts(met):
    return {(step.code, step.wave): step.count for step in steps(met)}


def met_of(rows):
    return pd.DataFrame(rows, columns=[1.0, 2.0, 3.0])


def test_presence_is_who_was_met_when():
    found = presence(pd.Series(["b", "a", "b"]), pd.Series([1, 2, 3]), (1.0, 2.0, 3.0))
    assert found.index.tolist() == ["b", "a"]
    assert found.to_numpy().tolist() == [[True, False, True], [False, True, False]]


def test_a_flow_by_hand():
    """Five begin: two stay, one leaves after 1, one after 2, one misses 2; one joins at 3."""
    rows = [(1, 1, 1), (1, 1, 1), (1, 0, 0), (1, 1, 0), (1, 0, 1), (0, 0, 1)]
    assert counts(met_of(rows).astype(bool)) == {
        ("first_wave", 1): 5,
        ("present", 2): 3,
        ("present", 3): 3,
        ("all_waves", None): 2,
        ("left_after", 1): 1,
        ("left_after", 2): 1,
        ("missed_between", None): 1,
        ("lost", None): 3,
        ("joined", 2): 0,
        ("joined", 3): 1,
    }


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()).filter(any), min_size=1))
def test_the_parts_add_up(rows):
    found = counts(met_of(rows))
    left = found["left_after", 1] + found["left_after", 2]
    begun = found["all_waves", None] + left + found["missed_between", None]
    assert begun == found["first_wave", 1]
    assert found["lost", None] == left + found["missed_between", None]
    joined = found["joined", 2] + found["joined", 3]
    assert found["first_wave", 1] + joined == len(rows)


def test_one_wave_loses_nobody():
    found = counts(pd.DataFrame([[True], [True]], columns=[1.0]))
    assert found == {
        ("first_wave", 1): 2,
        ("all_waves", None): 2,
        ("missed_between", None): 0,
        ("lost", None): 0,
    }
