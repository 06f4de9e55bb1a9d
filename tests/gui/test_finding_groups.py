from __future__ import annotations

import pytest

from studytool.core.findings import Finding
from studytool.gui.finding_groups import grouped, place_title, to_mind


def lost(where, message="Some are lost.", level="warning"):
    return Finding(level, "attrition", message, where)


def test_one_sort_of_one_level_is_one_group_and_the_serious_come_first(sample_run):
    study = sample_run.study
    groups = grouped(
        [lost("models[1]"), lost("roi", "More are lost."), lost("models[0]", level="error")], study
    )
    assert [(one.findings[0].level, len(one.findings)) for one in groups] == [
        ("error", 1),
        ("warning", 2),
    ]
    assert groups[0].told == lost("models[0]", level="error")
    title = study.models[1].title
    assert groups[1].told.message == f"Many were not met again: 2 times. {title}; value for money."


def test_notes_are_not_counted_as_something_to_mind(sample_run):
    groups = grouped(
        [lost(""), lost("", level="note"), Finding("note", "x", "y")], sample_run.study
    )
    assert to_mind(groups) == 1


def test_a_few_of_many_places_are_named(sample_run):
    places = [f"models[{at}]" for at in range(6)]
    (group,) = grouped([lost(where, f"{where} lost.") for where in places], sample_run.study)
    assert group.told.message.endswith("; and 2 more.")


def test_one_remedy_for_all_is_kept_and_several_are_not(sample_run):
    def told(*remedies):
        found = [Finding("note", "x", f"{at}", remedy=one) for at, one in enumerate(remedies)]
        (group,) = grouped(found, sample_run.study)
        return group.told.remedy

    assert told("Weight.", "Weight.") == "Weight."
    assert told("Weight.", "Bound.") == ""


@pytest.mark.parametrize(
    ("where", "title"),
    [
        ("home_visits.csv, row 3", "home_visits.csv"),
        ("costs", "costs"),
        ("roi.reached", "value for money"),
        ("models[99]", ""),
        ("went_hungry", ""),
        ("", ""),
    ],
)
def test_a_place_is_called_as_a_person_calls_it(sample_run, where, title):
    assert place_title(where, sample_run.study) == title


def test_tables_and_models_are_called_by_their_titles(sample_run):
    study = sample_run.study
    assert place_title(study.tables[0].name, study) == study.tables[0].title
    assert place_title("models[0].cluster", study) == study.models[0].title
