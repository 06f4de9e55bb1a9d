"""App: numbers under every locale, a window by name of a document, the command line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from PySide6.QtCore import QLocale

from studytool.core.errors import SourceError
from studytool.gui import app
from tests.gui.small_window import window_for
from tests.small_study import write_study

START = [sys.executable, "-m", "studytool"]


def test_there_is_one_application_and_numbers_have_points(qapp):
    assert app.make_application() is qapp
    assert QLocale().toDouble("0.9") == (0.9, True)
    assert QLocale().toString(0.9) == "0.9"


def test_a_document_is_opened_by_name(qtbot, tmp_path):
    assert qtbot is not None
    path = write_study(tmp_path)
    with window_for(tmp_path, path) as window:
        assert window.document.path == path.resolve()
        assert window.bench.isVisible()


def test_a_document_that_is_not_there_is_told_in_the_window(qtbot, tmp_path):
    assert qtbot is not None
    with window_for(tmp_path, tmp_path / "gone.toml") as window:
        assert "no file gone.toml" in window.line.title
        assert window.start.isVisible()


def test_without_a_screen_it_says_so(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(SourceError, match="no screen"):
        app._refuse_no_screen()


@pytest.mark.parametrize("words", [[], ["gui"]])
def test_the_program_shows_its_window_and_ends_when_told_to(words):
    program = subprocess.Popen(
        [*START, *words],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        program.wait(timeout=3)
    program.send_signal(signal.SIGTERM)
    assert program.wait(timeout=30) == 130
    assert "Traceback" not in (program.stderr.read() if program.stderr else "")
    if program.stderr:
        program.stderr.close()


def test_the_first_paint_waits_for_no_engine_and_no_study(tmp_path):
    program = (
        "import sys; from pathlib import Path\n"
        "from studytool.gui import app; from studytool.gui.settings import Settings\n"
        "application = app.make_application()\n"
        f"window = app.show_window(application, Settings(Path({str(tmp_path / 'w.ini')!r})))\n"
        "application.processEvents(); window.close()\n"
        "heavy = {'numpy', 'pandas', 'matplotlib', 'scipy', 'pyarrow', 'pydantic', 'docx'}\n"
        "sys.exit(' '.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (
        done.returncode,
        done.stderr.replace("This plugin does not support propagateSizeHints()\n", ""),
    ) == (0, "")
