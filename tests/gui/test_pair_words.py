from __future__ import annotations

from studytool.gui.pair_words import (
    decided_words,
    differ_words,
    edit_words,
    head_words,
    place_words,
    proposal_words,
    row_name,
    ways_for,
)
from studytool.survey.decisions import Decision
from studytool.survey.pairs import Pair, PairRow


def pair(*rows, table="child", source="w.csv", stays=()):
    made = tuple(
        PairRow(source, 2 + place, cells, ("",) * len(cells), stays=not stays or stays[place])
        for place, cells in enumerate(rows)
    )
    names = tuple("abcdef"[: len(rows[0])])
    return Pair("id", "X-1", 1.0, "2020", table, names, names, made, (0,), settled=True)


def test_the_figure_says_how_the_rows_differ():
    assert differ_words(pair(("1", "2"), ("1", "2"))) == "All 2 answers are alike."
    assert differ_words(pair(("1", "2"), ("1", ""))) == "1 of 2 answers differs: 1 is empty in one."
    mixed = pair(("1", "2", "", ""), ("3", "4", "5", "6"))
    assert differ_words(mixed) == (
        "4 of 4 answers differ: 2 say different things and 2 are empty in one."
    )


def test_the_proposal_says_why():
    assert "nothing is lost" in proposal_words(pair(("1",), ("1",)))
    assert "nowhere say different things" in proposal_words(pair(("1", ""), ("1", "2")))
    assert "keep the second, for it has the most answers (2)" in proposal_words(
        pair(("1", ""), ("3", "2"))
    )
    assert "keep the first, for each has as many" in proposal_words(pair(("1",), ("2",)))


def test_three_rows_have_a_way_each():
    texts = [way.text for way in ways_for(pair(("1",), ("2",), ("3",)))]
    assert texts == [
        "Keep the first",
        "Keep the second",
        "Keep the third",
        "Merge (fill gaps)",
        "They are two children",
    ]
    assert row_name(7) == "row 8 of them"


def test_a_household_is_no_child():
    assert ways_for(pair(("1",), ("2",), table="household"))[-1].text == "They are two"


def test_places_name_each_file_once():
    assert place_words(pair(("1",), ("2",))) == "w.csv, rows 2 and 3"


def test_what_was_decided_names_the_row_and_the_reason():
    drop = Decision(row={"id": "X-1"}, action="drop", reason="a trial")
    merge = Decision(row={"id": "X-1"}, action="merge", reason="typed twice")
    kept = pair(("1",), ("2",), stays=(True, False))
    assert decided_words(kept, [drop]) == "Decided: row 2 kept, because: a trial."
    assert head_words(kept) == ("First: row 2", "Second: row 3, left out")
    assert decided_words(pair(("1",), ("2",)), [merge]) == (
        "Decided: merged into one row, because: typed twice."
    )


def test_the_history_names_nobody():
    told = [edit_words(pair(("9",), ("8",)), way) for way in ways_for(pair(("9",), ("8",)))]
    assert told[0] == "same ID twice in 2020, w.csv row 2: first row kept"
    assert not any("X-1" in one or "9" in one or "8" in one for one in told)
