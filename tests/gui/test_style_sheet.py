from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton

from studytool.gui import icons
from studytool.gui.style_sheet import style_sheet
from studytool.gui.theme import apply
from studytool.gui.tokens import COLOURS
from studytool.gui.widgets.buttons import link, primary, quiet, secondary
from studytool.gui.widgets.states import set_state

FOLDER = Path(icons.__file__).parent


@pytest.mark.parametrize("name", list(COLOURS))
def test_the_sheet_has_no_colour_that_is_not_a_token(name):
    sheet = style_sheet(name)
    assert "$" not in sheet
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", sheet)) <= set(COLOURS[name].values())


@pytest.mark.parametrize("name", list(COLOURS))
def test_the_pictures_of_the_sheet_exist_in_the_colours_of_the_theme(name):
    pictures = re.findall(r"url\(studytool:([^)]+)\)", style_sheet(name))
    assert pictures
    for picture in pictures:
        text = (FOLDER / picture).read_text(encoding="utf-8")
        stroke = re.search(r'stroke="([^"]+)"', text)
        token = "disabled" if "-disabled" in picture else None
        wanted = (
            {COLOURS[name][token]} if token else {COLOURS[name][x] for x in ("ink2", "on_accent")}
        )
        assert stroke
        assert stroke.group(1) in wanted


@pytest.mark.parametrize("make", [primary, secondary, quiet, link])
def test_a_button_keeps_its_size_in_every_state(qtbot, qapp, make):
    apply(qapp, "light")
    button = make("Run the study")
    qtbot.addWidget(button)
    button.show()
    rest = button.sizeHint()
    assert rest.height() == 28
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    assert button.sizeHint() == rest
    button.setDown(True)
    assert button.sizeHint() == rest
    button.setEnabled(False)
    assert button.sizeHint() == rest


@pytest.mark.parametrize("make", [QLineEdit, QComboBox])
def test_a_field_keeps_its_size_in_error_and_in_focus(qtbot, qapp, make):
    apply(qapp, "light")
    field = make()
    qtbot.addWidget(field)
    field.show()
    rest = field.sizeHint()
    assert rest.height() == 28
    set_state(field, "invalid", on=True)
    assert field.sizeHint() == rest
    set_state(field, "invalid", on=False)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert field.sizeHint() == rest


def test_a_check_is_drawn_in_the_accent(qtbot, qapp):
    apply(qapp, "dark")
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setChecked(True)
    box.show()
    image = box.grab().toImage()
    colours = {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }
    apply(qapp, "light")
    assert {COLOURS["dark"]["accent"], COLOURS["dark"]["on_accent"]} <= colours


def test_an_accent_button_changes_with_the_theme(qtbot, qapp):
    button = primary("")
    qtbot.addWidget(button)
    button.resize(60, 28)
    button.show()
    for name in COLOURS:
        apply(qapp, name)
        colour = button.grab().toImage().pixelColor(8, 14).name().upper()
        assert colour == COLOURS[name]["accent"]
    apply(qapp, "light")
    assert isinstance(button, QPushButton)
