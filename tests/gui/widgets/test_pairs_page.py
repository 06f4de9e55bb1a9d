from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from studytool.api import run
from studytool.gui.widgets.pairs_page import PairsPage
from tests.gui.by_label import button, click, control, texts, type_in
from tests.gui.pair_files import document_with_pairs, waves_of


@pytest.fixture
def document(tmp_path):
    return document_with_pairs(tmp_path)


@pytest.fixture
def page(document, qtbot):
    made, waves = PairsPage(document), waves_of(document)
    qtbot.addWidget(made)
    document.changed.connect(lambda: made.show_pairs(waves))
    made.resize(858, 1400)
    made.show()
    made.show_pairs(waves)
    return made


def panel(document):
    return run(document.study).panel.frame


def test_every_pair_is_shown_with_where_it_differs(page):
    told = texts(page)
    assert "2 IDs occur more than once in one wave. All wait for you." in told
    assert "C11, 2020" in told
    assert "wave1.csv, rows 12 and 15. 2 of 4 answers differ: 2 say different things." in told
    assert "wave1.csv, rows 13 and 14. All 4 answers are alike." in told


@pytest.mark.parametrize(("choice", "score"), [("Keep the first", 13), ("Keep the second", 31)])
def test_a_row_is_kept_with_its_reason_and_taken_back_by_undo(page, document, choice, score):
    before = document.study
    click(page, choice)
    assert document.undo.undoText().startswith("same ID twice in 2020, wave1.csv row 1")
    assert not any(value in document.undo.undoText() for value in ("C11", "31", "13,"))
    click(page, "Merge (fill gaps)")
    frame = panel(document)
    assert frame.loc[(frame["child"] == "C11") & (frame["wave"] == 1), "score"].tolist() == [score]
    assert "All are decided." in texts(page)
    document.undo.undo()
    document.undo.undo()
    assert document.study is before
    assert "All wait for you" in texts(page)


def test_the_reason_typed_goes_with_the_choice(page, document):
    type_in(page, "Why", "the fieldworker says so")
    click(page, "Keep the second")
    (made,) = document.study.decisions
    assert made.reason == "the fieldworker says so"


def test_a_proposed_reason_goes_with_its_own_choice_alone(page, document):
    assert control(page, "Why", QLineEdit).text() == "two forms; the first stands"
    click(page, "Keep the second")
    (made,) = document.study.decisions
    assert made.reason == "two forms; the second stands"


def test_two_children_get_two_ids(page, document):
    click(page, "They are two children")
    assert control(page, "ID of the second", QLineEdit).text() == "C11-2"
    type_in(page, "ID of the second", "C12")
    click(page, "Give this ID")
    assert "The other child needs an ID of its own." in texts(page)
    assert document.study.decisions == ()
    type_in(page, "ID of the second", "C13")
    click(page, "Give this ID")
    click(page, "Merge (fill gaps)")
    assert "C13" in panel(document)["child"].tolist()


def test_rows_alike_can_only_be_merged_and_it_says_why(page, document):
    click(page, "Keep the first")
    for choice in ("Keep the first", "Keep the second", "They are two children"):
        assert not button(page, choice).isEnabled()
        assert "nothing tells one from the other" in button(page, choice).toolTip()
    click(page, "Merge (fill gaps)")
    assert len(panel(document)) == 24


def test_what_was_decided_can_be_taken_back(page, document):
    click(page, "Keep the first")
    assert "Decided: row 12 kept, because: two forms; the first stands." in texts(page)
    assert "Second: row 15, left out" in texts(page)
    click(page, "Take back")
    assert document.study.decisions == ()


def test_decisions_of_a_file_come_into_the_study_with_the_choice(page, document, tmp_path):
    text = '[[decisions]]\nwave = 1\nrow = { child = "C12" }\naction = "merge"\nreason = "twice"\n'
    (tmp_path / "decisions.toml").write_text(text, encoding="utf-8")
    apart = document.study.model_copy(update={"decisions": "decisions.toml"})
    document.edit("decisions in a file", apart)
    assert "1 of them wait" in texts(page) or "1 of them waits" in texts(page)
    assert "kept in decisions.toml" in texts(page)
    click(page, "Keep the first")
    assert [made.action for made in document.study.decisions] == ["merge", "keep"]
    document.undo.undo()
    assert document.study.decisions == "decisions.toml"


def test_a_file_of_decisions_that_is_gone_is_told(page, document):
    document.edit("away", document.study.model_copy(update={"decisions": "gone.toml"}))
    assert "The decisions in gone.toml cannot be read" in texts(page)
