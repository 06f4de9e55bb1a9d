"""Undo: every kind of edit that a screen makes gives the very same study back."""

from __future__ import annotations

from pathlib import Path

import pytest

from studytool.api import open_study
from studytool.gui import (
    analysis_edits,
    brief_edits,
    edits,
    model_edits,
    money_edits,
    report_edits,
    service_edits,
)
from studytool.gui.document import Document
from studytool.report.outline import ReportItem, outline
from studytool.roi import blocks
from studytool.study import Files

SAMPLE = Path(__file__).resolve().parents[2] / "analyses" / "cop_johannesburg.toml"


def items(study):
    tables, charts = ([item.name for item in group] for group in (study.tables, study.charts))
    return outline(study.report, tables, charts)


def deleted(group):
    return lambda study: edits.without_item(study, group, len(getattr(study, group)) - 1)


EDITS = {
    "the title": lambda study: edits.changed(study, title="Another title"),
    "where the files are": lambda study: edits.changed(study, files=Files(root="..")),
    "the order of the waves": lambda study: edits.moved(study, "waves", 0, 1),
    "a variable deleted": deleted("variables"),
    "a derived variable deleted": deleted("derived"),
    "a service copied": lambda study: service_edits.with_copy(study, 0),
    "an analysis copied": lambda study: analysis_edits.with_copy(study, 0),
    "a model copied": lambda study: model_edits.with_copy(study, 0),
    "a model deleted": lambda study: model_edits.without_model(study, 6),
    "a result deleted": lambda study: report_edits.deleted(study, items(study), 4),
    "a result hidden": lambda study: report_edits.hidden(study, items(study), 0),
    "a result moved": lambda study: report_edits.moved(study, items(study), 0, 1),
    "a result renamed": lambda study: report_edits.renamed(study, items(study)[0], "Another"),
    "a note typed": lambda study: report_edits.with_text(
        study, items(study), 1, ReportItem(note="Read with care.")
    ),
    "an assumption": lambda study: money_edits.with_roi(study, comparator="nothing"),
    "a defence": lambda study: money_edits.answered(study, "few_clusters", "We know."),
    "a block of the brief added": lambda study: brief_edits.with_new_block(
        study, 0, blocks.Heading(text="First")
    ),
    "a block moved": lambda study: brief_edits.moved_block(study, 0, 1),
    "a block left out": lambda study: brief_edits.turned(study, 0),
    "a block deleted": lambda study: brief_edits.without_block(study, 0),
}


@pytest.fixture(scope="module")
def sample():
    return open_study(SAMPLE)


@pytest.mark.parametrize("what", EDITS)
def test_undo_gives_the_very_same_study_back_and_redo_the_other(qapp, sample, what):
    assert qapp is not None
    document = Document()
    document.open(SAMPLE)
    before, digest = document.study, document.study.digest
    assert digest == sample.digest
    after = EDITS[what](before)
    assert after != before
    document.edit(what, after)
    assert document.modified
    document.undo.undo()
    assert document.study is before
    assert document.study.digest == digest
    assert not document.modified
    document.undo.redo()
    assert document.study is after


def test_many_edits_are_taken_back_one_by_one(qapp):
    assert qapp is not None
    document, passed = Document(), []
    document.open(SAMPLE)
    for what, edit in EDITS.items():
        passed.append(document.study)
        document.edit(what, edit(document.study))
    while document.undo.canUndo():
        document.undo.undo()
        assert document.study is passed.pop()
    assert passed == []
