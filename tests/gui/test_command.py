"""The command that opens the window on a study, as a person starts it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studytool.core.identity import text_digest
from studytool.gui.recovery_copy import folder_for_copies
from tests.small_study import write_study

PATIENCE_SECONDS = 60


@pytest.fixture
def window(tmp_path):
    path = write_study(tmp_path)
    command = [str(Path(sys.executable).with_name("studytool")), "gui", str(path)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    yield process, path.resolve()
    process.kill()
    process.communicate(timeout=PATIENCE_SECONDS)


def test_the_study_that_is_named_is_opened_and_the_window_ends_when_told(window):
    process, path = window
    opened = folder_for_copies() / f"{text_digest(str(path))[:16]}.open"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not opened.exists():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < deadline, "the study was not opened"
        time.sleep(0.05)
    process.terminate()  # while it is still at work on what was opened
    process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == (130 if os.name == "posix" else 1)
