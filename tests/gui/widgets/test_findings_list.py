from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from studytool.core.findings import Finding
from studytool.gui.theme import apply, color, current
from studytool.gui.widgets.findings_list import FindingCard, FindingsList

NOTE = Finding("note", "day", "Three visits fall on an interview day. They count for wave 1.")
CAUTION = Finding(
    "warning",
    "few",
    "Only five schools. The wild bootstrap p cannot fall below .0625.",
    remedy="Say so.",
)
SERIOUS = Finding("error", "twice", "Four IDs appear twice in 2020.")


def words(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(qtbot, widget, text):
    (button,) = (b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_serious_come_first(qtbot):
    shown = FindingsList()
    qtbot.addWidget(shown)
    shown.show([NOTE, CAUTION, SERIOUS, NOTE])
    cards = shown.findChildren(FindingCard)
    assert [card.finding for card in cards] == [SERIOUS, CAUTION, NOTE]
    assert [card.accessibleName() for card in cards] == [
        "Serious. Four IDs appear twice in 2020",
        "Caution. Only five schools",
        "Note. Three visits fall on an interview day",
    ]


def test_new_findings_take_the_place_of_the_old(qtbot):
    shown = FindingsList()
    qtbot.addWidget(shown)
    shown.show([NOTE])
    shown.show([SERIOUS])
    qtbot.waitUntil(lambda: "Four IDs" in words(shown))
    assert "Three visits" not in words(shown)
    shown.show([])
    assert not shown.isVisible()


def test_what_can_i_do_tells_and_asks(qtbot):
    shown = FindingsList()
    qtbot.addWidget(shown)
    shown.show([CAUTION])
    assert "Say so." not in words(shown)
    with qtbot.waitSignal(shown.asked, timeout=1000) as asked:
        press(qtbot, shown, "What can I do?")
    assert asked.args == [CAUTION]
    assert "Say so." in words(shown)


def test_every_finding_says_what_can_be_done(qtbot):
    shown = FindingsList()
    qtbot.addWidget(shown)
    shown.show([NOTE])
    press(qtbot, shown, "What can I do?")
    assert "say so where the number stands" in words(shown)


def test_a_long_finding_is_read_on_request(qtbot):
    long = Finding(
        "note", "long", "It moves. " + "The interval holds 0 and more. " * 20 + "The end."
    )
    card = FindingCard(long)
    qtbot.addWidget(card)
    card.show()
    assert "The end." not in words(card)
    press(qtbot, card, "Read on")
    assert "The end." in words(card)


def test_a_finding_is_shown_as_it_is_written(qtbot):
    card = FindingCard(Finding("note", "odd", "5 < 6 & <b>bold</b>"))
    qtbot.addWidget(card)
    card.show()
    assert "5 &lt; 6 &amp; &lt;b&gt;bold&lt;/b&gt;" in words(card)


@pytest.mark.parametrize(
    ("finding", "ink", "soft"),
    [
        (NOTE, "accent", "accent_soft"),
        (CAUTION, "amber", "amber_soft"),
        (SERIOUS, "red", "red_soft"),
    ],
)
def test_the_level_has_its_colour_in_every_theme(qtbot, qapp, finding, ink, soft):
    apply(qapp, "light")
    card = FindingCard(finding)
    qtbot.addWidget(card)
    card.show()
    for name in ("dark", "high_contrast", "light"):
        apply(qapp, name)
        image = card.grab().toImage()
        assert image.pixelColor(image.width() - 3, 3) == color(soft)
        assert current().hex(ink) in words(card)
