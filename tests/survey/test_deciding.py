from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from studytool.core.errors import DataError, DocumentError
from studytool.survey.assemble import assemble
from studytool.survey.codebook import Variable
from studytool.survey.decisions import Decision
from studytool.survey.design import PanelDesign
from studytool.survey.wave import WaveFile

PEOPLE = PanelDesign(person="id")


@pytest.fixture
def made(table):
    raw = table(
        "a.csv",
        id=["1", "2", "2", "3"],
        when=["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04"],
        x=["7,5", "1", "2", "3a"],
        options={"decimal": ","},
    )
    files = [(WaveFile(number=1, source="a.csv", date="when"), raw)]

    def make(*decisions, design=PEOPLE):
        rest = Decision(row={"id": "2", "x": "1"}, action="keep", reason="first form")
        return assemble(design, files, [Variable(name="x", range=(0, 9))], [*decisions, rest])

    return make


def test_keep_leaves_the_other_rows_of_the_child_out(made):
    panel = made()
    assert panel.frame["x"].tolist()[:2] == [7.5, 1.0]
    assert [(d.action, d.rows) for d in panel.decisions] == [("keep", 1)]
    note = next(found for found in panel.findings if found.code == "duplicates_decided")
    assert note.level == "note"
    assert "first form" in note.message


def test_drop_and_set_value_and_set_missing(made):
    panel = made(
        Decision(wave=1, row={"id": "1"}, action="drop", reason="moved away"),
        Decision(row={"x": "3a"}, action="set_value", column="x", value=3, reason="the form"),
        Decision(row={"id": 3}, action="set_missing", column="when", reason="not clear"),
    )
    assert panel.frame["id"].tolist() == ["2", "3"]
    assert panel.frame["x"].tolist() == [1.0, 3.0]
    assert panel.reasons["when"].tolist()[1] == "set missing by a decision"
    assert "cells_unreadable" not in [found.code for found in panel.findings]


def test_cells_are_matched_as_the_file_writes_them_and_as_numbers(made):
    for written in ("7,5", "7.5", 7.5, " 7.50 "):
        panel = made(Decision(row={"x": written}, action="drop", reason="r"))
        assert "1" not in panel.frame["id"].tolist()


def test_dates_are_matched_as_days(table):
    files = [
        (
            WaveFile(number=1, source="a", date="d", date_format="%d/%m/%Y"),
            table("a", id=["1", "2"], d=["05/01/2020", "06/01/2020"]),
        )
    ]
    for written in ("05/01/2020", "2020-01-05"):
        decision = Decision(row={"d": written}, action="drop", reason="r")
        assert assemble(PEOPLE, files, [], [decision]).frame["id"].tolist() == ["2"]


def test_a_renamed_child_is_found_by_both_ids_whatever_the_order(table):
    files = [(WaveFile(number=1, source="a"), table("a", id=["1", "I"], x=["5", None]))]
    rename = Decision(row={"id": "I"}, action="rename", value="1", reason="typed I for 1")
    merge = Decision(row={"id": "1"}, action="merge", reason="then the same child")
    for decisions in ([rename, merge], [merge, rename]):
        panel = assemble(PEOPLE, files, [], decisions)
        assert panel.frame["x"].tolist() == [5.0]
        assert sorted(d.rows for d in panel.decisions) == [1, 2]


def test_merge_fills_gaps_and_counts_differing_answers(table):
    columns = {
        "x": ["", "2", "1"],
        "y": ["1", "3", "1"],
        "z": [None, "-99", None],
        "t": ["a", "a", "b"],
    }
    files = [(WaveFile(number=1, source="a"), table("a", id=["1", "1", "2"], **columns))]
    design = PanelDesign(person="id", missing={"-99": "refused"})
    decision = Decision(row={"id": "1"}, action="merge", reason="two half forms")
    panel = assemble(design, files, [Variable(name="z")], [decision])
    first = panel.frame.iloc[0]
    assert first["x"] == 2.0
    assert np.isnan(first["y"])
    assert first["t"] == "a"
    assert panel.reasons.iloc[0][["y", "z"]].tolist() == ["differing answers", "refused"]
    counted = [found for found in panel.findings if "differing answers" in found.message]
    assert counted[0].message.endswith("in 1 cell, now missing: y (1).")
    assert counted[0].cells == ("a, row 2, column y",)


def test_a_decision_about_a_household_changes_its_own_file(table):
    design = PanelDesign(person="id", levels={"household": "hh"})
    files = [
        (WaveFile(number=1, source="c"), table("c", id=["1", "2"], hh=["a", "b"])),
        (
            WaveFile(number=1, source="h", table="household", join="hh"),
            table("h", hh=["a", "B"], income=["5", "7"]),
        ),
    ]
    decisions = [
        Decision(row={"hh": "B"}, action="rename", column="hh", value="b", reason="typed B"),
        Decision(row={"hh": "a"}, action="set_value", column="income", value=50, reason="a zero"),
    ]
    assert assemble(design, files, [], decisions).frame["income"].tolist() == [50.0, 7.0]


def test_wave_and_file_narrow_a_decision(table):
    files = [
        (WaveFile(number=n, source=f"w{n}"), table(f"w{n}", id=["1"], x=["9"])) for n in (1, 2, 3)
    ]
    decisions = [
        Decision(wave=2, row={"x": "9"}, action="set_value", column="x", value=2, reason="r"),
        Decision(source="w3", row={"x": "9"}, action="set_value", column="x", value=3, reason="r"),
    ]
    panel = assemble(PEOPLE, files, [Variable(name="x")], decisions)
    assert panel.frame["x"].tolist() == [9.0, 2.0, 3.0]


def test_a_decision_that_matches_nothing_is_named_by_number(made):
    with pytest.raises(DataError, match=r"Decision 1 \(drop\) matches no row") as caught:
        made(Decision(wave=2, row={"id": "JHB-9"}, action="drop", reason="r"))
    assert caught.value.where == "decisions[0]"
    assert "JHB-9" not in str(caught.value)


def test_a_decision_about_an_unknown_column_is_a_fault_of_the_document(made):
    with pytest.raises(DocumentError, match='"idd"') as caught:
        made(Decision(row={"idd": "1"}, action="drop", reason="r"))
    assert caught.value.remedy == 'Did you mean "id"?'


def test_a_value_of_the_wrong_type_is_a_fault_of_the_document(made):
    with pytest.raises(DocumentError) as caught:
        made(Decision(row={"id": "1"}, action="set_value", column="x", value="many", reason="r"))
    assert caught.value.where == "decisions[0].value"


def test_rows_without_ids_cannot_be_merged(table):
    files = [(WaveFile(number=1, source="a"), table("a", x=["1", "1"]))]
    merge = Decision(row={"x": "1"}, action="merge", reason="r")
    with pytest.raises(DocumentError, match="have no ID"):
        assemble(PanelDesign(), files, [], [merge])


def test_a_dropped_duplicate_decides(table):
    files = [(WaveFile(number=1, source="a"), table("a", id=["1", "1"], who=["FW1", "FW2"]))]
    drop = Decision(row={"id": "1", "who": "FW2"}, action="drop", reason="practice form")
    panel = assemble(PEOPLE, files, [], [drop])
    assert panel.frame["who"].tolist() == ["FW1"]
    assert not pd.isna(panel.frame["who"][0])
