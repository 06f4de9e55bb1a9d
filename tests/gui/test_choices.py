from __future__ import annotations

from studytool.api import open_study, run
from studytool.gui import edits
from studytool.gui.choices import Choice, choices_of, takes_names
from studytool.survey.derive import Derived
from tests.small_study import write_study


def test_before_a_run_the_document_says_what_can_be_named(tmp_path):
    choices = choices_of(open_study(write_study(tmp_path)), None)
    assert [one.name for one in choices.variables] == ["score", "log_size"]
    assert choices.services == (Choice("visited", "Visited", "Service"),)
    assert choices.levels == (Choice("household", "Family", "Level"),)
    assert choices.waves == {1.0: "2020", 2.0: "2021"}


def test_a_run_knows_every_column_but_the_keys(tmp_path):
    study = open_study(write_study(tmp_path))
    names = [one.name for one in choices_of(study, run(study)).variables]
    assert "size" in names
    assert "child" not in names
    assert "visited" not in names


def test_a_variable_added_since_the_run_is_there_and_a_deleted_one_is_not(tmp_path):
    study = open_study(write_study(tmp_path))
    ran = run(study)
    more = edits.added(study, "derived", Derived(name="twice", expression="2 * score"))
    assert "twice" in [one.name for one in choices_of(more, ran).variables]
    fewer = edits.without_item(study, "derived", 0)
    assert "log_size" not in [one.name for one in choices_of(fewer, ran).variables]


def test_a_label_edited_since_the_run_is_shown(tmp_path):
    study = open_study(write_study(tmp_path))
    renamed = study.variables[0].model_copy(update={"label": "Difficulties"})
    edited = edits.with_item(study, "variables", 0, renamed)
    assert choices_of(edited, run(study)).label("score") == "Difficulties"


def test_fields_choose_from_their_own_lists(tmp_path):
    choices = choices_of(open_study(write_study(tmp_path)), None)
    assert choices.for_field("models", "treatment")[0].name == "visited"
    assert [one.name for one in choices.for_field("models", "cluster")][:3] == [
        "person",
        "wave",
        "household",
    ]
    assert choices.for_field("rules", "unit") == ()
    assert takes_names("analyses", "unit")
    assert not takes_names("models", "where")
