from __future__ import annotations

import threading

from studytool.gui.passing_jobs import PassingJobs


def threads():
    return [one for one in threading.enumerate() if one.name.startswith("studytool-job")]


def test_the_thread_ends_with_the_work_and_comes_back_for_more(qtbot):
    jobs, done = PassingJobs(), []
    for number in (1, 2):
        jobs.start(lambda _, n=number: n, done=done.append, failed=done.append, kind="one")
        qtbot.waitUntil(lambda n=number: done[-1:] == [n])
        assert threads() == []
    jobs.close()


def test_work_that_follows_at_once_is_not_lost(qtbot):
    jobs, done = PassingJobs(), []
    jobs.start(lambda _: 1, done=done.append, failed=done.append, kind="one")
    jobs.start(lambda _: 2, done=done.append, failed=done.append, kind="one")
    jobs.start(lambda _: 3, done=done.append, failed=done.append, kind="two")
    qtbot.waitUntil(lambda: sorted(done) == [2, 3])
    jobs.close()
    assert threads() == []
