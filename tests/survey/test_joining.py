from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.survey.assemble import assemble
from studytool.survey.codebook import Variable
from studytool.survey.design import PanelDesign
from studytool.survey.wave import WaveFile

DESIGN = PanelDesign(person="id", levels={"household": "hh", "school": "school"})
CHILD = WaveFile(number=1, source="c")
HOME = WaveFile(number=1, source="h", table="household", join="hh")


def children(table, **columns):
    return (CHILD, table("c", id=["1", "2"], hh=["a", "b"], **{"school": ["s", "t"], **columns}))


def test_a_column_of_both_tables_is_refused_and_can_be_named_apart(table):
    files = [children(table, notes=["x", "y"]), (HOME, table("h", hh=["a", "b"], notes=["p", "q"]))]
    with pytest.raises(DocumentError, match='both have the columns "notes"') as caught:
        assemble(DESIGN, files, [], [])
    assert 'table = "household"' in caught.value.remedy
    apart = Variable(name="home_notes", columns="notes", table="household", type="text")
    panel = assemble(DESIGN, files, [apart], [])
    assert panel.frame["notes"].tolist() == ["x", "y"]
    assert panel.frame["home_notes"].tolist() == ["p", "q"]


def test_a_column_may_change_its_table_between_waves(table):
    files = [
        children(table, income=["1", "2"]),
        (WaveFile(number=2, source="c2"), table("c2", id=["1"], hh=["a"], school=["s"])),
        (
            WaveFile(number=2, source="h2", table="household", join="hh"),
            table("h2", hh=["a"], income=["3"]),
        ),
    ]
    panel = assemble(DESIGN, files, [], [])
    assert panel.frame["income"].tolist() == [1.0, 3.0, 2.0]
    assert "income" not in panel.reasons


def test_a_level_may_come_from_the_other_table(table):
    design = PanelDesign(person="id", levels={"household": "hh", "school": "school"})
    files = [
        (CHILD, table("c", id=["1", "2"], hh=["a", "b"])),
        (HOME, table("h", hh=["a", "b"], school=["s", "t"])),
        (
            WaveFile(source="s", table="school", join="school"),
            table("s", school=["s", "t"], fees=["10", "20"]),
        ),
    ]
    panel = assemble(design, files, [], [])
    assert panel.frame["fees"].tolist() == [10.0, 20.0]


def test_a_school_file_without_a_wave_holds_in_every_wave(table):
    files = [
        children(table),
        (WaveFile(number=2, source="c2"), table("c2", id=["1"], hh=["a"], school=["t"])),
        (
            WaveFile(source="s", table="school", join="school"),
            table("s", school=["s", "t"], fees=["10", "20"]),
        ),
    ]
    panel = assemble(DESIGN, files, [], [])
    assert panel.frame["fees"].tolist() == [10.0, 20.0, 20.0]


def test_a_household_file_may_be_wide(table):
    many = {f"q{place}": ["1", "2"] for place in range(120)}
    files = [children(table), (HOME, table("h", hh=["a", "b"], **many))]
    assert assemble(DESIGN, files, [], []).frame["q119"].tolist() == [1.0, 2.0]


def test_children_without_a_household_id_match_nothing(table):
    files = [
        (CHILD, table("c", id=["1", "2"], hh=[None, "b"], school=["s", "s"])),
        (HOME, table("h", hh=[None, "b"], income=["1", "2"])),
    ]
    panel = assemble(DESIGN, files, [], [])
    assert panel.frame["income"].isna().tolist() == [True, False]


def test_a_join_by_an_unknown_column_is_placed(table):
    files = [
        children(table),
        (WaveFile(number=1, source="h", table="household", join="hhh"), table("h", hh=["a"])),
    ]
    with pytest.raises(DocumentError) as caught:
        assemble(DESIGN, files, [], [])
    assert caught.value.where == "waves[1].join"
    assert caught.value.remedy == 'Did you mean "hh"?'


def test_ids_join_whether_typed_as_numbers_or_as_texts(table):
    files = [
        (CHILD, table("c", id=[1.0, 2.0], hh=[7.0, 8.0], school=["s", "s"])),
        (HOME, table("h", hh=[" 7", "8.0"], income=["1", "2"])),
    ]
    assert assemble(DESIGN, files, [], []).frame["income"].tolist() == [1.0, 2.0]
