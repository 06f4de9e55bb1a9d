from __future__ import annotations

import pytest

from studytool.core.errors import DataError
from studytool.gui.widgets.pair_card import PairCard
from studytool.survey.pairs import pairs_of
from tests.gui.by_label import button, click, texts
from tests.gui.pair_files import document_with_pairs, waves_of


@pytest.fixture
def differing(tmp_path):
    return next(
        pair for pair in pairs_of(waves_of(document_with_pairs(tmp_path)), ()) if pair.differing
    )


@pytest.fixture
def card(differing, qtbot):
    made = PairCard(differing, (), "C11-2")
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    return made


def test_what_differs_stands_there_and_all_on_request(card):
    assert "Score" in texts(card)
    assert "family" not in texts(card)
    click(card, "Show all 4 answers")
    assert "family" in texts(card)
    click(card, "Show only what differs")
    assert "family" not in texts(card)


def test_a_choice_is_proposed_and_says_why(card):
    assert "Proposed: keep the first" in texts(card)
    assert button(card, "Keep the first").property("kind") == "primary"
    assert button(card, "Keep the second").property("kind") != "primary"


def test_every_choice_says_what_it_does_aloud(card):
    for text in ("Keep the first", "Keep the second", "Merge (fill gaps)", "They are two"):
        assert len(button(card, text).accessibleDescription()) > 20


def test_an_error_stands_at_its_field(card):
    click(card, "They are two children")
    card.show_error(DataError("In use.", where="new_id", remedy="Type another."))
    assert "In use. Type another." in texts(card)


def test_a_decided_pair_offers_to_take_it_back(differing, qtbot):
    from dataclasses import replace

    from studytool.survey.decisions import Decision

    drop = Decision(row={"child": "C11", "score": "31"}, action="drop", reason="a trial")
    made = PairCard(replace(differing, decided=(0,), settled=True), [drop], "")
    qtbot.addWidget(made)
    made.show()
    assert "because: a trial." in texts(made)
    with qtbot.waitSignal(made.taken_back):
        click(made, "Take back")
