from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studytool.core.errors import DataError, DocumentError
from studytool.survey.assemble import assemble
from studytool.survey.codebook import Variable
from studytool.survey.decisions import Decision
from studytool.survey.design import PanelDesign
from studytool.survey.wave import WaveFile

PEOPLE = PanelDesign(person="id", missing={"-99": "refused"})


def codes(panel):
    return [finding.code for finding in panel.findings]


def finding(panel, code):
    return next(found for found in panel.findings if found.code == code)


def test_two_waves_make_a_panel_sorted_by_person_and_wave(table):
    files = [
        (WaveFile(number=2, label="2021", source="b"), table("b", id=["2", "1"], x=["4", "3"])),
        (WaveFile(number=1, label="2020", source="a"), table("a", id=[1.0, 2.0], x=[1.0, 2.0])),
    ]
    panel = assemble(PEOPLE, files, [], [])
    assert panel.frame.to_dict("list") == {
        "id": ["1", "1", "2", "2"],
        "wave": [1, 2, 1, 2],
        "x": [1.0, 3.0, 2.0, 4.0],
    }
    assert panel.frame.index.equals(pd.RangeIndex(4))
    assert [str(dtype) for dtype in panel.frame.dtypes] == ["str", "int64", "float64"]
    assert dict(panel.waves) == {1: "2020", 2: "2021"}
    assert panel.sources == {"a": "sha of a", "b": "sha of b"}
    assert list(panel.codebook) == ["id", "wave", "x"]
    assert panel.codebook["id"].type == "text"


def test_every_reason_for_a_gap_is_kept(table):
    files = [
        (WaveFile(number=1, source="a"), table("a", id=["1", "2", "3"], x=["-99", "3a", ""])),
        (WaveFile(number=2, source="b"), table("b", id=["1"], y=["1"])),
    ]
    panel = assemble(PEOPLE, files, [Variable(name="x")], [])
    assert panel.reasons["x"].tolist() == ["refused", "not in this file", "unreadable", "empty"]
    unreadable = finding(panel, "cells_unreadable")
    assert unreadable.cells == ("a, row 3, column x",)
    assert "3a" not in str(unreadable)


def test_types_of_columns_outside_the_codebook_are_inferred(table):
    cells = {
        "number": ["1"] * 18 + ["x", "-99"],
        "text": ["1"] * 17 + ["x", "y", "z"],
        "padded": ["007"] * 20,
        "nothing": [None] * 20,
    }
    files = [
        (WaveFile(number=1, source="a"), table("a", id=[f"p{k}" for k in range(20)], **cells)),
    ]
    days = pd.Series(pd.to_datetime(["2020-01-05"] * 20))
    files[0] = (files[0][0], replace(files[0][1], frame=files[0][1].frame.assign(day=days)))
    panel = assemble(PEOPLE, files, [], [])
    assert {name: str(dtype) for name, dtype in panel.frame.dtypes.items()} == {
        "id": "str",
        "wave": "int64",
        "number": "float64",
        "text": "str",
        "padded": "str",
        "nothing": "float64",
        "day": "datetime64[us]",
    }
    assert finding(panel, "cells_unreadable").cells == ("a, row 20, column number",)


def test_files_of_one_wave_are_stacked_with_their_constants(table):
    design = PanelDesign(person="id", levels={"site": "site"})
    files = [
        (WaveFile(number=1, source=name, set={"site": name, "k": 2.0}), table(name, id=[name]))
        for name in ("Moutse", "Johannesburg")
    ]
    panel = assemble(design, files, [], [])
    assert panel.frame["site"].tolist() == ["Johannesburg", "Moutse"]
    assert panel.frame["k"].tolist() == [2.0, 2.0]
    with pytest.raises(DocumentError, match='has a column "site" already'):
        assemble(design, [(files[0][0], table("Moutse", id=["1"], site=["x"]))], [], [])


def test_a_constant_has_the_type_of_its_variable(table):
    files = [(WaveFile(number=1, source="a", set={"k": "high"}), table("a", id=["1"]))]
    with pytest.raises(DocumentError, match="is no number") as caught:
        assemble(PEOPLE, files, [Variable(name="k")], [])
    assert caught.value.where == "waves[0].set.k"


