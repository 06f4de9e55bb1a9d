from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QRadioButton,
    QTabBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studytool.core.findings import Finding
from studytool.gui.theme import apply, current, figures
from studytool.gui.tokens import COLOURS
from studytool.gui.widgets.buttons import link, mark, primary, quiet, secondary
from studytool.gui.widgets.card import Card
from studytool.gui.widgets.chips import Chips, Tag
from studytool.gui.widgets.empty_state import EmptyState
from studytool.gui.widgets.field import Field
from studytool.gui.widgets.findings_list import FindingsList
from studytool.gui.widgets.labels import (
    Caption,
    Heading,
    Help,
    Icon,
    Line,
    Note,
    Title,
    Wrapped,
)
from studytool.gui.widgets.section import Section

FINDINGS = (
    Finding(
        "note", "day", "Three visits fall on an interview day. They count for the wave before."
    ),
    Finding(
        "warning",
        "few",
        "Only five schools. The wild bootstrap p cannot fall below .0625.",
        remedy="Show all p values, and say how many schools there are.",
    ),
    Finding(
        "error",
        "twice",
        "Four IDs appear twice in 2020. Say which row to keep before the panel is built.",
        remedy="Compare the pairs.",
    ),
)
TONES = ("accent", "amber", "red", "renamed", "recoded", "missing", "format", "not_asked")


@pytest.mark.parametrize("name", list(COLOURS))
def test_every_part_is_drawn_in_every_theme(qtbot, tmp_path, name):
    apply(QApplication.instance(), name)
    window = gallery()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: nothing_is_cut(window))
    assert (window.width(), window.height()) == (1366, 768)
    picture = window.grab()
    assert picture.save(str(tmp_path / f"{name}.png"))
    image = picture.toImage()
    assert image.pixelColor(4, 760) == current().color("ground")
    assert image.pixelColor(1360, 760) == current().color("paper")


def test_the_theme_changes_while_the_window_is_open(qtbot):
    application = QApplication.instance()
    apply(application, "light")
    window = gallery()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: nothing_is_cut(window))
    apply(application, "light")  # as every switch does, so that sizes are all asked for anew
    QApplication.processEvents()
    before = places(window)
    for name in COLOURS:
        apply(application, name)
        QApplication.processEvents()
        image = window.grab().toImage()
        assert image.pixelColor(4, 760) == current().color("ground")
        assert image.pixelColor(1360, 760) == current().color("paper")
    assert places(window) == before
    apply(application, "light")


def places(window):
    """Where every part that can be seen is."""
    return [part.geometry() for part in window.findChildren(QWidget) if part.isVisible()]


def nothing_is_cut(window):
    """Whether every text that wraps has the height its width asks for."""
    texts = [text for text in window.findChildren(Wrapped) if text.isVisible()]
    return all(text.height() >= text.heightForWidth(text.width()) for text in texts)


def gallery():
    """A window of 1366 by 768 with every part in most of its states."""
    window = QWidget()
    window.setObjectName("gallery")
    panes = QHBoxLayout(window)
    panes.setContentsMargins(0, 0, 0, 0)
    panes.setSpacing(0)
    panes.addWidget(_left(), 0)
    panes.addWidget(_right(), 1)
    window.resize(1366, 768)
    return window


def _left():
    pane = QWidget()
    pane.setFixedWidth(496)
    rows = QVBoxLayout(pane)
    rows.setContentsMargins(24, 16, 24, 16)
    rows.setSpacing(8)
    rows.addWidget(Title("States"))
    rows.addWidget(Note("What a control or a result looks like in each state."))
    rows.addLayout(_buttons())
    field = Field("Discount rate", QLineEdit("0,05"), "What a rand next year is worth today.")
    field.set_error("Discount rate: “0,05” has a comma. Type 0.05.")
    rows.addWidget(field)
    rows.addWidget(Heading("Findings"))
    findings = FindingsList()
    findings.show(FINDINGS)
    rows.addWidget(findings)
    rows.addWidget(Section("More: weights, resampling, small-sample convention"))
    rows.addStretch(1)
    return pane


def _buttons():
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    for row, (word, make) in enumerate((("Run", primary), ("Edit", secondary), ("Copy", quiet))):
        grid.addWidget(Help(f"{make.__name__.capitalize()}"), row, 0)
        for column, icon_name in enumerate(("", "plus", "")):
            button = make(word, icon_name)
            button.setEnabled(column < 2)
            grid.addWidget(button, row, column + 1)
    grid.addWidget(link("New model", "plus"), 0, 4)
    grid.addWidget(link("Reproduce", "arrow-right", trailing=True), 1, 4)
    grid.addWidget(mark("chevron-down", "What else can be done"), 2, 4)
    grid.setColumnStretch(5, 1)
    return grid


