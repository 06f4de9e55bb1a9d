"""Jobs started, cancelled and replaced at random, and the program left in the middle of it."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TIMES = 20
PROGRAM = """
import random, sys, threading, time
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QLabel
from studytool.gui.jobs import Jobs

chance = random.Random(int(sys.argv[1]))
application = QApplication([])
label = QLabel("0")
label.show()
jobs = Jobs(application)
left = 300
landed = []

def work(place):
    def steps(progress):
        for part in range(chance.randint(1, 6)):
            progress.step("working", part, 6)
            time.sleep(chance.random() / 2000)
        if place % 7 == 0:
            raise ValueError("a fault of the work")
        return place
    return steps

def land(what):
    landed.append(what)
    label.setText(str(what))

def one_more():
    global left
    left -= 1
    kind = chance.choice(["run", "read", "draw"])
    jobs.start(work(left), done=land, failed=land, progressed=lambda *_: None, kind=kind)
    if chance.random() < 0.3:
        jobs.cancel(chance.choice(["run", "read", "draw"]))
    if left:
        QTimer.singleShot(0 if chance.random() < 0.8 else 2, one_more)
    else:
        jobs.start(work(1), done=land, failed=land)
        application.quit()

QTimer.singleShot(0, one_more)
status = application.exec()
jobs.close()
label.deleteLater()
del label
QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
assert QApplication.allWidgets() == [], QApplication.allWidgets()
assert landed, "nothing landed in 300 jobs"
threads = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
assert threads == [], threads
sys.exit(status)
"""


def leave_in_the_middle(seed):
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", PROGRAM, str(seed)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.slow
def test_the_program_can_be_left_in_the_middle_of_many_jobs():
    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(leave_in_the_middle, range(TIMES)))
    lines = [line for done in ended for line in done.stderr.splitlines()]
    told = [line for line in lines if "does not support propagateSizeHints" not in line]
    assert ([done.returncode for done in ended], told) == ([0] * TIMES, [])
