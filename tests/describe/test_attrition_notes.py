from __future__ import annotations

import pytest

from studytool.describe.attrition_notes import attrition_findings, attrition_notes


def lost(*groups):
    return [
        {"variable": "lost", "group": group, "count": count, "n": n} for group, count, n in groups
    ]


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, ""), (5, ""), (6, "over 5 %"), (20, "over 5 %"), (21, "over 20 %")],
)
def test_losses_are_graded_at_five_and_twenty_percent(count, words):
    found = attrition_findings(lost(("", count, 100)))
    assert [one.code for one in found] == (["attrition"] if words else [])
    assert all(words in one.message and one.level == "warning" for one in found)


def test_the_published_attrition_is_told():
    (found,) = attrition_findings(lost(("", 39, 162)))
    assert "39 of 162 people met at the first wave (24.1 %)" in found.message


def test_groups_that_lose_differently_are_told_apart():
    found = attrition_findings(lost(("all", 4, 100), ("No", 1, 50), ("Yes", 4, 50)))
    assert [one.code for one in found] == ["attrition_differs"]
    assert "No 2.0 %, Yes 8.0 %" in found[0].message
    assert attrition_findings(lost(("all", 4, 100), ("No", 2, 50), ("Yes", 2, 50))) == ()


def test_a_group_without_people_is_left_out():
    assert attrition_findings(lost(("all", 0, 10), ("a", 0, 10), ("b", 0, None))) == ()


def test_notes_tell_what_is_compared_only_where_something_is():
    alone = " ".join(attrition_notes(confidence=0.95, compared=False, where=""))
    assert "Wilson" in alone
    assert "Welch" not in alone
    told = attrition_notes(confidence=0.95, compared=True, where="wave < 3")
    assert "Welch" in " ".join(told)
    assert told[-1] == "Rows: wave < 3."
