from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytool.core.counted import portion
from studytool.core.findings import Finding, by_weight

NOTE = Finding("note", "a", "A.")
WARNING = Finding("warning", "b", "B.")
ERROR = Finding("error", "c", "C.")


def test_the_word_is_that_of_the_window():
    assert [one.word for one in (NOTE, WARNING, ERROR)] == ["Note", "Caution", "Serious"]


def test_placing_changes_the_place_only_and_only_where_there_is_none():
    placed = WARNING.placed("models[0]")
    assert placed.where == "models[0]"
    assert dataclasses.replace(placed, where="") == WARNING
    assert placed.placed("tables[0]") == placed


def test_the_serious_come_first_and_the_order_given_is_kept_otherwise():
    second = Finding("warning", "d", "D.")
    ordered = by_weight([NOTE, second, ERROR, WARNING, NOTE])
    assert ordered == (ERROR, second, WARNING, NOTE)


@given(st.lists(st.sampled_from([NOTE, WARNING, ERROR])))
def test_each_finding_stands_once_and_none_is_lost(findings):
    ordered = by_weight(findings)
    assert sorted(one.code for one in ordered) == sorted({one.code for one in findings})
    assert by_weight(ordered) == ordered


def test_a_finding_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        NOTE.level = "error"


def test_outside_the_team_a_finding_tells_no_small_count():
    words, counts = portion(3, 59, "people", end=" (5 %)")
    lost = Finding("warning", "attrition", f"{words} left.", remedy=f"Ask {words}.", counts=counts)
    outside = lost.told(5)
    assert outside.message == "Fewer than 5 of 59 people left."
    assert outside.remedy == "Ask fewer than 5 of 59 people."
    assert outside.counts == ()
    assert lost.told(2).message == lost.message
    named = dataclasses.replace(lost, message=f"ANCOVA: {lost.message}")
    assert named.told(5).message == "ANCOVA: fewer than 5 of 59 people left."
