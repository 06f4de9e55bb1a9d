from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPushButton,
    QTabBar,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from studytool.gui import guide as module
from studytool.gui.guide import Guide, Sheet, wait_until
from studytool.gui.widgets.card import Card
from studytool.gui.widgets.timeline_view import TimelineView, TimelineWords
from tests.gui.widgets.timeline_sample import sample

SHEETS = (Sheet("a", "A", "light", (640, 480)), Sheet("b", "B", "dark", (800, 500)))


class SmallWindow(QMainWindow):
    """What a guide needs of a window, without a study."""

    bench = None

    def __init__(self):
        super().__init__()
        self.dressed = []
        self.pressed = []
        middle = QWidget()
        rows = QVBoxLayout(middle)
        self.hidden, self.button = QPushButton("Add files … (hidden)"), QPushButton("&Add files …")
        self.line, self.text = QLineEdit(), QTextBrowser()
        self.tabs = QTabBar()
        for name in ("Data", "Codebook"):
            self.tabs.addTab(name)
        self.list = QListWidget()
        self.list.setAccessibleName("Scores")
        self.list.addItems(["Total difficulties", "Safety risk"])
        for part in (self.hidden, self.button, self.line, self.tabs, self.list, self.text):
            rows.addWidget(part)
        self.setCentralWidget(middle)
        self.hidden.hide()
        self.line.setAccessibleName("Discount rate, per cent")
        self.text.setOpenLinks(False)
        self.text.setHtml('Why this N? is asked below. <a href="why:t1">Why this N?</a>')
        self.button.clicked.connect(lambda: self.pressed.append("add"))
        self.card = Card(clickable=True)
        self.card.setAccessibleName("Did it change more? Fixed effects")
        self.card.clicked.connect(lambda: self.pressed.append("card"))
        rows.addWidget(self.card)

    def show_theme(self, name):
        self.dressed.append(name)


@pytest.fixture
def window(qtbot):
    made = SmallWindow()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def guide(window, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_SETTLING_MILLISECONDS", 1)
    return Guide(window, tmp_path, SHEETS)


def test_a_picture_is_taken_in_every_dress_and_then_tidied_up(guide, window, tmp_path):
    tidied = []
    guide.afterwards(lambda: tidied.append(True))
    guide.picture("start")
    sizes = {p.name: QImage(str(p)).size().toTuple() for p in sorted(tmp_path.glob("*.png"))}
    assert sizes == {"start-a.png": (640, 480), "start-b.png": (800, 500)}
    assert window.dressed == ["light", "dark", "light"]
    assert tidied == [True]


def test_a_picture_that_cannot_be_written_is_told(window, tmp_path):
    with pytest.raises(OSError, match="cannot be written"):
        Guide(window, tmp_path / "not there", SHEETS).picture("start")


def test_a_button_is_pressed_by_its_words(guide, window):
    guide.press("Add files")
    assert window.pressed == ["add"]
    with pytest.raises(LookupError, match="no button 'Remove' can be seen"):
        guide.press("Remove")


def test_a_button_that_comes_later_is_waited_for(guide, window):
    QTimer.singleShot(20, window.hidden.show)
    guide.wait_for_button("Add files … (hidden)")
    assert window.hidden.isVisible()


def test_a_tab_is_opened_by_its_words(guide, window):
    guide.open_tab("Code")
    assert window.tabs.currentIndex() == 1
    with pytest.raises(LookupError, match="no tab 'Decisions'"):
        guide.open_tab("Decisions")


def test_a_row_is_chosen_by_its_words(guide, window):
    guide.choose("Scores", "Safety")
    assert window.list.currentRow() == 1
    with pytest.raises(LookupError, match="no row 'Hunger'"):
        guide.choose("Scores", "Hunger")


def test_a_window_is_held_until_the_next_picture(guide, window):
    view = TimelineView()
    window.setCentralWidget(view)
    view.show_timeline(sample(), (0, 1, 2), TimelineWords())
    guide.picture("before")
    told = []
    view.window_dragged.connect(told.append)
    before = view.window_area()
    guide.hold_window(window)
    assert view.window_area().width() < 0.8 * before.width()
    guide.picture("held")
    assert view.window_area().left() == pytest.approx(before.left(), abs=2)
    assert told == []


def test_a_link_is_followed_and_not_the_words_before_it(guide, window):
    followed = []
    window.text.anchorClicked.connect(lambda url: followed.append(url.toString()))
    guide.follow("Why this N?")
    assert followed == ["why:t1"]
    window.text.append('Table 4. <a href="why:t4">Why this N?</a>')
    guide.follow("Why this N?", after="Table 4")
    assert followed == ["why:t1", "why:t4"]
    with pytest.raises(LookupError, match="no link 'How"):
        guide.follow("How?")


def test_a_field_is_filled_by_its_label(guide, window, qtbot):
    with qtbot.waitSignal(window.line.editingFinished):
        guide.type_in("Discount rate", "0.05")
    assert window.line.text() == "0.05"
    with pytest.raises(LookupError, match="no field 'Share'"):
        guide.type_in("Share", "1")


def test_waiting_ends_and_says_what_was_waited_for(monkeypatch, qapp):
    assert qapp is not None
    monkeypatch.setattr(module, "_PATIENCE_SECONDS", 0)
    with pytest.raises(TimeoutError, match="waited in vain until the cows came home"):
        wait_until(lambda: False, "the cows came home")


def test_a_card_is_chosen_by_words_on_it(window, guide):
    guide.press_card("change more")
    assert window.pressed == ["card"]
    with pytest.raises(LookupError, match="no card"):
        guide.press_card("something else")
