from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.intake.raw import RawTable
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.panel import Panel


def _column(cells):
    if isinstance(cells, pd.Series):
        return cells
    filled = [cell for cell in cells if cell is not None]
    numeric = bool(filled) and not any(isinstance(cell, str) for cell in filled)
    return pd.Series(cells, dtype="float64" if numeric else "str")


@pytest.fixture(scope="session")
def table():
    """Make a raw table: texts are cells of a csv file, numbers those of a spreadsheet."""

    def make(source="file.csv", *, options=None, **columns):
        frame = pd.DataFrame({name: _column(cells) for name, cells in columns.items()})
        rows = np.arange(2, len(frame) + 2, dtype=np.int64)
        return RawTable(frame, rows, source=source, digest=f"sha of {source}", **(options or {}))

    return make


@pytest.fixture(scope="session")
def panel():
    """Make a panel of people A, B, C ... with the given columns, one row each, in wave 1."""

    def make(codebook=(), reasons=None, **columns):
        cells = {name: _column(values) for name, values in columns.items()}
        n_rows = len(next(iter(cells.values())))
        keys = {
            "id": pd.Series([chr(65 + place) for place in range(n_rows)], dtype="str"),
            "wave": pd.Series(np.ones(n_rows, dtype=np.int64)),
        }
        frame = pd.DataFrame({**keys, **cells})
        entries = {name: Variable(name=name) for name in frame}
        entries |= {entry.name: entry for entry in codebook}
        told = pd.DataFrame(
            {name: _column(why) for name, why in (reasons or {}).items()}, index=frame.index
        )
        return Panel(frame, PanelDesign(person="id"), entries, told, waves={1: "2020"})

    return make
