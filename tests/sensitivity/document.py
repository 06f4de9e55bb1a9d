"""A study on disk whose models are put to the test in every way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sensitivity.paths import panel_of

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = """format = 1
title = "Put to the test"
seed = 3

[panel]
person = "child_id"
wave = "wave"
levels = { school = "school_id" }

[[waves]]
source = "panel.csv"
kind = "csv"
layout = "long"

[[variables]]
name = "y"
label = "Score"
range = [-20, 20]
unit = "points"

[[assignment]]
exposure = "group"
also = ["visited"]
rule = "random"

[[models]]
name = "events"
kind = "event_study"
outcome = "y"
treatment = "visited"
cluster = ["person"]

[[models]]
name = "change"
kind = "did"
outcome = "y"
treatment = "group"
post = [4, 5]
controls = ["size"]
cluster = ["person"]

[[sensitivity]]
name = "trends"
kind = "honest_did"
model = "events"
m = [0.5, 1]

[[sensitivity]]
name = "bend"
kind = "honest_did"
model = "events"
restriction = "smoothness"

[[sensitivity]]
name = "stayers"
kind = "attrition_weights"
model = "change"
variables = ["y"]

[[sensitivity]]
name = "worst"
kind = "worst_case"
model = "change"

[[sensitivity]]
name = "lee"
kind = "lee"
model = "change"

[[sensitivity]]
name = "balanced"
kind = "entropy_balancing"
model = "change"
variables = ["y"]

[[sensitivity]]
name = "chances"
kind = "ipw"
model = "change"
variables = ["y"]

[[sensitivity]]
name = "selection"
kind = "oster"
model = "change"

[[sensitivity]]
name = "strength"
kind = "partial_r2"
model = "change"
benchmarks = ["size"]

[[sensitivity]]
name = "schools"
kind = "leave_one_out"
model = "change"

[[sensitivity]]
name = "placebo"
kind = "placebo_outcome"
model = "change"
outcomes = ["size"]

[[sensitivity]]
name = "early"
kind = "placebo_timing"
model = "change"

[[sensitivity]]
name = "curve"
kind = "specification_curve"
model = "change"
control_sets = ["", "size"]
covariance = ["cr1", "cr2"]
draws = 99

[[tables]]
name = "t_trends"
kind = "sensitivity"
sensitivity = "trends"

[[tables]]
name = "t_schools"
kind = "sensitivity"
sensitivity = "schools"

[[tables]]
name = "t_balance"
kind = "weights_balance"
sensitivity = "balanced"

[[charts]]
name = "f_trends"
kind = "brackets"
sensitivity = "trends"

[[charts]]
name = "f_curve"
kind = "specification_curve"
sensitivity = "curve"

[[reproduces]]
quantity = "strength.robustness_value"
published = 0.5
tolerance = 1.0
source = "nowhere"

[[reproduces]]
quantity = "trends.m[0.5].low"
published = 1.0
tolerance = 5.0
source = "nowhere"
"""


def write(folder: Path, *, old: str = "", new: str = "") -> Path:
    """Write the study into `folder`, one thing changed, and return its document."""
    panel = panel_of(children=90, start=4, waves=5, effect=1.0)
    frame = panel.frame.assign(size=3 + (panel.frame.index * 7 % 11) % 4)
    gone = (frame["child_id"].str[-1] == "7") & (frame["wave"] > 3)
    frame[~gone].to_csv(folder / "panel.csv", index=False)
    assert old in DOCUMENT
    path = folder / "study.toml"
    path.write_text(DOCUMENT.replace(old, new, 1) if old else DOCUMENT, encoding="utf-8")
    return path
