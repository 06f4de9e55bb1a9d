"""The computer's locale never changes a number: files and fields say which mark they use."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_study import change, put, write_study

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ("C", "en_ZA", "de_DE", "zu_ZA")
# What a person of that place would see in other programs; a test of the test.
DECIMAL_MARKS = {"en_ZA": ",", "de_DE": ",", "zu_ZA": "."}
PROGRAM = """
import json, locale, sys
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
import studytool
from studytool.gui.readings import read_number, write_number

application = QApplication([])

def typed(text):
    try:
        return read_number(text)
    except ValueError as refusal:
        return str(refusal)

run = studytool.run(studytool.open_study(sys.argv[1]))
frame = run.panel.frame
json.dump(
    {
        "machine": QLocale.system().decimalPoint(),
        "typed": {text: typed(text) for text in ("0.9", "0,9", "1.234", "1,234", "-0.05")},
        "written": [write_number(value) for value in (0.9, 1234.5, -0.05)],
        "scores": frame["score"].tolist(),
        "missing": int(frame["score"].isna().sum()),
        "findings": [finding.code for finding in run.findings],
        "estimates": {
            term: found.estimate for term, found in run.results["effect"].estimates.items()
        },
    },
    sys.stdout,
)
"""


def exists(locale):
    """Whether the machine knows the locale; `dev.py test` makes those it lacks."""
    if locale == "C" or not shutil.which("locale"):
        return True
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout
    return any(line.lower().startswith(f"{locale.lower()}.utf") for line in known.splitlines())


def spoken_in(locale, document):
    assert exists(locale), f"run packaging/dev.py test: it makes the locale {locale}"
    name = locale if locale == "C" else f"{locale}.UTF-8"
    environment = {**os.environ, "LC_ALL": name, "LANG": name, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(document)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    """A study whose first wave writes decimal points and whose second writes commas."""
    folder = tmp_path_factory.mktemp("study")
    study = write_study(folder)
    for wave, mark, other in ((1, ".", ","), (2, ",", ".")):
        path = folder / f"wave{wave}.csv"
        rows = [row.split(",") for row in path.read_text(encoding="utf-8").splitlines()]
        for place, row in enumerate(rows[1:]):
            row[2] = f"{row[2]}{mark}9"
            if place == 4:
                row[2] = f"0{other}9"
        put(path, [";".join(row) for row in rows])
        marks = f'delimiter = ";"\ndecimal = "{mark}"\n'
        change(study, f'source = "wave{wave}.csv"\n', f'source = "wave{wave}.csv"\n{marks}')
    return study


@pytest.fixture(scope="module")
def everywhere(document):
    return {locale: spoken_in(locale, document) for locale in LOCALES}


def test_the_machines_really_differ(everywhere):
    assert {name: everywhere[name]["machine"] for name in DECIMAL_MARKS} == DECIMAL_MARKS


@pytest.mark.parametrize("locale", LOCALES)
def test_a_files_mark_decides_and_the_other_mark_is_no_number(everywhere, locale):
    said = everywhere[locale]
    known = [score for score in said["scores"] if not math.isnan(score)]
    assert {round(score % 1, 9) for score in known} == {0.9}
    # one cell of each wave has the mark of the other: nobody knows what it means, so it is missing
    assert said["missing"] == 2
    assert "cells_unreadable" in said["findings"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_field_takes_a_point_and_says_what_to_type_for_a_comma(everywhere, locale):
    typed = everywhere[locale]["typed"]
    assert {text: typed[text] for text in ("0.9", "1.234", "-0.05")} == {
        "0.9": 0.9,
        "1.234": 1.234,
        "-0.05": -0.05,
    }
    assert typed["0,9"] == "“0,9” has a comma. Type 0.9."
    assert typed["1,234"] == "“1,234” has a comma. Type 1.234."
    assert everywhere[locale]["written"] == ["0.9", "1234.5", "-0.05"]


@pytest.mark.parametrize("locale", LOCALES[1:])
def test_every_number_is_the_same_everywhere(everywhere, locale):
    said = {**everywhere[locale], "machine": ""}
    assert json.dumps(said) == json.dumps({**everywhere["C"], "machine": ""})
