"""The engines are loaded once, in the thread, and are no part of a search for garbage."""

from __future__ import annotations

import gc
import subprocess
import sys

from studytool.core.progress import Silent
from studytool.gui.engines import load_engines

_LOADED = """
import gc, sys
from studytool.core.progress import Silent
from studytool.gui.engines import load_engines

told = []
class Told(Silent):
    def step(self, message, done, total):
        assert not gc.isenabled()
        told.append(done)

load_engines(Told())
assert gc.isenabled()
kept = gc.get_freeze_count()
assert kept > 50_000, kept
assert "studytool.pipeline" in sys.modules
assert 700 < gc.get_threshold()[0] < 100_000  # searched for, but not at every turn
assert told == sorted(told) and len(told) > 1
load_engines(Told())
assert gc.get_freeze_count() == kept
"""
_STOPPED = """
import gc
from studytool.core.progress import Cancelled
from studytool.gui.engines import load_engines

class Stops:
    def step(self, message, done, total):
        if done == 1:
            raise Cancelled

try:
    load_engines(Stops())
except Cancelled:
    assert gc.isenabled()
    assert not gc.get_freeze_count()
else:
    raise AssertionError
"""


def _run(program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_what_is_loaded_is_not_searched_for_garbage() -> None:
    _run(_LOADED)


def test_a_cancel_between_two_parts_leaves_the_search_on() -> None:
    _run(_STOPPED)


def test_nothing_is_frozen_where_the_engines_are_there() -> None:
    import studytool.pipeline  # noqa: F401  # the engines are there

    before = gc.get_freeze_count()
    load_engines(Silent())
    assert gc.get_freeze_count() == before
    assert gc.isenabled()
