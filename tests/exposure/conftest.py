from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.intake.raw import RawTable
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.panel import Panel


def panel_of(rows):
    """Panel of (person, wave, date, household); None where there is no date or household."""
    frame = pd.DataFrame(rows, columns=["child_id", "wave", "interview", "hh_id"])
    frame = frame.sort_values(["child_id", "wave"]).reset_index(drop=True)
    frame["child_id"] = frame["child_id"].astype("str")
    frame["hh_id"] = frame["hh_id"].astype("str")
    frame["wave"] = frame["wave"].astype("int64")
    frame["interview"] = pd.to_datetime(frame["interview"])
    return Panel(
        frame=frame,
        design=PanelDesign(person="child_id", levels={"household": "hh_id"}),
        codebook={name: Variable(name=name) for name in frame.columns},
        reasons=pd.DataFrame(index=frame.index),
        waves={1: "2020", 2: "2021", 3: "2022"},
        date="interview",
    )


def log_of(columns, *, decimal=".", source="home_visits.csv"):
    """Raw table whose first row stands in row 2 of its file; texts and Nones as in a csv file."""
    frame = pd.DataFrame(
        {
            name: cells if isinstance(cells, pd.Series) else pd.Series(cells, dtype="str")
            for name, cells in columns.items()
        }
    )
    rows = np.arange(2, 2 + len(frame), dtype=np.int64)
    return RawTable(frame, rows, source=source, digest="d" * 64, decimal=decimal)


@pytest.fixture(scope="session")
def make_panel():
    return panel_of


@pytest.fixture(scope="session")
def make_log():
    return log_of


@pytest.fixture
def panel():
    """Two siblings; Ben missed wave 2 and moved to household h2 before wave 3; Cleo came late."""
    return panel_of(
        [
            ("ann", 1, "2020-10-10", "h1"),
            ("ann", 2, "2021-10-10", "h1"),
            ("ann", 3, "2022-10-10", "h1"),
            ("ben", 1, "2020-10-20", "h1"),
            ("ben", 3, "2022-10-20", "h2"),
            ("cleo", 3, "2022-11-01", "h3"),
        ]
    )
