"""Jobs: results on the event loop, newer replaces older, cancelled at a step, a clean end."""

from __future__ import annotations

import random
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QThread

from studytool.gui.jobs import Jobs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from studytool.core.progress import Progress


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:  # noqa: ARG001  # the application
    made = Jobs()
    yield made
    made.close()


class Landed:
    """What came back, and in which thread."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.failed: list[Exception] = []
        self.threads: set[object] = set()

    def take(self, result: object) -> None:
        self.done.append(result)
        self.threads.add(QThread.currentThread())

    def refuse(self, fault: Exception) -> None:
        self.failed.append(fault)


def test_work_runs_in_a_thread_and_lands_on_the_event_loop(jobs: Jobs, qtbot: QtBot) -> None:
    landed, here = Landed(), threading.get_ident()
    jobs.start(lambda _: threading.get_ident() != here, done=landed.take, failed=landed.refuse)
    qtbot.waitUntil(lambda: landed.done == [True])
    assert landed.threads == {QThread.currentThread()}
    assert not jobs.busy()


def test_a_failure_is_told_and_the_worker_lives_on(jobs: Jobs, qtbot: QtBot) -> None:
    landed = Landed()

    def fails(_: Progress) -> None:
        raise ZeroDivisionError

    jobs.start(fails, done=landed.take, failed=landed.refuse)
    qtbot.waitUntil(lambda: len(landed.failed) == 1)
    jobs.start(lambda _: "well", done=landed.take, failed=landed.refuse)
    qtbot.waitUntil(lambda: landed.done == ["well"])


def test_a_newer_job_replaces_the_older_at_its_next_step(jobs: Jobs, qtbot: QtBot) -> None:
    landed, started, go_on = Landed(), threading.Event(), threading.Event()
    after_the_step: list[str] = []

    def older(progress: Progress) -> str:
        started.set()
        go_on.wait(10)
        progress.step("late", 1, 2)
        after_the_step.append("reached")
        return "older"

    jobs.start(older, done=landed.take, failed=landed.refuse)
    assert started.wait(10)
    jobs.start(lambda _: "newer", done=landed.take, failed=landed.refuse)
    go_on.set()
    qtbot.waitUntil(lambda: landed.done == ["newer"])
    assert after_the_step == []
    assert landed.failed == []


def test_progress_is_told_on_the_event_loop(jobs: Jobs, qtbot: QtBot) -> None:
    told: list[tuple[str, int, int]] = []
    stop = threading.Event()

    def work(progress: Progress) -> None:
        progress.step("half", 1, 2)
        stop.wait(10)

    jobs.start(
        work, done=lambda _: None, failed=lambda _: None,
        progressed=lambda *step: told.append(step),
    )  # fmt: skip
    qtbot.waitUntil(lambda: told == [("half", 1, 2)])
    stop.set()


def test_kinds_do_not_replace_each_other(jobs: Jobs, qtbot: QtBot) -> None:
    landed = Landed()
    jobs.start(lambda _: "run", done=landed.take, failed=landed.refuse, kind="run")
    jobs.start(lambda _: "export", done=landed.take, failed=landed.refuse, kind="export")
    qtbot.waitUntil(lambda: landed.done == ["run", "export"])


def test_after_closing_nothing_is_told_and_no_thread_is_left(qtbot: QtBot) -> None:
    made, landed = Jobs(), Landed()
    dice = random.Random(7)  # noqa: S311  # a test's own

    def work(progress: Progress) -> int:
        for part in range(5):
            progress.step("part", part, 5)
        return 1

    for _ in range(100):
        made.start(work, done=landed.take, failed=landed.refuse)
        if dice.random() < 0.3:
            made.cancel()
        if dice.random() < 0.1:
            qtbot.wait(1)
    made.close()
    told = len(landed.done)
    qtbot.wait(20)
    assert len(landed.done) == told
    assert landed.failed == []
    assert not [t for t in threading.enumerate() if t.name.startswith("studytool-job")]
