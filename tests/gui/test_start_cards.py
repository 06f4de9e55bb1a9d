"""Cards of the start page: what they say, and that they open by mouse and keyboard."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from studytool.api import library
from studytool.gui.settings import Recent
from studytool.gui.start_cards import (
    SAMPLE,
    LibraryCard,
    RecentRow,
    Shelved,
    beside,
    shelf,
    told_day,
)
from studytool.gui.widgets.elided import Elided


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


def test_the_shelf_holds_the_library_with_the_sample_first():
    shelved = shelf()
    assert shelved[0].name == SAMPLE
    assert {study.name for study in shelved} == set(library())
    assert shelved[0].about.startswith("3 waves, ")
    assert "SYNTHETIC" in shelved[0].about


def test_a_moment_is_told_as_people_say_it():
    today = date(2026, 3, 2)
    noon = datetime(2026, 3, 2, 12, 5, tzinfo=UTC)
    assert told_day(noon, today) == "today 12:05"
    assert told_day(noon - timedelta(days=1), today) == "yesterday 12:05"
    assert told_day(noon - timedelta(days=13), today) == "17 Feb"
    assert told_day(noon - timedelta(days=400), today) == "26 Jan 2025"


def test_a_library_card_opens_by_its_button_and_by_the_keyboard(qtbot):
    card = LibraryCard(Shelved("twfe", "Beer tax", "1 model.", published=True))
    qtbot.addWidget(card)
    card.show()
    asked = []
    card.opened.connect(asked.append)
    (button,) = card.findChildren(QPushButton)
    assert (button.text(), card.accessibleName()) == ("Reproduce", "Reproduce: Beer tax")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert asked == ["twfe", "twfe"]


def test_a_recent_document_that_is_gone_says_so(qtbot, tmp_path):
    there = tmp_path / "there.toml"
    there.write_text("", encoding="utf-8")
    now = datetime.now(UTC)
    for path, said in ((there, "today"), (tmp_path / "gone.toml", "not there any more")):
        row = RecentRow(Recent(path, "A study", now), now.date())
        qtbot.addWidget(row)
        row.show()
        assert any(said in text for text in texts(row))
        assert row.accessibleName().startswith(f"Open {path.name}")
        with qtbot.waitSignal(row.clicked):
            qtbot.keyClick(row, Qt.Key.Key_Space)
        assert not row.grab().isNull()


def test_a_title_too_long_for_the_row_is_shortened_and_told_whole(qtbot, tmp_path):
    title = "Home visits and child wellbeing, Johannesburg 2020-2022"
    now = datetime.now(UTC)
    row = RecentRow(Recent(tmp_path / f"{'long_name_' * 9}.toml", title, now), now.date())
    qtbot.addWidget(row)
    row.resize(300, 49)
    row.show()
    name, told = row.findChildren(Elided)
    assert told.shown.endswith("…")
    assert "…" in name.shown
    assert name.shown.endswith(".toml")
    assert told.text() == title
    assert title in told.whole_told()
    assert str(tmp_path) in told.whole_told()
    row.resize(1200, 49)
    qtbot.waitUntil(lambda: told.shown == title)


def test_an_icon_stands_beside_its_words(qtbot):
    card = LibraryCard(Shelved("a", "A", "", published=False))
    qtbot.addWidget(card)
    row = beside("info", "Read me", card)
    assert row.count() == 2
    card.body.addLayout(row)
    assert "Read me" in texts(card)
