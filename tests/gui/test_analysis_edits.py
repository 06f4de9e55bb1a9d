from __future__ import annotations

import pytest

from studytool.api import open_study
from studytool.core.errors import DocumentError
from studytool.gui import edits
from studytool.gui.analysis_edits import with_analysis, with_copy, with_new_analysis
from studytool.gui.choices import Choices, choices_of
from studytool.gui.document import new_study
from tests.small_study import write_study


@pytest.fixture
def study(tmp_path):
    return open_study(write_study(tmp_path))


def test_a_share_of_a_variable_with_named_values_says_of_which(sample_study_path, sample_run):
    study = open_study(sample_study_path)
    study = edits.changed(study, measures=study.measures[1:2])
    choices = choices_of(sample_run.study, sample_run)
    name = study.measures[0].name
    made = with_new_analysis(study, choices).analyses[-1]
    assert made.variables == [name]
    if choices.bands.get(name):
        assert made.statistic == "percent"
        assert made.level[name] in choices.bands[name].values()


def test_nothing_can_be_described_where_there_is_nothing():
    with pytest.raises(DocumentError, match="nothing to describe"):
        with_new_analysis(new_study(), Choices())


def test_a_copy_has_a_name_and_a_table_of_its_own(study):
    made = with_copy(study, 0)
    assert [one.name for one in made.analyses] == ["levels", "levels_2"]
    assert made.tables[-1].uses() == ("levels_2",)
    assert made.tables[-1].name != made.tables[0].name


def test_a_new_name_is_taken_over_by_tables(study):
    study = with_copy(study, 0)
    renamed = study.analyses[1].model_copy(update={"name": "scores"})
    made = with_analysis(study, 1, renamed)
    assert made.tables[-1].uses() == ("scores",)
    assert made.tables[0] == study.tables[0]
