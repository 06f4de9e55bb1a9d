from __future__ import annotations

import pytest

from studytool.survey.codebook import Variable
from studytool.survey.decisions import Decision
from studytool.survey.design import PanelDesign
from studytool.survey.pairs import pairs_of
from studytool.survey.wave import WaveFile
from studytool.survey.wave_grid import opened_waves

DESIGN = PanelDesign(person="child", levels={"household": "hh"})


@pytest.fixture
def waves(table):
    first = table(
        "w1.csv",
        child=["A", "B", "A", "C", "C"],
        hh=["H1", "H2", "H1", "H3", "H4"],
        day=["2020-10-01", "2020-10-02", "2020-10-03", "2020-10-04", "2020-10-05"],
        score=["3", "4", "", "5", "6"],
    )
    second = table("w2.csv", child=["A", "B", "I"], hh=["H1", "H2", "H1"], score=["1", "2", "1"])
    homes = table("homes.csv", hh=["H1", "H2", "H2"], rooms=["1", "2", "3"])
    files = [
        (WaveFile(number=1, label="2020", source="w1.csv", date="day", set={"site": "X"}), first),
        (WaveFile(number=2, label="2021", source="w2.csv"), second),
        (WaveFile(number=1, label="2020", source="homes.csv", table="household", join="hh"), homes),
    ]
    return opened_waves(DESIGN, files, ())


def places(pair):
    return [(row.source, row.row) for row in pair.rows]


def test_rows_of_one_id_and_wave_stand_beside_each_other(waves):
    a, c, homes = pairs_of(waves, ())
    assert (a.person, a.label, places(a)) == ("A", "2020", [("w1.csv", 2), ("w1.csv", 4)])
    assert (c.person, places(c)) == ("C", [("w1.csv", 5), ("w1.csv", 6)])
    assert (homes.person, homes.table, homes.key) == ("H2", "household", "hh")
    assert a.names == ("hh", "day", "score"), "neither the ID nor a constant of the file"
    assert [a.names[at] for at in a.differing] == ["day", "score"]
    assert [a.names[at] for at in a.contradicting] == ["day"], "an empty cell contradicts nothing"
    assert [row.cells[a.names.index("score")] for row in a.rows] == ["3", ""]


def test_what_agrees_is_proposed_to_be_merged_and_the_fuller_row_to_be_kept(table):
    def proposal(**columns):
        raw = table("f.csv", child=["A", "A"], **columns)
        files = [(WaveFile(number=1, source="f.csv"), raw)]
        (pair,) = pairs_of(opened_waves(PanelDesign(person="child"), files, ()), ())
        return pair.proposal

    assert proposal(x=["1", "1"], y=["", "2"]) == ("merge", 0)
    assert proposal(x=["1", "2"], y=["", "2"]) == ("keep", 1)
    assert proposal(x=["1", "2"], y=["3", "2"]) == ("keep", 0), "as many answers: the first"


def test_a_rename_may_make_a_pair_and_may_part_one(waves):
    rename = Decision(row={"child": "I"}, action="rename", value="A", reason="I for A")
    assert [pair.label for pair in pairs_of(waves, [rename]) if pair.person == "A"] == [
        "2020",
        "2021",
    ]
    parted = Decision(
        row={"child": "C", "hh": "H4"}, action="rename", value="C-2", reason="two children"
    )
    assert "C" not in [pair.person for pair in pairs_of(waves, [parted])]


def test_what_was_decided_is_told_and_comes_last(waves):
    merge = Decision(wave=1, row={"child": "A"}, action="merge", reason="typed twice")
    odd = Decision(row={"child": "C", "score": "5"}, action="keep", column="score", reason="true")
    pairs = pairs_of(waves, [odd, merge])
    assert [(pair.person, pair.decided, pair.settled) for pair in pairs] == [
        ("C", (), False),
        ("H2", (), False),
        ("A", (1,), True),
    ]


def test_a_pair_of_which_one_of_three_rows_left_is_not_settled(table):
    raw = table("f.csv", child=["A", "A", "A"], x=["1", "2", "3"])
    files = [(WaveFile(number=1, source="f.csv"), raw)]
    opened = opened_waves(PanelDesign(person="child"), files, ())
    drop = Decision(row={"child": "A", "x": "2"}, action="drop", reason="a trial")
    (pair,) = pairs_of(opened, [drop])
    assert (len(pair.rows), pair.decided, pair.settled) == (3, (0,), False)


def test_files_without_ids_have_no_pairs(table):
    files = [(WaveFile(number=1, source="f.csv"), table("f.csv", x=["1", "1"]))]
    assert pairs_of(opened_waves(PanelDesign(), files, ()), ()) == ()


def test_a_row_that_was_left_out_is_told_from_one_that_was_merged(waves):
    drop = Decision(row={"child": "C", "hh": "H4"}, action="drop", reason="a trial")
    merge = Decision(wave=1, row={"child": "A"}, action="merge", reason="typed twice")
    stays = {p.person: [row.stays for row in p.rows] for p in pairs_of(waves, [drop, merge])}
    assert stays == {"A": [True, True], "C": [True, False], "H2": [True, True]}


def test_codes_are_called_as_the_file_or_the_codebook_calls_them(table):
    labels = {"value_labels": {"y": {"2": "No"}}}
    raw = table("f.csv", child=["A", "A"], x=["1", "0"], y=["1", "2"], z=["1", "2"], options=labels)
    files = [(WaveFile(number=1, source="f.csv"), raw)]
    variables = [
        Variable(name="x", labels={"1": "Yes", "0": "No"}),
        Variable(name="z", labels={"1": "Yes", "0": "No"}, recode={"2": 0}),
    ]
    (pair,) = pairs_of(opened_waves(PanelDesign(person="child"), files, variables), ())
    told = dict(zip(pair.names, zip(*(row.means for row in pair.rows), strict=True), strict=True))
    assert told == {"x": ("Yes", "No"), "y": ("", "No"), "z": ("", "")}, "a recoded 2 is no 2"


def test_what_a_wave_did_not_ask_is_no_answer_of_its_rows(table):
    files = [
        (WaveFile(number=1, source="a"), table("a", child=["A", "A"], x=["1", "2"])),
        (WaveFile(number=2, source="b"), table("b", child=["A"], x=["1"], y=["2"])),
    ]
    (pair,) = pairs_of(opened_waves(PanelDesign(person="child"), files, ()), ())
    assert pair.names == ("x",)
