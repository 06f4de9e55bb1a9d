from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.panel import Panel

BAND = Variable(name="risk", label="Risk", labels={"0": "low", "1": "moderate", "2": "high"})


def panel_of(frame, *, codebook=(), reasons=None, **design):
    """Panel of a frame with child_id and wave; waves 1, 2, 3 are 2020, 2021, 2022."""
    frame = frame.sort_values(["child_id", "wave"]).reset_index(drop=True)
    entries = {name: Variable(name=name) for name in frame.columns}
    asked = {"person": "child_id", "levels": {"household": "hh_id"}} | design
    return Panel(
        frame=frame,
        design=PanelDesign(**asked),
        codebook=entries | {one.name: one for one in codebook},
        reasons=pd.DataFrame(index=frame.index) if reasons is None else reasons,
        waves={1: "2020", 2: "2021", 3: "2022"},
    )


@pytest.fixture(scope="session")
def make_panel():
    return panel_of


@pytest.fixture
def panel():
    """Ann, Ben (siblings) and Cleo in all waves; Dan left after wave 1; Eva joined at wave 3."""
    rows = [
        # child, wave, household, site, exposed, risk, score, harsh
        ("ann", 1, "h1", "Johannesburg", 1, 2, 10, 1),
        ("ann", 2, "h1", "Johannesburg", 0, 1, 12, 0),
        ("ann", 3, "h1", "Johannesburg", 0, 0, 14, 0),
        ("ben", 1, "h1", "Johannesburg", 1, 0, 20, 1),
        ("ben", 2, "h1", "Johannesburg", 1, 2, np.nan, np.nan),
        ("ben", 3, "h1", "Johannesburg", 0, 2, 24, 0),
        ("cleo", 1, "h2", "Moutse", 0, 2, 30, 0),
        ("cleo", 2, "h2", "Moutse", np.nan, 2, 32, 1),
        ("cleo", 3, "h2", "Moutse", 1, np.nan, 40, 1),
        ("dan", 1, "h3", "Johannesburg", 1, 1, 8, 0),
        ("eva", 3, "h4", "Moutse", 1, 1, 6, 0),
    ]
    names = ["child_id", "wave", "hh_id", "site", "exposed", "risk", "score", "harsh"]
    frame = pd.DataFrame(rows, columns=names)
    frame = frame.astype(dict.fromkeys(["exposed", "risk", "score", "harsh"], "float64"))
    why = pd.Series([None] * 7 + ["refused"] + [None] * 3, dtype="str")
    return panel_of(frame, codebook=[BAND], reasons=pd.DataFrame({"exposed": why}))
