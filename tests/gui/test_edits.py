"""Edits are pure: the old study stays, the new one is checked as a whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from studytool.api import open_study
from studytool.core.errors import DocumentError
from studytool.gui import edits
from tests.small_study import change, write_study

if TYPE_CHECKING:
    from pathlib import Path

    from studytool.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return open_study(write_study(tmp_path))


def test_an_edit_leaves_the_old_study_and_keeps_the_folder(study: Study) -> None:
    before = study.to_toml()
    after = edits.changed(study, title="Another title")
    assert study.to_toml() == before
    assert after.title == "Another title"
    assert after.folder == study.folder


def test_an_entry_is_added_replaced_moved_and_removed(study: Study) -> None:
    second = study.models[0].model_copy(update={"name": "second"})
    both = edits.added(study, "models", second)
    assert [model.name for model in both.models] == ["effect", "second"]
    swapped = edits.moved(both, "models", 1, 0)
    assert [model.name for model in swapped.models] == ["second", "effect"]
    other = second.model_copy(update={"outcome": "size"})
    assert edits.with_item(swapped, "models", 0, other).models[0].outcome == "size"
    assert edits.without_item(swapped, "models", 0) == study


def test_an_entry_that_others_use_is_not_removed_and_says_who(study: Study) -> None:
    with pytest.raises(DocumentError) as caught:
        edits.without_item(study, "models", 0)
    assert caught.value.where == "tables[0]"
    assert '"effect"' in caught.value.what


def test_a_name_given_twice_is_refused(study: Study) -> None:
    with pytest.raises(DocumentError, match="2 times"):
        edits.added(study, "models", study.models[0])


def test_decisions_in_a_file_of_their_own_are_changed_there(tmp_path: Path) -> None:
    document = write_study(tmp_path)
    change(document, "seed = 1", 'seed = 1\ndecisions = "decisions.toml"')
    with pytest.raises(DocumentError, match=r"decisions\.toml"):
        edits.items_of(open_study(document), "decisions")
