from __future__ import annotations

import pytest

from studytool.core.errors import DocumentError
from studytool.report.disclosure import Released
from studytool.report.small_cells import Spot, rule, ruling_findings, ruling_notes, small
from studytool.report.table import Cell


@pytest.mark.parametrize(
    ("count", "base", "hidden"),
    [
        (0, 45, False),
        (1, 45, True),
        (4, 45, True),
        (5, 45, False),
        (10, 123, False),
        (40, 45, False),
        (41, 45, True),
        (44, 45, True),
        (45, 45, False),
        (2, 4, True),
        (0, 4, True),
        (4, 4, True),
        (0, 0, False),
        (None, 4, True),
        (None, 5, False),
        (3, None, True),
        (None, None, False),
    ],
)
def test_what_is_small(count, base, hidden):
    assert small(Cell(0.5, count=count, base=base), 5) is hidden


def test_a_minimum_of_one_hides_nothing():
    assert not small(Cell(1, count=1, base=2), 1)


def spots():
    return [
        Spot((0, 0), "Harsh, 2020", {"variable": "harsh", "wave": "1"}, Cell(count=10, base=45)),
        Spot((0, 1), "Harsh, 2022", {"variable": "harsh", "wave": "3"}, Cell(count=1, base=45)),
        Spot((0, 2), "Harsh, 2022", {"variable": "harsh", "wave": "3"}, Cell(count=1, base=45)),
    ]


def entry(**cell):
    return Released(table="t", cell=cell, reason="published in the source brief")


def test_a_place_with_several_cells_is_hidden_and_told_once():
    ruling = rule("t", spots(), 5, [])
    assert [spot.place for spot in ruling.hidden] == [(0, 1), (0, 2)]
    assert ruling_notes(ruling, what="cell")[0].startswith("1 cell hidden because fewer than 5")
    (found,) = ruling_findings(ruling)
    assert (found.level, found.code) == ("note", "cell_suppressed")
    assert '"t", Harsh, 2022' in found.message


@pytest.mark.parametrize("wave", [3, 3.0, "3"])
def test_a_released_cell_is_shown_and_says_why(wave):
    ruling = rule("t", spots(), 5, [entry(wave=wave)])
    assert ruling.hidden == ()
    (found,) = ruling_findings(ruling)
    assert found.code == "cell_released"
    assert "published in the source brief" in found.message
    assert ruling_notes(ruling, what="cell") == (
        "Shown although fewer than 5 people: Harsh, 2022 (published in the source brief).",
    )


def test_a_release_of_another_table_is_not_ours():
    other = Released(table="other", cell={"nonsense": 1}, reason="x")
    assert len(rule("t", spots(), 5, [other]).hidden) == 2


def test_a_release_that_releases_nothing_is_told():
    ruling = rule("t", spots(), 5, [entry(wave=1)])
    assert len(ruling.hidden) == 2
    found = [each for each in ruling_findings(ruling) if each.code == "release_needless"]
    assert [each.where for each in found] == ["released[0]"]


def test_a_release_of_no_cell_is_an_error_with_a_suggestion():
    with pytest.raises(DocumentError) as caught:
        rule("t", spots(), 5, [entry(variable="harch")])
    assert caught.value.where == "released[0].cell"
    assert 'Did you mean "harsh"?' in caught.value.remedy


def test_a_release_by_an_unknown_key_is_an_error_with_a_suggestion():
    with pytest.raises(DocumentError) as caught:
        rule("t", spots(), 5, [entry(waves=3)])
    assert caught.value.where == "released[0].cell.waves"
    assert 'Did you mean "wave"?' in caught.value.remedy
