from __future__ import annotations

import pytest

from studytool.api import open_study
from studytool.core.errors import DocumentError
from studytool.gui import edits
from studytool.gui.choices import Choices, choices_of
from studytool.gui.family_form import recast
from studytool.gui.model_edits import (
    free_name,
    users_of,
    with_assignment,
    with_copy,
    with_model,
    with_new_model,
    without_model,
)
from studytool.models.estimators.paired import Paired
from studytool.models.spec import Assignment
from studytool.report.tables.paired import PairedTable
from studytool.study import Study, parse_study
from tests.small_study import write_study


@pytest.fixture
def study(tmp_path):
    return open_study(write_study(tmp_path))


@pytest.fixture(scope="module")
def sample(sample_study_path):
    return open_study(sample_study_path)


def place(study, name):
    return [model.name for model in study.models].index(name)


def test_everything_that_names_a_model_follows_it_to_its_new_name(sample):
    at = place(sample, "offer")
    renamed = with_model(sample, at, sample.models[at].model_copy(update={"name": "by_offer"}))
    text = renamed.to_toml()
    assert "{by_offer.offered.estimate" in text
    assert "{offer." not in text
    assert '"offer"' not in text
    assert "offer_did" in text
    assert users_of(renamed, "by_offer") == users_of(sample, "offer")


def test_the_value_for_money_follows_too(sample):
    at = place(sample, "offer_cases")
    renamed = with_model(sample, at, sample.models[at].model_copy(update={"name": "cases"}))
    assert renamed.roi.effect == "cases.offered"


def test_a_name_that_is_taken_is_refused(sample):
    with pytest.raises(DocumentError, match="given 2 times"):
        with_model(sample, 0, sample.models[0].model_copy(update={"name": "naive"}))


def test_a_table_of_one_model_changes_with_its_kind(study):
    paired = with_model(study, 0, recast(study.models[0], Paired))
    assert isinstance(paired.tables[0], PairedTable)
    back = with_model(paired, 0, study.models[0])
    assert back.tables[0].kind_name() == "regression"


def test_a_new_model_is_shown_in_a_table_of_its_own(study):
    choices = choices_of(study, None)
    more = with_new_model(study, choices, study.models[0])
    assert more.models[-1].name == "model"
    assert more.models[-1].outcome == "score"
    assert more.tables[-1].uses() == ("model",)
    first = with_new_model(study, choices, None)
    assert first.models[-1].treatment == "visited"


def test_a_model_of_nothing_is_refused_with_a_remedy():
    with pytest.raises(DocumentError) as told:
        with_new_model(Study(title="New"), Choices(), None)
    assert "link a service" in told.value.remedy


def test_a_copy_has_a_name_and_a_table_of_its_own(study):
    more = with_copy(study, 0)
    assert [model.name for model in more.models] == ["effect", "effect_2"]
    assert more.tables[-1].uses() == ("effect_2",)


def test_a_deleted_model_leaves_the_tables_that_show_others(sample):
    bare = edits.changed(sample, brief=None, roi=None)
    fewer = without_model(bare, place(bare, "offer_schools"))
    chart = next(chart for chart in fewer.charts if chart.name == "f_effects")
    assert chart.uses() == ("visits", "offer_did", "offer")


def test_a_deleted_model_takes_the_tables_that_show_it_alone(study):
    fewer = without_model(study, 0)
    assert fewer.models == ()
    assert fewer.tables == ()


def test_what_the_brief_rests_on_is_not_deleted(sample):
    assert users_of(sample, "offer_cases")[-2:] == ("the value for money", "the brief")
    with pytest.raises(DocumentError, match="value for money and the brief"):
        without_model(sample, place(sample, "offer_cases"))


def test_how_people_were_chosen_is_added_replaced_and_taken_back(study):
    entry = Assignment(exposure="visited", rule="self")
    said = with_assignment(study, entry, before=None)
    assert said.assignment == (entry,)
    other = entry.model_copy(update={"rule": "random"})
    assert with_assignment(said, other, before=entry).assignment == (other,)
    assert with_assignment(said, None, before=entry).assignment == ()
    assert with_assignment(study, None, before=None) is study


def test_names_are_counted_up():
    assert free_name("model", ["other"]) == "model"
    assert free_name("model_2", ["model_2", "model_3"]) == "model_4"


def test_a_family_loses_the_model_that_goes_and_then_itself(sample):
    family = next(iter(sample.families))
    first, *others = family.members
    assert f"“{family.name}”" in users_of(sample, others[0])
    bare = edits.changed(sample, roi=None, brief=None)
    names = [model.name for model in bare.models]
    less = without_model(bare, names.index(others[0]))
    assert all(others[0] not in one.members for one in less.families)
    if len(others) == 1:
        assert family.name not in [one.name for one in less.families]
    else:
        assert first in next(one for one in less.families if one.name == family.name).members


def with_sensitivity(study):
    text = study.to_toml() + (
        '\n[[sensitivity]]\nname = "schools"\nkind = "leave_one_out"\nmodel = "effect"\n'
        'level = "score"\n\n[[tables]]\nname = "t9"\nkind = "sensitivity"\n'
        'sensitivity = "schools"\n'
    )
    return parse_study(text, folder=study.folder, source="study.toml")


def test_what_puts_a_model_to_the_test_follows_it_and_goes_with_it(study):
    tested = with_sensitivity(study)
    assert "“schools”" in users_of(tested, "effect")
    renamed = with_model(tested, 0, tested.models[0].model_copy(update={"name": "other"}))
    assert renamed.sensitivity[0].model == "other"
    gone = without_model(tested, 0)
    assert gone.sensitivity == ()
    assert [table.name for table in gone.tables if table.name == "t9"] == []
