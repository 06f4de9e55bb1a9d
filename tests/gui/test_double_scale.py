"""200 %: on a laptop of 1366 x 690 every screen is there whole, and nothing seen is cut."""

from __future__ import annotations

import json
import os
import subprocess
import sys

WALK = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QAbstractButton, QLabel, QScrollArea
from PySide6.QtCore import QPoint
from studytool.gui.app import make_application, open_window
from studytool.gui.guide import settle, wait_until
from studytool.gui.settings import Settings
from studytool.gui.widgets.elided import Elided

folder, document = Path(sys.argv[1]), Path(sys.argv[2])
application = make_application()
window = open_window(application, document, Settings(folder / "window.ini"))
wait_until(lambda: window.document.run is not None and not window.document.stale, "it ran")


def frame_of(widget):
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return window if above is None else above.viewport()


def cut(widget):
    frame = frame_of(widget)
    left = widget.mapTo(frame, QPoint(0, 0)).x()
    if left < 0 or left + widget.width() > frame.width():
        return "beyond the edge"
    if isinstance(widget, Elided):
        return ""
    if isinstance(widget, QLabel) and widget.wordWrap():
        return "too low" if widget.height() < widget.heightForWidth(widget.width()) else ""
    return "too narrow" if widget.width() < widget.minimumSizeHint().width() else ""


def walk(page):
    seen = [one for kind in (QAbstractButton, QLabel) for one in window.findChildren(kind)]
    for one in [one for one in seen if one.isVisible() and one.text()]:
        if how := cut(one):
            found.append([page, type(one).__name__, one.text(), how])


found, sizes = [], []
for step in (*window.bench.steps, "findings", "notes"):
    window.workbench().go_to(step)
    for pane in (0, 1):
        window.bench.show_pane(pane)
        window.resize(683, 345)
        settle()
        settle()
        sizes.append([window.width(), window.height()])
        walk(f"{step} {pane}")
window.document.undo.setClean()
window.close()
window.deleteLater()
settle()
answer = {"scale": application.devicePixelRatio(), "sizes": sizes, "cut": found}
(folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
"""


def test_nothing_of_the_sample_is_cut_at_200_percent_on_a_small_laptop(tmp_path, sample_study_path):
    screen = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2"}
    subprocess.run(
        [sys.executable, "-c", WALK, str(tmp_path), str(sample_study_path)],
        env={**os.environ, **screen},
        check=True,
        timeout=120,
    )
    answer = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    assert answer["scale"] == 2
    assert {tuple(size) for size in answer["sizes"]} == {(683, 345)}
    assert answer["cut"] == [], answer["cut"][:3]
