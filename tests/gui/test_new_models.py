from __future__ import annotations

import re

import pytest

from studytool.api import library, open_study
from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.core.spec import kinds
from studytool.gui.choices import choices_of
from studytool.gui.new_models import needed, with_model_of
from studytool.gui.plain_words import plainly
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
    assert made.name in [name for table in more.tables for name in table.uses()]


@pytest.mark.parametrize("kind", list(METHODS))
def test_every_field_a_method_needs_has_a_first_value(study, kind):
    made = needed(METHODS[kind], study, choices_of(study, None))
    own = set(METHODS[kind].model_fields) - set(ModelSpec.model_fields)
    required = {name for name in own if METHODS[kind].model_fields[name].is_required()}
    assert required - {"kind"} <= set(made)


@pytest.mark.parametrize("kind", list(METHODS))
def test_a_model_of_every_method_of_the_sample_study_has_the_outcome_it_is_for(kind):
    sample = open_study(library()["cop_johannesburg"])
    choices = choices_of(sample, None)
    like = sample.models[0]
    made = with_model_of(sample, choices, like, METHODS[kind]).models[-1]
    if METHODS[kind].outcome_is == "yes_no":
        assert made.outcome == "high_difficulties"
    else:
        assert made.outcome == like.outcome
    assert made.where == like.where


REFUSED = {
    "fe_logit": "predicted perfectly",
    "goodman_bacon": "misses a wave",
    "synthetic_did": "begins at several waves",
}
"""Methods that have no answer on the sample, and why."""


@pytest.mark.parametrize("kind", list(METHODS))
def test_a_model_of_every_method_answers_or_says_in_plain_words_why_not(kind, sample_run):
    study = sample_run.study
    choices = choices_of(study, sample_run)
    model = with_model_of(study, choices, study.models[0], METHODS[kind]).models[-1]
    try:
        result = model.fit(sample_run.link.panel, seed=1, progress=Silent())
    except ModelError as error:
        said = plainly(f"{error.what} {error.why} {error.remedy}")
        assert REFUSED[kind] in said
        assert not re.search(r"[a-z_]+ = |\[\[|`", said), said
    else:
        assert all(result.estimates[term].std_error > 0 for term in result.shown[:1])


def test_a_discontinuity_starts_where_the_rule_was():
    sample = open_study(library()["cop_johannesburg"])
    made = with_model_of(sample, choices_of(sample, None), sample.models[0], METHODS["rd"])
    model = made.models[-1]
    assert (model.running, model.cutoff, model.running_wave) == ("difficulties", 17, 1)
    assert model.treatments == ()


def test_an_amount_is_what_a_dose_needs_and_a_path_is_drawn():
    sample = open_study(library()["cop_johannesburg"])
    choices, like = choices_of(sample, None), sample.models[0]
    dose = with_model_of(sample, choices, like, METHODS["dose_response"]).models[-1]
    assert dose.treatments == ("visits",)
    events = with_model_of(sample, choices, like, METHODS["event_study"])
    assert events.charts[-1].uses() == (events.models[-1].name,)
    assert len(events.charts) == len(sample.charts) + 1


@pytest.mark.parametrize("kind", list(METHODS))
def test_every_method_says_its_question_and_when_it_is_right(kind):
    member = METHODS[kind]
    assert member.question.endswith("?")
    assert all((member.compares, member.right_when, member.wrong_when))
