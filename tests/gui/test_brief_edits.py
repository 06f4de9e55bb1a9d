from __future__ import annotations

import pytest

from studytool.api import open_study
from studytool.gui.brief_edits import (
    block_words,
    moved_block,
    result_place,
    started,
    turned,
    with_new_block,
    without_block,
)
from studytool.gui.edits import changed
from studytool.roi import blocks


@pytest.fixture
def study(sample_study_path):
    return open_study(sample_study_path)


def test_hiding_twice_is_no_change(study):
    hidden = turned(study, 3)
    assert hidden.brief.blocks[3].hidden
    assert "hidden = true" in hidden.to_toml()
    assert turned(hidden, 3) == study


def test_moving_there_and_back_is_no_change(study):
    assert moved_block(moved_block(study, 2, 5), 5, 2) == study
    assert moved_block(study, 0, -1) == study


def test_adding_and_removing_is_no_change(study):
    assert without_block(with_new_block(study, 4, blocks.Heading(text="So")), 4) == study


def test_a_brief_that_is_started_can_be_made(study):
    made = started(changed(study, brief=None))
    assert made.brief.title == study.title
    assert {"returns", "t_safety"} <= {getattr(one, "table", "") for one in made.brief.blocks}


def test_blocks_are_called_by_their_words(study):
    one = blocks.Text(text="It cost {roi.cost|money} in all.")
    assert block_words(one, study) == ("It cost … in all.", "text, 1 number")
    assert block_words(blocks.TableBlock(table="returns"), study)[0] == "Value for money"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("offer.offered.estimate", "models[2]"),
        ("safety.safety_risk[3].value", "analyses[0]"),
        ("roi.cost", "roi"),
        ("gone.x", ""),
    ],
)
def test_a_number_leads_to_its_result(study, name, place):
    assert result_place(study, name) == place
