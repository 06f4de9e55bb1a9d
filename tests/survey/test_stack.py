from __future__ import annotations

import numpy as np
import pytest

from studytool.core.errors import DocumentError
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.opening import open_files
from studytool.survey.sorts import sorts_of
from studytool.survey.stack import stack_tables
from studytool.survey.wave import WaveFile

DESIGN = PanelDesign(person="id")


def stacks(files, variables=()):
    opened = open_files(DESIGN, files, variables)
    return stack_tables(opened, sorts_of(opened, DESIGN, None), DESIGN)


def test_rows_know_their_file_and_row(table):
    files = [
        (WaveFile(number=1, source="a"), table("a", id=["1", "2"], x=["1", "?"])),
        (WaveFile(number=2, source="b"), table("b", id=["1"], X2=["2"])),
        (WaveFile(number=1, source="h", table="household", join="hh"), table("h", hh=["1"])),
    ]
    children, homes = stacks(files, [Variable(name="x", columns={"2": "X2"})])
    assert (children.table, children.join) == ("child", None)
    assert (homes.table, homes.join) == ("household", "hh")
    assert children.frame["x"].tolist()[0::2] == [1.0, 2.0]
    assert children.reasons["x"].tolist()[1] == "unreadable"
    assert children.waves.tolist() == [1.0, 1.0, 2.0]
    every = np.ones(3, dtype=bool)
    assert children.cells(every, "x") == (
        "a, row 2, column x",
        "a, row 3, column x",
        "b, row 2, column X2",
    )
    last = children.taken(np.array([2]))
    assert last.cells(every[:1], "x") == ("b, row 2, column X2",)


def test_a_column_of_one_file_keeps_its_type(table):
    files = [
        (WaveFile(number=1, source="a"), table("a", id=["1"], t=["x"], n=["1"])),
        (WaveFile(number=2, source="b"), table("b", id=["1"])),
    ]
    children = stacks(files)[0]
    assert children.frame.dtypes.astype(str).to_dict() == {"id": "str", "t": "str", "n": "float64"}
    assert children.reasons["t"].tolist()[1] == "not in this file"


def test_somebody_has_to_be_studied(table):
    files = [(WaveFile(number=1, source="h", table="household", join="hh"), table("h", hh=["1"]))]
    with pytest.raises(DocumentError, match="hold"):
        stacks(files)
