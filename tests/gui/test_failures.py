"""Failures: faults of any thread are told in the window, with a report that holds no data."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from studytool.core.errors import SourceError
from studytool.gui.failures import Failures, words_for


@pytest.fixture
def failures(qtbot):
    made = Failures()
    made.install()
    yield made
    made.remove()
    assert qtbot is not None


def fail(message):
    raise ValueError(message)


def raised(message):
    try:
        fail(message)
    except ValueError as fault:
        return fault


def test_a_fault_is_told_with_a_report_that_holds_no_data(failures, qtbot):
    fault = raised("child JHB-0143 said 7")
    with qtbot.waitSignal(failures.told) as told:
        sys.excepthook(ValueError, fault, fault.__traceback__)
    words, path = told.args
    assert "your study is safe" in words
    assert str(path) in words
    report = Path(path).read_text(encoding="utf-8")
    assert "ValueError" in report
    assert "JHB-0143" not in report + words


def test_a_fault_of_a_thread_reaches_the_event_loop(failures, qtbot):
    told_in = []
    failures.told.connect(lambda *_: told_in.append(threading.current_thread()))
    with qtbot.waitSignal(failures.told):
        thread = threading.Thread(target=fail, args=("",))
        thread.start()
        thread.join()
    assert told_in == [threading.main_thread()]


def test_the_hooks_are_given_back(qtbot):
    assert qtbot is not None
    before = (sys.excepthook, threading.excepthook)
    failures = Failures()
    failures.install()
    assert sys.excepthook is not before[0]
    failures.remove()
    assert (sys.excepthook, threading.excepthook) == before


def test_without_a_report_the_place_is_told():
    assert "fail" in words_for(raised("secret"), None)
    assert "secret" not in words_for(raised("secret"), None)


def test_what_the_study_cannot_have_is_no_fault_of_the_program(failures, qtbot, own_settings):
    error = SourceError("No file a.csv.")
    with qtbot.waitSignal(failures.refused) as told:
        sys.excepthook(SourceError, error, None)
    assert told.args == [error]
    assert not any(own_settings.rglob("crash-*"))
