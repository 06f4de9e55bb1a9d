from __future__ import annotations

import pytest

from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.opening import open_files
from studytool.survey.sorts import sorts_of
from studytool.survey.wave import WaveFile

DESIGN = PanelDesign(person="id", levels={"school": "school"}, missing={"-99": "a", "NA": "b"})


def sorts(files, variables=(), date=None):
    return sorts_of(open_files(DESIGN, files, variables), DESIGN, date)


def test_keys_and_the_codebook_come_before_what_cells_look_like(table):
    raw = table("a", id=[1.0], school=[1.0], hh=[7.0], day=["x"], x=["1"], y=["1"])
    files = [
        (WaveFile(number=1, source="a", date="day"), raw),
        (WaveFile(number=1, source="h", table="household", join="hh"), table("h", hh=["7"])),
    ]
    found = sorts(files, [Variable(name="x", type="text"), Variable(name="school")], "day")
    assert found == {
        "school": "id",
        "x": "text",
        "id": "id",
        "hh": "id",
        "day": "date",
        "y": "number",
    }


@pytest.mark.parametrize(
    ("cells", "sort"),
    [
        (["1"] * 9 + ["x"], "number"),
        (["1"] * 8 + ["x", "y"], "text"),
        (["1", "2", "NA", "NA", ""], "number"),
        (["01", "2"], "text"),
        (["0", "0.5"], "number"),
        (["2020-01-01"], "text"),
        ([None], "number"),
    ],
)
def test_nine_in_ten_of_the_filled_cells_decide(table, cells, sort):
    raw = table("a", id=[str(k) for k in range(len(cells))], x=cells)
    assert sorts([(WaveFile(number=1, source="a"), raw)])["x"] == sort


def test_all_files_decide_together(table):
    files = [
        (WaveFile(number=1, source="a"), table("a", id=["1"], x=["word"])),
        (WaveFile(number=2, source="b"), table("b", id=["1"], x=["1"])),
    ]
    assert sorts(files)["x"] == "text"
