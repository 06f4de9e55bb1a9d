"""What is imported beside Qt is imported and no more."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import linecache, sys
import PySide6.QtCore
from studytool.gui.imports import import_plainly

sys.path.insert(0, sys.argv[1])
{first}
import beside
from PySide6.QtWidgets import QApplication, QLabel
assert beside.ANSWER == 42
print(any(name.endswith("beside.py") for name in linecache.cache))
"""


def has_read(folder, first):
    (folder / "beside.py").write_text("ANSWER = 42\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(first=first), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout.strip() == "True"


def test_no_module_is_read_to_see_whether_it_names_qt(tmp_path):
    assert not has_read(tmp_path, "import_plainly()")


def test_without_it_every_module_is_read(tmp_path):
    """If this fails, PySide does it no longer, and studytool.gui.imports can go."""
    assert has_read(tmp_path, "")


@pytest.mark.parametrize("times", [1, 2])
def test_it_may_be_asked_for_again(tmp_path, times):
    assert not has_read(tmp_path, "import_plainly()\n" * times)