def test_households_join_their_children_wave_by_wave(table):
    design = PanelDesign(person="id", levels={"household": "hh"})
    files = [
        (WaveFile(number=1, source="c1"), table("c1", id=["1", "2", "3"], hh=["a", "a", "b"])),
        (WaveFile(number=2, source="c2"), table("c2", id=["1"], hh=["b"])),
        (
            WaveFile(number=1, source="h1", table="household", join="hh"),
            table("h1", hh=["a", "c"], income=["5", "7"]),
        ),
    ]
    panel = assemble(design, files, [], [])
    assert panel.frame["income"].fillna(-1).tolist() == [5, -1, 5, -1]
    assert panel.reasons["income"].dropna().tolist() == ["not in this file"] * 2
    messages = [found.message for found in panel.findings if found.code == "ids_unmatched"]
    assert messages[0].startswith("Children's rows without a row in the household files: 1 of 3")
    assert messages[1].startswith("Rows of the household files")
    assert "1 of 3 people changed their household" in finding(panel, "level_changed").message


def test_a_long_file_says_its_waves_and_its_columns_by_wave(table):
    files = [
        (
            WaveFile(layout="long", source="l"),
            table(
                "l",
                id=["1", "1", "2"],
                year=["2020", "2021.0", "2020"],
                a=["1", "2", "3"],
                b=["4", "5", "6"],
            ),
        )
    ]
    design = PanelDesign(person="id", wave="year")
    x = Variable(name="x", columns={"2020": "a", "2021": "b"}, recode={"2021": {"5": 50}})
    panel = assemble(design, files, [x], [])
    assert panel.frame["x"].tolist() == [1.0, 50.0, 3.0]
    assert panel.frame["year"].tolist() == [2020, 2021, 2020]
    assert dict(panel.waves) == {2020: "2020", 2021: "2021"}


def test_waves_written_as_words_become_numbers(table):
    raw = table("l", id=["1", "1"], quarter=["Q2 2011", "Q1 2011"], x=["5", "6"])
    words = Variable(name="quarter", recode={"Q1 2011": 1, "Q2 2011": 2})
    design = PanelDesign(person="id", wave="quarter")
    panel = assemble(design, [(WaveFile(layout="long", source="l"), raw)], [words], [])
    assert panel.frame["quarter"].tolist() == [1, 2]
    assert panel.frame["x"].tolist() == [6, 5]


def test_rows_are_people_where_nobody_is_named(table):
    design = PanelDesign(design="cross_sections")
    files = [(WaveFile(number=1, source="a"), table("a", x=["2", "1", "2"]))]
    panel = assemble(design, files, [], [])
    assert panel.frame["x"].tolist() == [2.0, 1.0, 2.0]
    assert list(panel.frame) == ["wave", "x"]


def test_groups_are_told_apart_by_their_level_and_occur_once(table):
    design = PanelDesign(design="groups", wave="year", levels={"state": "state"})
    file = WaveFile(layout="long", source="s")
    columns = {"state": ["AL", "AL"], "year": ["1982", "1983"], "rate": ["1", "2"]}
    panel = assemble(design, [(file, table("s", **columns))], [], [])
    assert panel.design.person == "state"
    with pytest.raises(DataError, match="1 group"):
        assemble(design, [(file, table("s", **{**columns, "year": ["1982", "1982"]}))], [], [])
    with pytest.raises(DocumentError, match="names the group"):
        assemble(PanelDesign(design="groups"), [(file, table("s", **columns))], [], [])


def test_waves_need_not_be_whole_numbers(table):
    file = WaveFile(layout="long", source="l")
    panel = assemble(PEOPLE, [(file, table("l", id=["1", "1"], wave=["1", "1.5"]))], [], [])
    assert panel.frame["wave"].tolist() == [1.0, 1.5]
    assert dict(panel.waves) == {1.0: "1", 1.5: "1.5"}


