from __future__ import annotations

import pytest

from studytool.core.errors import StudyError
from studytool.core.progress import Cancelled, Progress, Silent


def count_to(total: int, progress: Progress) -> int:
    for done in range(total):
        progress.step("counting", done, total)
    return total


class StopsAt:
    def __init__(self, last: int) -> None:
        self.last = last
        self.heard: list[tuple[str, int, int]] = []

    def step(self, message: str, done: int, total: int) -> None:
        self.heard.append((message, done, total))
        if done == self.last:
            raise Cancelled


def test_silent_lets_the_work_finish():
    assert count_to(3, Silent()) == 3


def test_a_cancel_takes_effect_at_the_step_it_is_asked_for():
    progress = StopsAt(1)
    with pytest.raises(Cancelled):
        count_to(5, progress)
    assert progress.heard == [("counting", 0, 5), ("counting", 1, 5)]


def test_a_cancel_is_not_taken_for_an_error_of_the_study():
    assert not issubclass(Cancelled, StudyError)
