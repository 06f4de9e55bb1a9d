"""Edits of variables: what names one follows it, and a new one begins with something sound."""

from __future__ import annotations

import pytest

from studytool.api import open_study, run
from studytool.core.errors import DocumentError
from studytool.gui.choices import Choices, choices_of
from studytool.gui.document import new_study
from studytool.gui.variable_edits import (
    following,
    items_for,
    names_of_columns,
    users_of_variable,
    with_computed,
    with_copy,
    with_new_derived,
    with_new_score,
)
from tests.small_study import write_study


@pytest.fixture
def study(tmp_path):
    return open_study(write_study(tmp_path))


@pytest.fixture(scope="module")
def sample(sample_study_path):
    return open_study(sample_study_path)


def renamed(study, group, name, new):
    place = [one.name for one in getattr(study, group)].index(name)
    item = getattr(study, group)[place].model_copy(update={"name": new})
    return with_computed(study, group, place, item)


def test_everything_that_names_a_variable_is_a_user(sample):
    users = users_of_variable(sample, "offered")
    assert "how people were chosen" in users
    assert "the model “Offer, ANCOVA”" in users
    assert "the table “Mean difficulties by whether the family was offered home visits”" in users
    assert "the model “Visits, fixed effects”" not in users
    assert "the variable “high_difficulties”" in users_of_variable(sample, "difficulties")


def test_a_name_within_another_name_is_no_use(sample):
    assert not [user for user in users_of_variable(sample, "visit") if "model" in user]


def test_the_table_whose_condition_names_it_is_a_user(sample):
    named = "the table “Harsh discipline in families who came to Sihleng'imizi”"
    assert named in users_of_variable(sample, "fsp_family")


def test_a_score_under_another_name_gives_the_same_results(sample, sample_run):
    made = renamed(sample, "measures", "safety_risk", "danger")
    made = renamed(made, "derived", "high_difficulties", "many_difficulties")
    assert "safety_risk" not in made.to_toml().replace("high_safety_risk", "")
    assert "{safety.danger[1].value|percent}" in made.to_toml()
    assert made.analyses[0].level == {"danger": "high"}
    again = run(made)
    for name, before in sample_run.results.items():
        assert {*again.results[name].estimates.values()} == {*before.estimates.values()}, name
    assert len(again.findings) == len(sample_run.findings)


def test_a_name_that_another_variable_has_is_refused_at_its_field(study):
    with pytest.raises(DocumentError, match="another variable") as raised:
        renamed(study, "derived", "log_size", "visited")
    assert raised.value.where == "derived[0].name"


def test_a_new_score_begins_with_items_numbered_alike(sample, sample_run):
    choices = choices_of(sample, sample_run)
    without = sample.model_copy(update={"measures": (), "derived": ()})
    assert items_for(without, choices)[:2] == ("diff_01", "diff_02")
    made, name = with_new_score(sample, choices)
    assert made.measures[-1].name == name
    used = {item for one in sample.measures for item in one.inputs()}
    assert not used & set(made.measures[-1].items)


def test_a_new_variable_and_a_copy_have_names_of_their_own(study):
    choices = choices_of(study, run(study))
    made, name = with_new_derived(study, choices)
    assert run(made).panel.codebook[name].label.endswith(", computed")
    copied, other = with_copy(made, "derived", 1)
    assert {name, other} <= names_of_columns(copied)
    assert [one.name for one in copied.derived] == ["log_size", name, other]


def test_without_files_there_is_nothing_to_compute_from():
    with pytest.raises(DocumentError, match="nothing to compute from"):
        with_new_score(new_study(), Choices())


def test_what_puts_a_model_to_the_test_follows_a_variable_to_its_new_name(sample):
    tested = sample.sensitivity[0].model_copy(update={"benchmarks": ("high_difficulties",)})
    study = sample.model_copy(update={"sensitivity": (tested,)})
    assert any("sensitivity analysis" in user for user in users_of_variable(
        study, "high_difficulties"
    ))  # fmt: skip
    parts = following(study, "high_difficulties", "many")
    assert parts["sensitivity"][0].benchmarks == ("many",)
