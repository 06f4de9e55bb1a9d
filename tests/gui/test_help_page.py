from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QComboBox, QPushButton, QTextBrowser

from studytool.core.findings import Finding
from studytool.gui.help_page import HelpPage
from studytool.gui.theme import apply


@pytest.fixture
def help_page(qtbot):
    widget = HelpPage()
    qtbot.addWidget(widget)
    widget.resize(400, 600)
    widget.show()
    return widget


def test_a_page_is_chosen_from_the_list(help_page, qtbot):
    (choice,) = help_page.findChildren(QComboBox)
    assert help_page.text.startswith("How to begin")
    choice.setFocus()
    qtbot.keyClicks(choice, "Models")
    choice.activated.emit(choice.currentIndex())
    assert help_page.text.startswith("Models: did it change anything?")


def test_a_finding_opens_its_advice(help_page):
    help_page.show_finding(Finding("note", "renamed", "2 variables have another name."))
    assert help_page.text.startswith("One variable, several names")
    assert "2 variables have another name." in help_page.text


def test_a_step_without_a_page_gets_the_first(help_page):
    help_page.show_page("no such step")
    assert help_page.text.startswith("How to begin")


def test_help_is_left_by_its_button_and_by_escape(help_page, qtbot):
    (close,) = help_page.findChildren(QPushButton)
    with qtbot.waitSignal(help_page.closed):
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    help_page.activateWindow()
    close.setFocus()
    with qtbot.waitSignal(help_page.closed):
        qtbot.keyClick(help_page, Qt.Key.Key_Escape)


def test_a_picture_fits_the_width_of_the_page(help_page, tmp_path, monkeypatch):
    monkeypatch.setattr("studytool.gui.help_page.FOLDER", tmp_path)
    monkeypatch.setattr("studytool.gui.help_text.FOLDER", tmp_path)
    picture = QImage(1366, 768, QImage.Format.Format_RGB32)
    picture.fill(0)
    assert picture.save(str(tmp_path / "wide.png"))
    (tmp_path / "start.md").write_text("# T\n\n![The window](wide.png)\n", encoding="utf-8")
    help_page.show_page("start")
    assert help_page.findChild(type(help_page._text)).document().size().width() <= 400


def test_a_dark_theme_shows_the_dark_picture(help_page, tmp_path, monkeypatch, qapp):
    monkeypatch.setattr("studytool.gui.help_page.FOLDER", tmp_path)
    monkeypatch.setattr("studytool.gui.help_text.FOLDER", tmp_path)
    for name, colour in (("a.png", 0xFFFFFFFF), ("a-dark.png", 0xFF101010)):
        picture = QImage(300, 200, QImage.Format.Format_RGB32)
        picture.fill(colour)
        assert picture.save(str(tmp_path / name))
    (tmp_path / "start.md").write_text("# T\n\n![The window](a.png)\n", encoding="utf-8")
    apply(qapp, "light")
    help_page.show_page("start")
    assert help_page.grab().toImage().pixelColor(150, 220).lightness() > 250
    apply(qapp, "dark")
    assert help_page.grab().toImage().pixelColor(150, 220).lightness() == 16
    apply(qapp, "light")
    assert help_page.grab().toImage().pixelColor(150, 220).lightness() > 250


def test_headings_have_the_sizes_and_the_weight_of_the_window(help_page):
    help_page.show_page("models")
    document = help_page.findChild(QTextBrowser).document()
    sizes, block = {}, document.begin()
    while block.isValid():
        form = block.begin().fragment().charFormat()
        level = block.blockFormat().headingLevel()
        if level:
            sizes.setdefault(level, set()).add((form.fontPointSize(), form.fontWeight()))
        block = block.next()
    heavy = QFont.Weight.DemiBold.value
    assert sizes == {1: {(15.0, heavy)}, 2: {(11.0, heavy)}}
