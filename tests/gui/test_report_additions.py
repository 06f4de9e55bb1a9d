from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from studytool.api import open_study
from studytool.gui.edits import changed
from studytool.gui.report_additions import additions, not_shown, shown_already, with_addition
from studytool.models.estimators.event_study import EventStudy

if TYPE_CHECKING:
    from pathlib import Path

    from studytool.study import Study


@pytest.fixture(scope="module")
def study(sample_study_path: Path) -> Study:
    return open_study(sample_study_path)


def test_what_no_table_shows_is_offered(study: Study) -> None:
    offered = {addition.result for addition in not_shown(study)}
    assert offered == {"naive", "risk_change", "followed"}
    assert not offered & shown_already(study)


def test_everything_offered_can_be_added(study: Study) -> None:
    for addition in additions(study):
        made = with_addition(study, addition)
        before, after = getattr(study, addition.group), getattr(made, addition.group)
        assert len(after) == len(before) + 1


def test_what_is_added_is_offered_no_more(study: Study) -> None:
    first = not_shown(study)[0]
    made = with_addition(study, first)
    assert first.result not in {addition.result for addition in not_shown(made)}


def test_a_second_one_gets_a_name_of_its_own(study: Study) -> None:
    addition = additions(study)[0]
    twice = with_addition(with_addition(study, addition), addition)
    names = [shown.name for shown in (*twice.tables, *twice.charts)]
    assert len(set(names)) == len(names)


def test_a_model_with_a_chart_of_its_own_offers_it(study: Study) -> None:
    event = EventStudy(name="start", outcome=study.models[0].outcome, treatment="visited")
    more = changed(study, models=(*study.models, event))
    offered = {one.words: one for one in additions(more)}
    there = with_addition(more, offered["Chart of the model start"])
    assert there.charts[-1].uses() == ("start",)
    assert there.charts[-1].kind_name() == "event_path"
