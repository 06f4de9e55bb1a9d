from __future__ import annotations

import pytest

from studytool.core.errors import DataError
from studytool.survey.assemble import assemble
from studytool.survey.design import PanelDesign
from studytool.survey.wave import WaveFile

PEOPLE = PanelDesign(person="id")


def test_a_child_entered_twice_stops_and_names_rows_but_no_child(table):
    files = [
        (WaveFile(number=1, source="a.csv"), table("a.csv", id=["JHB-1", "JHB-2", "JHB-1"])),
        (WaveFile(number=1, source="b.csv"), table("b.csv", id=["JHB-2"])),
        (WaveFile(number=2, source="c.csv"), table("c.csv", id=["JHB-1"])),
    ]
    with pytest.raises(DataError) as caught:
        assemble(PEOPLE, files, [], [])
    assert caught.value.what.startswith("2 person IDs occur more than once in the same wave")
    assert caught.value.where == "a.csv, rows 2, 3 and 4; b.csv, row 2"
    assert "decisions" in caught.value.remedy
    assert "JHB" not in str(caught.value)
    assert caught.value.values == ("JHB-1", "JHB-2")


def test_a_row_without_an_id_stops(table):
    files = [(WaveFile(number=1, source="a.csv"), table("a.csv", id=["1", " "], x=["1", "2"]))]
    with pytest.raises(DataError, match="1 row has no person ID") as caught:
        assemble(PEOPLE, files, [], [])
    assert caught.value.where == "a.csv, row 3"


def test_a_household_that_occurs_twice_stops(table):
    design = PanelDesign(person="id", levels={"household": "hh"})
    files = [
        (WaveFile(number=1, source="c"), table("c", id=["1"], hh=["a"])),
        (WaveFile(number=1, source="h", table="household", join="hh"), table("h", hh=["a", "a"])),
    ]
    with pytest.raises(DataError, match="household"):
        assemble(design, files, [], [])


def test_the_same_child_in_another_wave_is_no_duplicate(table):
    files = [
        (WaveFile(number=number, source=str(number)), table(str(number), id=["1"]))
        for number in (1, 2)
    ]
    assert len(assemble(PEOPLE, files, [], []).frame) == 2
