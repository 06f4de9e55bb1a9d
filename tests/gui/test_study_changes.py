"""Study changes: each edit is told in words, and what is the same is not told."""

from __future__ import annotations

import pytest

from studytool.api import open_study
from studytool.gui import edits
from studytool.gui.study_changes import changes
from studytool.models.estimators.pooled import Pooled
from studytool.report.outline import ReportItem
from tests.small_study import write_study


@pytest.fixture
def study(tmp_path):
    return open_study(write_study(tmp_path))


def test_the_same_study_has_no_changes(study):
    assert changes(study, study.placed(study.folder)) == ()


def test_a_field_is_told_before_and_now(study):
    model = study.models[0].model_copy(update={"controls": ("size",)})
    after = edits.with_item(edits.changed(study, title="Another"), "models", 0, model)
    assert changes(study, after) == (
        "Title: “A small study” before, “Another” now",
        "Model effect, adjust for: nothing before, “size” now",
    )
    assert changes(after, study)[1] == "Model effect, adjust for: “size” before, nothing now"


def test_what_came_and_what_went_is_named(study):
    second = study.models[0].model_copy(update={"name": "second"})
    more = edits.added(study, "models", second)
    assert changes(study, more) == ("Model second: added",)
    assert changes(more, study) == ("Model second: removed",)
    assert changes(study, edits.without_item(study, "tables", 0)) == ("Table t1: removed",)


def test_another_order_is_told(study):
    assert changes(study, edits.moved(study, "waves", 0, 1)) == ("Waves: in another order",)


def test_what_takes_too_many_words_is_told_as_changed(study):
    longer = study.models[0].model_copy(update={"title": "A title " * 20})
    assert changes(study, edits.with_item(study, "models", 0, longer)) == (
        "Model effect, title in the report: changed",
    )


def test_another_method_is_told_and_so_are_lists_without_names(study):
    other = Pooled(name="effect", outcome="score", treatment="visited")
    note = ReportItem(note="Read with care.")
    after = edits.changed(edits.with_item(study, "models", 0, other), report=(note,))
    assert changes(study, after) == (
        "Model effect: another method",
        "Order and notes of the report: 0 before, 1 now",
    )
