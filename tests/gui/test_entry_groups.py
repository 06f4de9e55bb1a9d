from __future__ import annotations

import pytest

from studytool.gui import edits
from studytool.gui.document import Document
from studytool.gui.entry_groups import FAMILIES, RELEASED, REPRODUCES


@pytest.fixture
def document(sample_study_path, sample_run):
    made = Document()
    made.open(sample_study_path)
    made.show_run(sample_run)
    return made


def test_every_hidden_cell_is_offered_and_naming_it_shows_it(document):
    offered = RELEASED.offered(document)
    asked = next(entry for words, entry in offered.items() if "2021" in words)
    assert (asked.table, asked.cell["wave"]) == ("t_families", "2")
    study = edits.added(document.study, "released", asked)
    document.edit("one more", study)
    assert asked.cell not in [entry.cell for entry in RELEASED.offered(document).values()]


def test_a_family_begins_with_two_models_of_a_free_name(document):
    ((name, family),) = FAMILIES.offered(document).items()
    assert family.members == tuple(model.name for model in document.study.models[:2])
    assert name not in {one.name for one in document.study.families}
    assert FAMILIES.offered(Document()) == {}


def test_a_published_number_is_of_a_result_there_is(document):
    quantities = [entry.quantity for entry in REPRODUCES.offered(document).values()]
    assert "offer_did.offered:post.estimate" in quantities


@pytest.mark.parametrize("group", [FAMILIES, REPRODUCES, RELEASED], ids=lambda one: one.key)
def test_every_entry_of_the_sample_has_words_of_its_own(document, group):
    entries = getattr(document.study, group.key)
    words = [group.told(entry) for entry in entries]
    assert entries
    assert len(set(words)) == len(words)
    assert all(words)
