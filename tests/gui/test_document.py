"""The document: one way in, undo to the very same study, saved whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from studytool.api import open_study, run
from studytool.core.errors import SourceError, StudyError
from studytool.gui import edits
from studytool.gui.document import Document
from tests.small_study import write_study


@pytest.fixture
def document(qtbot: object, tmp_path: Path) -> Document:  # noqa: ARG001  # the application
    made = Document()
    made.open(write_study(tmp_path))
    return made


EDITS = {
    "title": lambda s: edits.changed(s, title="Other"),
    "model": lambda s: edits.with_item(
        s, "models", 0, s.models[0].model_copy(update={"controls": ("size",)})
    ),
    "table deleted": lambda s: edits.without_item(s, "tables", 0),
    "variable": lambda s: edits.without_item(s, "variables", 0),
    "exposure": lambda s: edits.with_item(
        s, "exposures", 0, s.exposures[0].model_copy(update={"before_first": "missing"})
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_undo_of_every_kind_of_edit_returns_the_identical_study(
    edit: str, document: Document
) -> None:
    before = document.study
    document.edit(edit, EDITS[edit](before))
    after = document.study
    assert after != before
    document.undo.undo()
    assert document.study is before
    document.undo.redo()
    assert document.study is after


def test_an_edit_that_changes_nothing_is_no_step(document: Document) -> None:
    document.edit("nothing", edits.changed(document.study, title=document.study.title))
    assert document.undo.count() == 0
    assert not document.modified


def test_a_run_is_stale_once_the_study_changed_and_current_again_after_undo(
    document: Document,
) -> None:
    document.show_run(run(document.study))
    assert document.stale == ""
    document.edit("Rename", edits.changed(document.study, title="Other"))
    assert document.stale == "Rename"
    late = document.run
    assert late is not None
    document.show_run(late)
    assert document.stale == "Rename", "a run of the earlier study is not one of this"


def test_an_error_keeps_the_old_run(document: Document) -> None:
    document.show_run(run(document.study))
    document.show_error(StudyError("no"))
    assert document.run is not None
    assert document.error is not None


def test_what_is_saved_opens_as_the_same_study(document: Document, tmp_path: Path) -> None:
    document.edit("Rename", edits.changed(document.study, title="Other"))
    assert document.modified
    document.save()
    assert not document.modified
    assert open_study(tmp_path / "study.toml") == document.study


def test_saved_elsewhere_it_still_finds_its_files(
    document: Document, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = run(document.study)
    other = tmp_path_factory.mktemp("other") / "copy.toml"
    document.save(other)
    assert run(open_study(other)).results["effect"].estimates == before.results["effect"].estimates


def test_a_disk_that_is_full_leaves_the_old_file(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "study.toml"
    old = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    document.edit("Rename", edits.changed(document.study, title="Other"))
    with pytest.raises(SourceError, match="unchanged") as caught:
        document.save()
    assert caught.value.why == "The disk is full"
    assert path.read_bytes() == old
    assert document.modified
    assert sorted(found.name for found in tmp_path.iterdir()) == [
        "study.toml", "visits.csv", "wave1.csv", "wave2.csv",
    ]  # fmt: skip


def test_a_document_that_does_not_open_leaves_the_open_one(
    document: Document, tmp_path: Path
) -> None:
    before = document.study
    (tmp_path / "broken.toml").write_text("title = ", encoding="utf-8")
    with pytest.raises(StudyError):
        document.open(tmp_path / "broken.toml")
    assert document.study is before


def test_a_recovered_study_counts_as_not_saved(document: Document) -> None:
    document.restore(document.study, Path("study.toml"))
    assert document.modified
    document.edit("Rename", edits.changed(document.study, title="Other"))
    document.undo.undo()
    assert document.modified


def test_the_history_tells_what_happened_in_order(document: Document) -> None:
    document.edit("Rename the study", edits.changed(document.study, title="Other"))
    document.undo.undo()
    told = [event.what for event in document.history]
    assert told[-2:] == ["Rename the study", "undone: Rename the study"]


def test_a_new_study_has_a_history_of_its_own(document: Document) -> None:
    document.edit("Rename the study", edits.changed(document.study, title="Other"))
    document.new()
    assert [event.what for event in document.history] == ["new study"]
