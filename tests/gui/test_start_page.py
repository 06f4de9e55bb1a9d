"""Start page: new, open, recent, library; never empty."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea

from studytool.gui.settings import Settings
from studytool.gui.start_cards import SAMPLE, LibraryCard, RecentRow, shelf
from studytool.gui.start_page import StartPage
from studytool.gui.widgets.labels import Caption


@pytest.fixture
def page(qtbot, tmp_path):
    settings = Settings(tmp_path / "window.ini")
    made = StartPage(settings)
    qtbot.addWidget(made)
    made.resize(1366, 724)
    made.refresh()
    made.show_library(shelf())
    made.show()
    return made, settings


def press(qtbot, page, text):
    found = [button for button in page.findChildren(QPushButton) if button.text() == text]
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def test_new_open_and_the_sample_are_one_click_away(page, qtbot):
    made, _ = page
    with qtbot.waitSignal(made.new_asked):
        press(qtbot, made, "New study")
    with qtbot.waitSignal(made.open_asked):
        press(qtbot, made, "Open …")
    with qtbot.waitSignal(made.library_chosen) as chosen:
        press(qtbot, made, "Open a copy")
    assert chosen.args == [SAMPLE]


def rows_of(page):
    return [row for row in page.findChildren(RecentRow) if row.isVisible()]


def test_recent_documents_are_listed_and_open(page, qtbot, tmp_path):
    made, settings = page
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text("", encoding="utf-8")
        settings.add_recent(tmp_path / name, "A study")
    made.refresh()
    qtbot.waitUntil(lambda: len(rows_of(made)) == 2)
    rows = rows_of(made)
    assert [row.accessibleName().split(",")[0] for row in rows] == ["Open b.toml", "Open a.toml"]
    with qtbot.waitSignal(made.chosen) as chosen:
        qtbot.mouseClick(rows[1], Qt.MouseButton.LeftButton)
    assert chosen.args[0].name == "a.toml"


def test_the_library_is_searched_by_words(page, qtbot):
    made, _ = page
    (search,) = made.findChildren(QLineEdit)
    qtbot.keyClicks(search, "home visits")
    assert any(card.isVisible() for card in made.findChildren(LibraryCard))
    assert made.find_studies("nothing like this") == 0
    assert not any(card.isVisible() for card in made.findChildren(LibraryCard))


def test_it_fits_a_small_window_without_scrolling_sideways(page):
    made, _ = page
    made.resize(1024, 556)
    assert made.minimumSizeHint().width() <= 1024
    assert not made.grab().isNull()


def test_published_results_stand_under_their_topics(page, qtbot):
    made, _ = page
    topics = [caption.text() for caption in made.findChildren(Caption) if caption.isVisible()]
    assert {"Experiments", "Standard errors", "Programmes that start at different times"} <= {
        *topics
    }
    cards = {card.study.name: card for card in made.findChildren(LibraryCard)}
    assert cards["fatalities"].study.foot == "16 numbers"
    assert cards["fatalities"].study.about == "Do taxes on beer save lives on the road?"
    assert cards["snow_2x2"].study.about.startswith("Did cleaner water stop cholera? In 1852 the")
    assert made.find_studies("wild cluster states") >= 1
    qtbot.waitUntil(lambda: not cards["snow_2x2"].isVisible())
    assert made.find_studies("Ruhm") == 1
    assert not cards["fatalities"].isHidden()


@pytest.mark.parametrize(("width", "columns"), [(1366, 2), (1024, 2), (683, 1)])
def test_the_library_is_no_wider_than_its_pane(page, qtbot, width, columns):
    made, _ = page
    made.resize(width, 556)
    area = made.findChildren(QScrollArea)[1]
    qtbot.waitUntil(lambda: area.widget().width() <= area.viewport().width())
    cards = [card for card in made.findChildren(LibraryCard) if card.isVisible()]
    qtbot.waitUntil(lambda: len({card.x() for card in cards}) == columns)
