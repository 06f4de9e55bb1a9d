from __future__ import annotations

import dataclasses

import pytest

from studytool.core.errors import DocumentError
from studytool.describe.sample import column_for, people_of, select
from studytool.survey.design import PanelDesign


def test_everyone_is_everyone(panel):
    sample = select(panel, where="", sample="all")
    assert (len(sample.frame), sample.people, sample.waves) == (11, 5, (1, 2, 3))


def test_tracked_are_those_met_at_every_wave(panel):
    sample = select(panel, where="", sample="tracked")
    assert set(sample.frame["child_id"]) == {"ann", "ben", "cleo"}
    assert (sample.people, sample.people_before) == (3, 5)


def test_tracking_goes_by_the_waves_that_the_condition_keeps(panel):
    sample = select(panel, where="wave != 2 and site == 'Moutse'", sample="tracked")
    assert sample.waves == (1, 3)
    assert set(sample.frame["child_id"]) == {"cleo"}
    once = select(panel, where="wave == 3", sample="tracked")
    assert once.people == 4


def test_a_condition_that_is_missing_keeps_no_row(panel):
    assert len(select(panel, where="exposed == 1", sample="all").frame) == 6
    assert len(select(panel, where="not exposed == 1", sample="all").frame) == 4


def test_a_condition_may_look_at_other_waves(panel):
    sample = select(panel, where="first(risk) == 2", sample="all")
    assert set(sample.frame["child_id"]) == {"ann", "cleo"}


def test_nobody_can_be_tracked_without_a_name(panel):
    nameless = dataclasses.replace(panel, design=PanelDesign(design="cross_sections"))
    with pytest.raises(DocumentError, match="no column names them"):
        select(nameless, where="", sample="tracked")
    assert people_of(nameless).nunique() == 11


def test_a_wave_has_its_label_or_its_number(panel):
    sample = select(panel, where="", sample="all")
    assert sample.wave_label(2.0) == "2021"
    assert sample.wave_label(2.5) == "2.5"


def test_a_level_stands_for_its_column(panel):
    assert column_for(panel, "household") == "hh_id"
    assert column_for(panel, "site") == "site"
    with pytest.raises(DocumentError) as caught:
        column_for(panel, "houshold")
    assert caught.value.remedy == 'Did you mean "household"?'
