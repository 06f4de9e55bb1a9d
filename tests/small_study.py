"""A small study on disk, sound as it stands, for tests that spoil one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = """format = 1
title = "A small study"
seed = 1

[panel]
person = "child"
levels = { household = "family" }

[[waves]]
number = 1
label = "2020"
source = "wave1.csv"
date = "day"

[[waves]]
number = 2
label = "2021"
source = "wave2.csv"
date = "day"

[[variables]]
name = "score"
label = "Score"
range = [0, 40]
higher_is = "worse"

[[derived]]
name = "log_size"
expression = "log(size)"

[[exposures]]
name = "visited"
label = "Visited"
source = "visits.csv"
date = "visit_date"
before_first = "zero"

[[analyses]]
name = "levels"
variables = ["score"]
statistic = "mean"

[[models]]
name = "effect"
kind = "fixed_effects"
outcome = "score"
treatment = "visited"
cluster = ["household"]

[[tables]]
name = "t1"
kind = "regression"
models = ["effect"]
"""


def wave_rows(wave: int) -> list[str]:
    """Return the rows of one wave: twelve children of six families."""
    day = f"20{19 + wave}-10-05"
    rows = ["child,family,score,size,day"]
    for child in range(1, 13):
        visited = wave == 2 and child % 3 == 0
        score = 10 + child % 5 + (child * wave) % 3 - 4 * visited
        rows.append(f"C{child:02d},F{(child + 1) // 2},{score},{3 + child % 4},{day}")
    return rows


def write_study(folder: Path) -> Path:
    """Write the study into `folder` and return its document."""
    for wave in (1, 2):
        put(folder / f"wave{wave}.csv", wave_rows(wave))
    visits = ["child,visit_date,minutes"]
    visits += [f"C{child:02d},2021-03-{child + 9},45" for child in (3, 6, 9, 12)]
    put(folder / "visits.csv", visits)
    document = folder / "study.toml"
    document.write_text(DOCUMENT, encoding="utf-8")
    return document


def put(path: Path, rows: list[str]) -> None:
    """Write rows to a file, one a line."""
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def change(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in the file."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
