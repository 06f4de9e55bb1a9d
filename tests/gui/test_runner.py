"""The runner: an edit is run a moment later, errors keep the old result, a newer run replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from studytool.gui import edits
from studytool.gui.document import Document
from studytool.gui.jobs import Jobs
from studytool.gui.runner import PAUSE_MILLISECONDS, Runner
from tests.small_study import write_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def open_document(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Document, Runner]]:
    document, jobs = Document(), Jobs()
    runner = Runner(document, jobs)
    document.open(write_study(tmp_path))
    qtbot.waitUntil(lambda: document.run is not None, timeout=30_000)
    yield document, runner
    jobs.close()


def test_an_edit_shows_its_new_result_without_being_asked(
    open_document: tuple[Document, Runner], qtbot: QtBot
) -> None:
    document, _ = open_document
    assert document.run is not None
    before = document.run.results["effect"].n_clusters
    model = document.study.models[0].model_copy(update={"cluster": ("person",)})
    document.edit("Cluster by child", edits.with_item(document.study, "models", 0, model))
    assert document.stale == "Cluster by child"
    qtbot.waitUntil(lambda: document.stale == "")
    assert before == {"household": 6}
    assert document.run.results["effect"].n_clusters == {"person": 12}


def test_several_edits_in_a_row_are_run_once(
    open_document: tuple[Document, Runner], qtbot: QtBot
) -> None:
    document, runner = open_document
    runs: list[int] = []
    runner.started.connect(lambda: runs.append(1))
    for title in ("a", "b", "c"):
        document.edit("Rename", edits.changed(document.study, title=title))
    qtbot.waitUntil(lambda: document.stale == "")
    assert len(runs) == 1
    assert document.run is not None
    assert document.run.study.title == "c"


def test_a_study_that_cannot_be_run_keeps_the_old_result_and_says_why(
    open_document: tuple[Document, Runner], qtbot: QtBot
) -> None:
    document, _ = open_document
    old = document.run
    model = document.study.models[0].model_copy(update={"outcome": "scores"})
    document.edit("Other outcome", edits.with_item(document.study, "models", 0, model))
    qtbot.waitUntil(lambda: document.error is not None)
    assert document.error is not None
    assert document.error.where == "models[0]"
    assert document.run is old
    assert document.stale == "Other outcome"
    document.undo.undo()
    qtbot.waitUntil(lambda: document.stale == "" and document.error is None)


def test_cancelling_keeps_the_old_result_marked_stale(
    open_document: tuple[Document, Runner], qtbot: QtBot
) -> None:
    document, runner = open_document
    document.edit("Rename", edits.changed(document.study, title="x"))
    runner.cancel()
    qtbot.wait(400)
    assert document.stale == "Rename"
    assert document.history[-1].what == "run cancelled"


def test_a_study_of_nothing_is_not_run(qtbot: QtBot) -> None:
    document, jobs = Document(), Jobs()
    runner = Runner(document, jobs)
    with qtbot.waitSignal(runner.finished):
        document.new()
    assert document.run is None
    assert document.error is None
    jobs.close()


def test_what_was_just_opened_is_run_at_once_and_awaited_until_it_lands(
    qtbot: QtBot, tmp_path: Path
) -> None:
    document, jobs = Document(), Jobs()
    runner = Runner(document, jobs)
    try:
        document.open(write_study(tmp_path))
        assert runner._pause.interval() == 0
        assert document.awaited
        qtbot.waitUntil(lambda: document.run is not None, timeout=30_000)
        assert not document.awaited
        document.edit("Rename", edits.changed(document.study, title="Another"))
        assert runner._pause.interval() == PAUSE_MILLISECONDS
        assert document.awaited
        runner.cancel()
        assert not document.awaited
    finally:
        jobs.close()
