from __future__ import annotations

import pytest

from studytool.api import open_study
from studytool.core.spec import kinds
from studytool.gui.choices import choices_of
from studytool.gui.new_models import needed, with_model_of
from studytool.models import estimators
from studytool.models.spec import ModelSpec
from tests.small_study import write_study

METHODS = kinds(ModelSpec, estimators)


@pytest.fixture
def study(tmp_path):
    return open_study(write_study(tmp_path))


@pytest.mark.parametrize("kind", list(METHODS))
def test_a_model_of_every_method_takes_the_question_over(study, kind):
    choices = choices_of(study, None)
    more = with_model_of(study, choices, study.models[0], METHODS[kind])
    made = more.models[-1]
    assert type(made) is METHODS[kind]
    assert made.outcome == study.models[0].outcome
    assert made.name in [name for table in more.tables for name in table.uses()]


@pytest.mark.parametrize("kind", list(METHODS))
def test_every_field_a_method_needs_has_a_first_value(study, kind):
    made = needed(METHODS[kind], study, choices_of(study, None))
    own = set(METHODS[kind].model_fields) - set(ModelSpec.model_fields)
    required = {name for name in own if METHODS[kind].model_fields[name].is_required()}
    assert required - {"kind"} <= set(made)


@pytest.mark.parametrize("kind", list(METHODS))
def test_every_method_says_its_question_and_when_it_is_right(kind):
    member = METHODS[kind]
    assert member.question.endswith("?")
    assert all((member.compares, member.right_when, member.wrong_when))
