from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from studytool.gui.document import Document
from studytool.gui.report_shown import shown_now
from studytool.report.outline import ReportItem

if TYPE_CHECKING:
    from pathlib import Path

    from studytool.outcome import Run


@pytest.fixture
def document(sample_study_path: Path, sample_run: Run) -> Document:
    made = Document()
    made.open(sample_study_path)
    made.show_run(sample_run)
    return made


def test_a_report_without_a_run_shows_nothing() -> None:
    shown = shown_now(Document())
    assert shown.items == ()
    assert shown.seen == ()
    assert shown.spoken() == ""


def test_entries_are_called_as_on_the_page(document: Document) -> None:
    shown = shown_now(document)
    place = shown.place_of("t_offer")
    assert shown.words(place) == "Table 1"
    assert shown.title(place) == "Home visits and difficulties"
    assert shown.words(shown.place_of("f_path")) == "Figure 1"
    assert shown.place_of("nowhere") == -1


def test_what_is_heard_is_what_is_seen(document: Document) -> None:
    shown = shown_now(document)
    spoken = shown.spoken()
    assert "Table 1. Home visits and difficulties." in spoken
    assert shown.figures["f_path"].alt_text in spoken


def test_hidden_tables_are_not_seen(document: Document) -> None:
    before = shown_now(document)
    hidden = ReportItem(table="t_offer", hidden=True)
    study = document.study.model_copy(update={"report": (hidden,)})
    document.edit("Hide", study)
    after = shown_now(document)
    assert len(after.seen) == len(before.seen) - 1
    assert "Home visits and difficulties" not in after.spoken()