def test_the_date_has_one_name_whatever_the_files_call_it(table):
    files = [
        (WaveFile(number=1, source="a", date="day"), table("a", id=["1"], day=["2020-01-05"])),
        (
            WaveFile(number=2, source="b", date="when", date_format="%d/%m/%Y"),
            table("b", id=["1"], when=["06/02/2021"]),
        ),
    ]
    panel = assemble(PEOPLE, files, [], [])
    assert panel.date == "day"
    assert panel.frame["day"].tolist() == [pd.Timestamp("2020-01-05"), pd.Timestamp("2021-02-06")]


@pytest.mark.parametrize(
    ("entry", "design", "variables", "where"),
    [
        ({"person": "pid"}, PEOPLE, [], "waves[0].person"),
        ({"date": "day"}, PEOPLE, [], "waves[0].date"),
        ({}, PEOPLE, [Variable(name="agee")], "variables[0].columns"),
        ({}, PEOPLE, [Variable(name="x", columns={"1": "agee"})], "variables[0].columns"),
        ({}, PanelDesign(person="id", levels={"school": "sch"}), [], "panel.levels.school"),
    ],
)
def test_a_name_that_no_file_has_is_placed_and_the_nearest_told(
    table, entry, design, variables, where
):
    files = [(WaveFile(number=1, source="a", **entry), table("a", id=["1"], age=["7"]))]
    with pytest.raises(DocumentError) as caught:
        assemble(design, files, variables, [])
    assert caught.value.where == where
    assert "age" in caught.value.remedy or "id" in caught.value.remedy


def test_a_column_of_one_wave_alone_is_no_fault_but_a_named_one_is(table):
    files = [
        (WaveFile(number=1, source="a"), table("a", id=["1"], x=["1"])),
        (WaveFile(number=2, source="b"), table("b", id=["1"], z=["1"])),
    ]
    panel = assemble(PEOPLE, files, [Variable(name="x", columns={"1": "x", "4": "x4"})], [])
    assert panel.reasons["x"].tolist()[1] == "not in this file"
    with pytest.raises(DocumentError, match="of wave 2"):
        assemble(PEOPLE, files, [Variable(name="x", columns={"1": "x", "2": "zz"})], [])


def test_names_that_differ_in_capitals_are_refused_within_and_between_files(table):
    first = WaveFile(number=1, source="a")
    with pytest.raises(DataError, match="capital letters"):
        assemble(PEOPLE, [(first, table("a", id=["1"], Age=["1"], age=["1"]))], [], [])
    files = [
        (first, table("a", id=["1"], Age=["1"])),
        (WaveFile(number=2, source="b"), table("b", id=["1"], age=["1"])),
    ]
    with pytest.raises(DataError, match="capital letters"):
        assemble(PEOPLE, files, [], [])
    named = Variable(name="age", columns={"1": "Age", "2": "age"})
    assert list(assemble(PEOPLE, files, [named], []).frame) == ["id", "wave", "age"]


def test_values_out_of_range_stay_and_are_listed_until_decided(table):
    files = [
        (WaveFile(number=1, source="a"), table("a", id=["1", "2", "3"], age=["7", "70", "-99"]))
    ]
    age = Variable(name="age", range=(4, 12))
    panel = assemble(PEOPLE, files, [age], [])
    assert panel.frame["age"].tolist()[1] == 70
    assert finding(panel, "out_of_range").cells == ("a, row 3, column age",)
    kept = Decision(row={"id": "2"}, action="keep", column="age", reason="grandmother")
    assert "out_of_range" not in codes(assemble(PEOPLE, files, [age], [kept]))


def test_files_without_rows_are_refused(table):
    with pytest.raises(DataError, match="no rows"):
        assemble(PEOPLE, [(WaveFile(number=1, source="a"), table("a", id=[], x=[]))], [], [])


def test_blank_rows_are_left_out_and_counted(table):
    files = [
        (
            WaveFile(number=1, source="a", set={"k": 1.0}),
            table("a", id=["1", "", None], x=["2", " ", None]),
        )
    ]
    panel = assemble(PEOPLE, files, [], [])
    assert panel.frame["id"].tolist() == ["1"]
    assert finding(panel, "blank_rows").message == "Rows without any answer, left out: 2."
    assert [(left.reason, len(left.rows)) for left in panel.left] == [("No answer at all", 2)]


