from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from studytool.gui.document import Document
from studytool.gui.entry_groups import FAMILIES, REPRODUCES
from studytool.gui.widgets.entry_forms import EntryForms
from tests.gui.by_label import click, seen, texts, type_in


@pytest.fixture
def document(sample_study_path, sample_run):
    made = Document()
    made.open(sample_study_path)
    made.show_run(sample_run)
    return made


def shown(qtbot, document, group):
    made = EntryForms(document, group)
    qtbot.addWidget(made)
    document.changed.connect(made.refresh)
    made.refresh()
    made.resize(400, 700)
    made.show()
    return made


def test_entries_are_folded_under_their_names_and_typed_as_one_step(qtbot, document):
    made, before = shown(qtbot, document, REPRODUCES), document.study
    click(made, f"Published numbers to meet ({len(before.reproduces)})")
    click(made, "safety.violence_exposure[1].value: 0.58")
    type_in(made, "Published", "0.57")
    assert document.study.reproduces[0].published == 0.57
    assert "safety.violence_exposure[1].value: 0.57" in [o.text() for o in seen(made, QPushButton)]
    document.undo.undo()
    assert document.study is before


def test_an_entry_is_removed_and_brought_back(qtbot, document):
    made, before = shown(qtbot, document, FAMILIES), document.study
    click(made, "Outcomes judged together (1)")
    click(made, "difficulties: offer, offer_cases")
    click(made, "Remove")
    assert document.study.families == ()
    document.undo.undo()
    assert document.study is before
    assert "difficulties: offer, offer_cases" in [one.text() for one in seen(made, QPushButton)]


def test_one_is_added_where_only_one_can_be(qtbot, document):
    made = shown(qtbot, document, FAMILIES)
    click(made, "Outcomes judged together (1)")
    click(made, "Judge outcomes together")
    assert len(document.study.families) == 2
    assert document.study.families[1].members == ("visits", "offer_did")


def test_what_cannot_be_added_yet_says_what_it_waits_for(qtbot):
    made = shown(qtbot, Document(), FAMILIES)
    click(made, "Outcomes judged together (0)")
    click(made, "Judge outcomes together")
    assert "Two models are needed" in texts(made)
