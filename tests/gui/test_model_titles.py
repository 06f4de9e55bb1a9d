from __future__ import annotations

import pytest

from studytool.api import open_study
from studytool.gui import edits
from studytool.gui.choices import choices_of
from studytool.gui.model_edits import with_model, with_new_model
from studytool.gui.model_titles import title_of_model, with_titles
from tests.small_study import write_study


@pytest.fixture
def study(tmp_path):
    study = open_study(write_study(tmp_path))
    return with_new_model(study, choices_of(study, None), study.models[0])


def other_outcome(study):
    """Return the last model with another outcome than it has."""
    model, choices = study.models[-1], choices_of(study, None)
    taken = {model.outcome, *model.treatments}
    name = next(one.name for one in choices.variables if one.name not in taken)
    return model.model_copy(update={"outcome": name})


def asked(study, model):
    before = study.models[-1]
    changed = with_model(study, len(study.models) - 1, model)
    return with_titles(changed, before, model, choices_of(study, None))


def test_a_title_of_the_program_follows_the_outcome(study):
    assert study.tables[-1].title == title_of_model(study.models[-1], choices_of(study, None))
    model = other_outcome(study)
    after = asked(study, model)
    assert after.tables[-1].title == title_of_model(model, choices_of(study, None))
    assert after.tables[-1].title != study.tables[-1].title
    assert after.tables[:-1] == study.tables[:-1]


def test_a_title_that_a_person_typed_stays(study):
    typed = study.tables[-1].model_copy(update={"title": "Did it help?"})
    typed_study = edits.changed(study, tables=(*study.tables[:-1], typed))
    after = asked(typed_study, other_outcome(typed_study))
    assert after.tables[-1].title == "Did it help?"


def test_another_edit_changes_no_title(study):
    model = study.models[-1].model_copy(update={"level": 0.9})
    assert asked(study, model).tables == study.tables
