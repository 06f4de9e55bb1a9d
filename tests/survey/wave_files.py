"""Three files of three waves that call and code things differently."""

from __future__ import annotations

import pandas as pd

from studytool.intake.raw import RawTable
from studytool.survey.design import PanelDesign
from studytool.survey.wave import WaveFile
from studytool.survey.wave_grid import opened_waves

DESIGN = PanelDesign(person="child")


def table(name, columns, **said):
    frame = pd.DataFrame({key: pd.Series(cells) for key, cells in columns.items()})
    for key in frame:
        if frame[key].dtype.kind != "f":
            frame[key] = frame[key].astype("str")
    rows = pd.RangeIndex(2, 2 + len(frame)).to_numpy()
    return RawTable(frame, rows, source=name, digest=name, **said)


FIRST = table(
    "wave1_2020.xlsx",
    {
        "child": ["a", "b", "c", "d"],
        "violence": [1.0, 0.0, 1.0, 0.0],
        "cg_worry": [0.0, 1.0, 1.0, 1.0],
        "income": [100.0, -99.0, 300.0, 50.0],
    },
)
SECOND = table(
    "wave2_2021.sav",
    {
        "child": ["a", "b", "c", "a"],
        "violence": [1.0, 2.0, 8.0, 2.0],
        "worried": [1.0, 0.0, 0.0, 1.0],
        "income": [10.0, 20.0, 30.0, 40.0],
    },
    labels={"violence": "Exposed to violence"},
    value_labels={"violence": {"1": "Yes", "2": "No", "8": "not asked"}},
    missing={"violence": {"8": "not asked"}},
)
THIRD = table(
    "wave3.csv",
    {
        "child": ["a", "b", "e"],
        "violence": ["0", "1", "0"],
        "income": ["10,5", "20", "7"],
    },
    decimal=",",
)
FILES = [
    (WaveFile(number=1, label="2020", source="wave1_2020.xlsx"), FIRST),
    (WaveFile(number=2, label="2021", source="wave2_2021.sav"), SECOND),
    (WaveFile(number=3, label="2022", source="wave3.csv"), THIRD),
]


def waves_with(variables=(), design=DESIGN):
    return opened_waves(design, FILES, variables)
