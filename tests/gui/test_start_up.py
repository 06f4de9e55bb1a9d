"""The window is there before the engines are: what is loaded by the first paint."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGINES = {
    *("numpy", "pandas", "pyarrow", "scipy", "matplotlib", "statsmodels", "linearmodels"),
    *("pyreadstat", "python_calamine", "docx", "xlsxwriter", "pyfixest"),
}
# The program as `studytool gui` starts it, stopped when the window has been painted for the first
# time; what `main` puts off until the event loop runs has not begun by then.
PROGRAM = """
import json, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from studytool.gui.app import make_application, open_window

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched is window:
            print(json.dumps(sorted(sys.modules)))
            sys.stdout.flush()
            window.removeEventFilter(self)
            QTimer.singleShot(0, leave)
        return False

def leave():
    window.close()
    application.quit()

application = make_application()
watch = FirstPaint()
window = open_window(application)
window.installEventFilter(watch)
window.update()
sys.exit(application.exec())
"""


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    own = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, **own, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_window_is_painted_and_closes_in_order(started):
    assert started.returncode == 0, started.stderr
    complaints = [line for line in started.stderr.splitlines() if "propagateSizeHints" not in line]
    assert complaints == []


def test_no_engine_is_loaded_by_the_first_paint(started):
    modules = json.loads(started.stdout)
    assert "studytool.gui.main_window" in modules
    assert {name.partition(".")[0] for name in modules} & ENGINES == set()
