from __future__ import annotations

import pytest

from studytool.core.errors import DataError
from studytool.survey.assemble import assemble
from studytool.survey.decisions import Decision
from studytool.survey.design import PanelDesign
from studytool.survey.pair_decisions import decision_about, free_id
from studytool.survey.pairs import pairs_of
from studytool.survey.wave import WaveFile
from studytool.survey.wave_grid import opened_waves

DESIGN = PanelDesign(person="child")


class Pairs:
    """One file with rows of one child, and the panel that a choice between them makes."""

    def __init__(self, table, decisions=(), **columns):
        raw = table("f.csv", **columns)
        self.files = [(WaveFile(number=1, source="f.csv", date="day"), raw)]
        self.waves = opened_waves(DESIGN, self.files, ())
        self.decisions = list(decisions)
        self.pair = pairs_of(self.waves, self.decisions)[0]

    def decide(self, choice, **said):
        return decision_about(self.waves, self.decisions, self.pair, choice, reason="seen", **said)

    def panel(self, choice, **said):
        made = self.decide(choice, **said)
        return assemble(DESIGN, self.files, [], [*self.decisions, made]).frame


@pytest.fixture
def two(table):
    return Pairs(
        table,
        child=["A", "A", "B"],
        day=["2020-10-01", "2020-10-09", "2020-10-01"],
        x=["1", "2", "3"],
        y=["4", "", "5"],
    )


def test_each_row_can_be_kept_and_the_other_leaves(two):
    assert two.panel("keep", place=0)["x"].tolist() == [1.0, 3.0]
    assert two.panel("keep", place=1)["x"].tolist() == [2.0, 3.0]
    made = two.decide("keep", place=1)
    assert made.row == {"child": "A", "day": "2020-10-09"}, "a day tells least of an answer"
    assert (made.wave, made.source, made.reason) == (1.0, "f.csv", "seen")


def test_two_rows_are_merged(two):
    frame = two.panel("merge")
    assert frame["child"].tolist() == ["A", "B"]
    assert frame["y"].tolist() == [4.0, 5.0]


def test_two_children_get_two_ids(two):
    frame = two.panel("apart", place=1, new_id="A-2")
    assert frame["child"].tolist() == ["A", "A-2", "B"]
    assert free_id(two.waves, two.pair) == "A-2"


def test_an_id_that_is_in_use_is_refused(two):
    for taken in ("B", "A", " "):
        with pytest.raises(DataError, match="ID of its own") as caught:
            two.decide("apart", place=1, new_id=taken)
        assert caught.value.where == "new_id"
        assert taken.strip() == "" or f" {taken} " not in str(caught.value)


def test_a_row_that_says_nothing_of_its_own_is_kept_by_leaving_the_other(table):
    emptier = Pairs(table, child=["A", "A"], day=["2020-10-01"] * 2, x=["1", ""])
    made = emptier.decide("keep", place=1)
    assert (made.action, made.row) == ("drop", {"child": "A", "x": "1"})
    assert emptier.panel("keep", place=1)["x"].isna().tolist() == [True]


def test_rows_alike_can_only_be_merged(table):
    alike = Pairs(table, child=["A", "A"], day=["2020-10-01"] * 2, x=["1", "1"])
    for choice in ("keep", "apart"):
        with pytest.raises(DataError, match="Nothing in these rows") as caught:
            alike.decide(choice, new_id="A-2")
        assert "Merge" in caught.value.remedy
    assert len(alike.panel("merge")) == 1


def test_one_of_three_rows_is_told_by_several_cells(table):
    three = Pairs(
        table,
        child=["A", "A", "A"],
        day=["2020-10-01", "2020-10-01", "2020-10-02"],
        x=["1", "2", "1"],
    )
    assert three.panel("keep", place=0)[["day", "x"]].to_numpy().tolist()[0][1] == 1.0
    assert three.decide("keep", place=0).row == {"child": "A", "day": "2020-10-01", "x": "1"}


def test_a_row_that_got_this_id_is_told_by_the_id_in_its_file(table):
    rename = Decision(row={"child": "I"}, action="rename", value="A", reason="I for A")
    typed = Pairs(table, [rename], child=["A", "I"], day=["2020-10-01"] * 2, x=["1", "1"])
    assert typed.decide("keep", place=1).row == {"child": "I"}
    assert len(typed.panel("keep", place=1)) == 1


def test_a_household_entered_twice_is_decided_by_its_own_id(table):
    children = table("f.csv", child=["A"], hh=["H"])
    homes = table("h.csv", hh=["H", "H"], rooms=["1", "2"])
    files = [
        (WaveFile(number=1, source="f.csv"), children),
        (WaveFile(number=1, source="h.csv", table="household", join="hh"), homes),
    ]
    waves = opened_waves(DESIGN, files, ())
    (pair,) = pairs_of(waves, ())
    made = decision_about(waves, (), pair, "keep", place=1, reason="the later form")
    assert assemble(DESIGN, files, [], [made]).frame["rooms"].tolist() == [2.0]
