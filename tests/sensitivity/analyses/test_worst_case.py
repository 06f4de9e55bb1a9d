"""Worst cases.

By hand: two treated and two others at a last wave, outcome 0 or 1. Treated: 1 and gone; others: 0
and 1. At worst the one who is gone has 0, at best 1: the treated have 1/2 or 1, the others 1/2, so
the effect lies between 0 and 1/2.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from studytool.core.errors import ModelError
from studytool.models.estimators.gee import Gee
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.panel import Panel
from tests.sensitivity.subjects import asked, judged
from tests.simulate import World, simulate


def four(y):
    frame = pd.DataFrame(
        {
            "child_id": list("aabbccdd"),
            "wave": [1, 2] * 4,
            "offered": [1.0] * 4 + [0.0] * 4,
            "y": [0.0, y[0], 0.0, y[1], 0.0, y[2], 0.0, y[3]],
        }
    ).dropna(subset="y", ignore_index=True)
    design = PanelDesign(person="child_id", wave="wave")
    return Panel(frame, design, {}, pd.DataFrame(index=frame.index), {1.0: "1", 2.0: "2"})


def test_by_hand():
    found = judged(four([1, np.nan, 0, 1]), "worst_case", "pooled", treatment="offered",
                   where="wave == 2", covariance="hc1")  # fmt: skip
    assert [line.estimate for line in found.lines[1:]] == pytest.approx([0.0, 0.5])
    assert found.measures["n_filled"] == 1
    assert "rests on those who left" in found.statement


def test_every_way_to_fill_in_lies_between():
    panel = simulate(World(children=16, attrition=0.15, effect=0.5), 6)
    found = judged(panel, "worst_case", "ancova", options={"low": -3, "high": 3},
                   treatment="offered", cluster=["person"])  # fmt: skip
    count = int(found.measures["n_filled"])
    assert 2 <= count <= 8
    from studytool.sensitivity.methods.completed import complete
    from studytool.sensitivity.subject import refit
    from tests.sensitivity.subjects import subject_of

    subject = subject_of(panel, "ancova", treatment="offered", cluster=["person"])
    completed = complete(subject)
    gone, estimates = np.flatnonzero(completed.empty), []
    for way in range(2**gone.size):
        y = completed.panel.frame["y"].to_numpy(copy=True)
        y[gone] = [3.0 if way >> bit & 1 else -3.0 for bit in range(gone.size)]
        filled = replace(completed.panel, frame=completed.panel.frame.assign(y=y))
        estimates.append(refit(subject, filled).estimates["offered"].estimate)
    lower, upper = (line.estimate for line in found.lines[1:])
    assert lower == pytest.approx(min(estimates), abs=1e-10)
    assert upper == pytest.approx(max(estimates), abs=1e-10)


def test_a_range_in_the_codebook_is_taken():
    panel = simulate(World(children=40, attrition=0.1), 1)
    ranged = replace(panel, codebook={"y": Variable(name="y", range=(-6.0, 6.0))})
    ours = judged(ranged, "worst_case", "ancova", treatment="offered")
    given = judged(panel, "worst_case", "ancova", options={"low": -6, "high": 6},
                   treatment="offered")  # fmt: skip
    assert ours.lines == given.lines


def test_without_ends_outside_them_and_where_nobody_left_it_is_refused():
    panel = simulate(World(children=40, attrition=0.1), 1)
    with pytest.raises(ModelError, match="no least and greatest"):
        judged(panel, "worst_case", "ancova", treatment="offered")
    with pytest.raises(ModelError, match="lies outside 0 to 1"):
        judged(panel, "worst_case", "ancova", options={"low": 0, "high": 1}, treatment="offered")
    whole = simulate(World(children=40), 1)
    with pytest.raises(ModelError, match="Nobody of the baseline misses"):
        judged(whole, "worst_case", "ancova", options={"low": -9, "high": 9}, treatment="offered")
    with pytest.raises(ValidationError, match="not below"):
        asked("worst_case", low=2, high=1)
    gee = Gee(name="m", outcome="y", treatment="offered")
    assert '"gee"' in asked("worst_case").refuses(gee)


def test_a_large_effect_holds_whoever_left():
    panel = simulate(World(children=200, attrition=0.01, effect=3.0), 1)
    found = judged(panel, "worst_case", "ancova", options={"low": -9, "high": 9},
                   treatment="offered", cluster=["person"])  # fmt: skip
    assert found.statement.startswith("The conclusion holds however those who left fared")
