"""The memo: the same inputs are computed once, other inputs again, and nothing is kept for ever."""

from __future__ import annotations

import pytest

from studytool.memo import Memo, key_of


class Counted:
    """Makes numbers and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_the_same_key_is_made_once_within_and_across_runs() -> None:
    memo, make = Memo(), Counted()
    assert [memo.get("a", make), memo.get("a", make)] == [1, 1]
    memo.turn()
    assert memo.get("a", make) == 1


def test_what_a_run_did_not_use_is_forgotten_after_it() -> None:
    memo, make = Memo(), Counted()
    memo.get("a", make)
    memo.turn()
    memo.get("b", make)
    memo.turn()
    assert memo.get("a", make) == 3


def test_a_run_that_breaks_off_forgets_nothing() -> None:
    memo, make = Memo(), Counted()
    memo.get("a", make)
    memo.turn()

    def breaks() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        memo.get("b", breaks)
    assert memo.get("a", make) == 1
    assert memo.get("b", make) == 2


def test_nothing_is_a_result_too() -> None:
    memo, make = Memo(), Counted()
    assert memo.get("none", lambda: None) is None
    assert memo.get("none", make) is None


def test_parts_of_a_key_do_not_run_together() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
    assert key_of("a") != key_of("a", "")