def _right():
    pane = QWidget()
    pane.setProperty("kind", "paper")
    pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    rows = QVBoxLayout(pane)
    rows.setContentsMargins(24, 16, 24, 16)
    rows.setSpacing(8)
    tabs = QTabBar()
    for name in ("visits", "visits_event", "safety", "hunger"):
        tabs.addTab(name)
    rows.addWidget(tabs)
    rows.addLayout(_fields())
    rows.addLayout(_choices())
    rows.addLayout(_tags())
    rows.addWidget(_card())
    running = QProgressBar()
    running.setValue(62)
    rows.addWidget(running)
    rows.addWidget(Caption("Table 2. Home visits and caregiver-reported difficulties"))
    rows.addLayout(_lists())
    rows.addWidget(
        EmptyState(
            "No model yet",
            "A model needs a checked panel and one service. No service is linked.",
            action="Link a service",
            link_text="What is a model here?",
        )
    )
    rows.addStretch(1)
    return pane


def _fields():
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    treatment = QComboBox()
    treatment.addItems(["Home visits (visited)", "Referrals"])
    grid.addWidget(Field("Did this change …", treatment), 0, 0)
    outcome = QComboBox()
    outcome.setEditable(True)
    outcome.addItems(["Difficulties, caregiver"])
    grid.addWidget(Field("… this outcome?", outcome), 0, 1)
    adder = QLineEdit()
    adder.setPlaceholderText("add …")
    chips = Chips(adder)
    chips.set_names([("hh_size", "Household size"), ("age", "Age")])
    grid.addWidget(Field("Adjust for", chips), 0, 2)
    off = QLineEdit("0.05")
    off.setEnabled(False)
    grid.addWidget(Field("Discount rate", off), 1, 0)
    draws = QLineEdit("9999")
    grid.addWidget(Field("Draws", draws, "More draws, steadier p."), 1, 1)
    wrong = QComboBox()
    wrong.addItem("School")
    field = Field("Cluster", wrong)
    field.set_error("Five schools are too few. Choose families.")
    grid.addWidget(field, 1, 2)
    return grid


def _choices():
    row = QHBoxLayout()
    row.setSpacing(16)
    for make in (QCheckBox, QRadioButton):
        for word, checked, enabled in (
            ("off", False, True),
            ("on", True, True),
            ("no", True, False),
        ):
            box = make(word)
            box.setAutoExclusive(False)
            box.setChecked(checked)
            box.setEnabled(enabled)
            row.addWidget(box)
    row.addStretch(1)
    return row


def _tags():
    row = QHBoxLayout()
    row.setSpacing(8)
    for tone in TONES:
        row.addWidget(Tag(tone.replace("_", " "), tone))
    row.addStretch(1)
    return row


def _card():
    card = Card(clickable=True)
    card.setAccessibleName("Fixed effects")
    card.set_chosen(True)
    head = QHBoxLayout()
    head.addWidget(Icon("circle-check", "accent"))
    head.addWidget(Heading("Fixed effects, with ANCOVA beside it"))
    head.addStretch(1)
    head.addWidget(Tag("fits this study"))
    card.body.addLayout(head)
    card.body.addWidget(Note("Each child against itself, less what changed for everyone."))
    needs = QHBoxLayout()
    needs.addWidget(Icon("triangle-alert", "amber", 14))
    needs.addWidget(Line("Assumes equal paths without visits: not testable here"), 1)
    card.body.addLayout(needs)
    return card


def _lists():
    row = QHBoxLayout()
    names = QListWidget()
    names.ensurePolished()
    names.addItems(["Wave 1", "Wave 2", "Wave 3"])
    names.setCurrentRow(1)
    names.setFixedSize(150, 100)
    row.addWidget(names)
    table = QTableWidget(3, 4)
    table.setHorizontalHeaderLabels(["Ingredient", "Quantity", "Unit", "Price"])
    table.verticalHeader().hide()
    table.setFixedHeight(116)
    table.verticalHeader().setDefaultSectionSize(26)
    for column in range(4):
        table.setColumnWidth(column, 84)
    table.setFont(figures())
    for line, texts in enumerate(
        (("Travel", "6,420", "km", "4.64"), ("Materials", "52", "packs", "185.00"))
    ):
        for column, text in enumerate(texts):
            table.setItem(line, column, QTableWidgetItem(text))
    table.setCurrentCell(0, 1)
    row.addWidget(table, 1)
    return row
