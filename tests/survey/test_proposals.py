from __future__ import annotations

import pytest

from studytool.survey.contents import contents_of
from studytool.survey.proposals import accepted, proposals_of, rows_with_proposals
from studytool.survey.wave import WaveFile
from studytool.survey.wave_grid import opened_waves, wave_grid
from tests.survey.wave_files import DESIGN, table, waves_with


@pytest.fixture
def waves():
    return waves_with()


def test_proposals_even_out_names_and_codes(waves):
    proposals = proposals_of(waves)
    assert proposals["cg_worry"].takes == ("worried",)
    assert proposals["cg_worry"].variable.columns == {"1": "cg_worry", "2": "worried"}
    assert proposals["violence"].variable.recode == {"2": {"1": 1.0, "2": 0.0}}
    assert proposals["violence"].words == "1 → 1 yes, 2 → 0 no"
    assert proposals["income"].missing == {"-99": "no answer"}
    assert "child" not in proposals


def test_a_proposal_is_seen_in_its_wave_and_takes_the_other_row(waves):
    rows = rows_with_proposals(wave_grid(waves), proposals_of(waves))
    found = {row.name: row for row in rows}
    assert "worried" not in found
    assert found["cg_worry"].cells[1].column == "worried"
    assert found["violence"].cells[1].words == "coded 1, 2"
    assert found["income"].cells[0].words == "code −99"


def test_accepted_proposals_leave_nothing_to_propose(waves):
    variables, design = accepted(proposals_of(waves).values(), (), DESIGN)
    assert design.missing == {"-99": "no answer"}
    assert DESIGN.missing == {}
    again = waves_with(variables, design)
    assert proposals_of(again) == {}
    assert contents_of(again, "violence", 2.0).becomes == {"1": "1", "2": "0", "8": "not asked"}


def test_a_negative_number_that_is_no_code_is_left_alone():
    frame = table("w.xlsx", {"child": ["a", "b"], "change": [-3.0, -99.0]})
    opened = opened_waves(DESIGN, [(WaveFile(number=1, source="w.xlsx"), frame)], ())
    assert proposals_of(opened) == {}


def test_items_told_apart_by_their_number_alone_are_never_taken_for_one():
    first = table("w1.xlsx", {"child": ["a", "b"], "diff_01": [0.0, 1.0]})
    second = table("w2.xlsx", {"child": ["a", "b"], "diff_02": [0.0, 1.0]})
    files = [
        (WaveFile(number=1, source="w1.xlsx"), first),
        (WaveFile(number=2, source="w2.xlsx"), second),
    ]
    assert proposals_of(opened_waves(DESIGN, files, ())) == {}
