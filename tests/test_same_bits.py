"""The same study gives the same bits: under any locale, hash seed, place and number of threads."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# The locale is switched on as a window toolkit would; the test is void if it does not take.
_SWITCHED = """
import locale, sys
if sys.argv[1]:
    locale.setlocale(locale.LC_ALL, sys.argv[1])
    comma = locale.localeconv()["decimal_point"] == ","
    assert comma == sys.argv[1].startswith("de")
from studytool.cli import main
sys.exit(main(["run", sys.argv[2], "--json", "--out", sys.argv[3]]))
"""


def _run(
    study: Path, out: Path, *, place: str = "", seed: str = "0"
) -> tuple[str, dict[str, bytes]]:
    finished = subprocess.run(
        [sys.executable, "-c", _SWITCHED, place, str(study), str(out)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONHASHSEED": seed},
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout, {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.fixture(scope="module")
def reference(
    sample_study_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, bytes]]:
    return _run(sample_study_path, tmp_path_factory.mktemp("reference"))


def test_another_hash_seed_changes_nothing(
    reference: tuple[str, dict[str, bytes]], sample_study_path: Path, tmp_path: Path
) -> None:
    assert _run(sample_study_path, tmp_path, seed="4711") == reference


@pytest.mark.parametrize("place", ["en_ZA.UTF-8", "de_DE.UTF-8"])
def test_another_locale_changes_nothing(
    place: str, reference: tuple[str, dict[str, bytes]], sample_study_path: Path, tmp_path: Path
) -> None:
    assert _run(sample_study_path, tmp_path, place=place) == reference
