"""CPU time of the command line against the libraries it cannot do without."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = str(Path(sys.executable).with_name("studytool"))
STUDY = "analyses/cop_johannesburg.toml"
ENGINES = (
    "import pandas, pyarrow, scipy.special, pyreadstat, python_calamine, matplotlib.figure, "
    "docx, xlsxwriter"
)


def cpu_ms(command: list[str]) -> float:
    """CPU time of a command and of every process it waits for, in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}")
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def medians(ours: list[str], theirs: list[str], *, runs: int) -> tuple[float, float]:
    """Median CPU times of two commands that take turns, after one turn that warms the disk."""
    turns = [(cpu_ms(ours), cpu_ms(theirs)) for _ in range(runs + 1)][1:]
    return statistics.median(t[0] for t in turns), statistics.median(t[1] for t in turns)


def check() -> dict[str, object]:
    """`studytool check` against the import of pydantic alone."""
    ours, theirs = medians(
        [PROGRAM, "check", STUDY], [sys.executable, "-c", "import pydantic"], runs=7
    )
    return {
        "name": "studytool check / import pydantic",
        "ours_ms": ours,
        "theirs_ms": theirs,
        "ratio": ours / theirs,
        "needed": "<= 1.5x + 500 ms",
        "holds": ours <= 1.5 * theirs + 500,
    }


def run_study() -> dict[str, object]:
    """`studytool run` on the sample study against the import of its engines alone."""
    with tempfile.TemporaryDirectory() as out:
        ours, theirs = medians(
            [PROGRAM, "run", STUDY, "--out", out], [sys.executable, "-c", ENGINES], runs=5
        )
    return {
        "name": "studytool run / import of its engines",
        "ours_ms": ours,
        "theirs_ms": theirs,
        "ratio": ours / theirs,
        "needed": "<= 3x",
        "holds": ours <= 3 * theirs,
    }


def run() -> list[dict[str, object]]:
    """Measure both commands."""
    return [check(), run_study()]
