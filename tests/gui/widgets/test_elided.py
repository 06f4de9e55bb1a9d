"""Elided: shortened in sight, whole for readers, told when pointed at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from studytool.gui.widgets.elided import Elided

WORDS = "A sentence that is much too long for the place it stands in"


def shown(qtbot, label, width):
    qtbot.addWidget(label)
    label.resize(width, 20)
    label.show()
    return label


def test_it_is_shortened_where_there_is_no_room_and_whole_for_readers(qtbot):
    label = shown(qtbot, Elided(WORDS), 120)
    assert label.shown.endswith("…")
    assert label.fontMetrics().horizontalAdvance(label.shown) <= 120
    assert label.text() == WORDS
    label.resize(900, 20)
    assert label.shown == WORDS


def test_the_name_of_a_file_keeps_its_ending(qtbot):
    label = shown(qtbot, Elided("", at=Qt.TextElideMode.ElideRight), 120)
    label.set_elided("a_very_long_name_of_a_file_indeed.toml", Qt.TextElideMode.ElideMiddle)
    assert label.shown.startswith("a_")
    assert label.shown.endswith(".toml")


def test_it_asks_for_little_room_but_would_like_all(qtbot):
    label = shown(qtbot, Elided(WORDS), 120)
    assert label.minimumSizeHint().width() < 60
    assert label.sizeHint().width() > 200


def test_the_whole_is_told_above_the_tooltip_of_what_it_stands_in(qtbot):
    row = QWidget()
    qtbot.addWidget(row)
    row.setToolTip("The path")
    label = Elided(WORDS, row)
    assert label.whole_told() == f"{WORDS}\nThe path"
    label.setToolTip(WORDS)
    assert label.whole_told() == WORDS


def test_what_is_left_out_is_not_painted(qtbot):
    label = shown(qtbot, Elided("word " * 40), 100)
    same = shown(qtbot, Elided("word " * 400), 100)
    assert label.grab().toImage() == same.grab().toImage()
    assert label.grab().toImage() != shown(qtbot, Elided("else"), 100).grab().toImage()
