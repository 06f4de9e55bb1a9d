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
# As `studytool gui` starts: the window is shown and painted, and only then furnished.
PROGRAM = """
import json, sys
from studytool.gui.start import first_window

application, window = first_window()

from PySide6.QtCore import QEvent, QObject, QTimer
from studytool.gui.app import furnish

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched is window:
            print(json.dumps(sorted(sys.modules)))
            sys.stdout.flush()
            window.removeEventFilter(self)
            QTimer.singleShot(0, leave)
        return False

def leave():
    furnish(window)
    window.close()
    application.quit()

watch = FirstPaint()
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