def test_rows_that_leave_are_told_by_the_first_reason(table):
    levels = PanelDesign(person="id", levels={"household": "h"})
    raw = table(
        "a",
        id=["1", "1", "2", "2", "3", "3", "I"],
        h=["A", "A", "B", "C", "D", "D", "A"],
        x=["1", "1", "5", "6", None, "7", "0"],
    )
    files = [(WaveFile(number=4, source="a"), raw)]
    decisions = [
        Decision(row={"id": "1"}, action="merge", reason="typed twice"),
        Decision(row={"id": "2", "x": "5"}, action="keep", reason="the first form"),
        Decision(row={"id": "3", "x": "7"}, action="drop", reason="a trial"),
        Decision(row={"id": "I"}, action="rename", value="1", reason="I for 1"),
        Decision(row={"x": "0"}, action="drop", reason="a trial"),
    ]
    panel = assemble(levels, files, [], decisions)
    told = {left.reason: left.rows for left in panel.left}
    assert {reason: rows["id"].tolist() for reason, rows in told.items()} == {
        "Dropped by a decision": ["3", "1"],
        "Same ID twice, another row kept": ["2"],
        "Same ID twice, merged into one": ["1"],
    }
    assert told["Same ID twice, another row kept"]["h"].tolist() == ["C"]
    assert all(rows["wave"].tolist() == [4.0] * len(rows) for rows in told.values())
    assert len(panel.frame) + sum(map(len, told.values())) == len(raw.frame)


def test_tables_given_are_left_as_they_are(table):
    raw = table("a", id=["1", "1"], x=["1", "-99"])
    before = raw.frame.copy()
    merge = Decision(row={"id": "1"}, action="merge", reason="twice")
    assemble(PEOPLE, [(WaveFile(number=1, source="a", set={"s": "t"}), raw)], [], [merge])
    pd.testing.assert_frame_equal(raw.frame, before)


def shuffled(raw, order):
    return replace(
        raw, frame=raw.frame.iloc[order].reset_index(drop=True), rows=raw.rows[np.array(order)]
    )


@settings(max_examples=20)
@given(st.data())
def test_the_panel_does_not_depend_on_the_order_of_files_or_rows(table, data):
    design = PanelDesign(person="id", levels={"household": "hh"}, missing={"-99": "refused"})
    files = [
        (
            WaveFile(number=1, source="a", set={"site": "J"}),
            table(
                "a",
                id=["1", "2", "2", "3"],
                hh=["x", "y", "y", "y"],
                q=["1", "", "-99", "3a"],
                w=["1", "2", "3", "4"],
            ),
        ),
        (
            WaveFile(number=1, source="m", set={"site": "M"}),
            table("m", id=["9"], hh=["z"], q=["0"], extra=["1"]),
        ),
        (
            WaveFile(number=2, source="b"),
            table("b", id=["3", "1", "7"], hh=["x", "x", "q"], Q2=["2", "1", "2"]),
        ),
        (
            WaveFile(number=1, source="h", table="household", join="hh"),
            table("h", hh=["x", "y", "u"], income=["10", "-99", "3"]),
        ),
    ]
    variables = [
        Variable(name="q", columns={"2": "Q2"}, recode={"2": {"1": 1, "2": 0}}, range=(0, 0))
    ]
    decisions = [
        Decision(wave=1, row={"id": "2"}, action="merge", reason="entered twice"),
        Decision(wave=2, row={"id": "7"}, action="rename", value="2", reason="mistyped"),
    ]
    expected = assemble(design, files, variables, decisions)
    moved = [
        (file, shuffled(raw, data.draw(st.permutations(range(len(raw.frame))))))
        for file, raw in data.draw(st.permutations(files))
    ]
    panel = assemble(design, moved, variables, data.draw(st.permutations(decisions)))
    pd.testing.assert_frame_equal(panel.frame, expected.frame)
    pd.testing.assert_frame_equal(panel.reasons, expected.reasons)
    assert panel.codebook == expected.codebook
    assert sorted(map(_without_order, panel.findings)) == sorted(
        map(_without_order, expected.findings)
    )


def _without_order(found):
    return (found.code, found.message, tuple(sorted(found.cells)))
