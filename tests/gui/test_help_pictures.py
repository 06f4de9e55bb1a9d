"""Pictures of the help: there for every step, small, light and dark, made by one command."""

from __future__ import annotations

import hashlib
import re

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from studytool.gui import guide
from studytool.gui.help_pictures import DRESSES, PICTURED, few_colours, take
from studytool.gui.help_text import FOLDER, page
from studytool.gui.theme import apply

LARGEST = 60_000
NAMED = re.compile(r"!\[([^]]+)\]\(([a-z-]+\.png)\)")


def lightness(picture):
    small = picture.scaled(32, 32)
    points = [small.pixelColor(x, y).lightness() for x in range(32) for y in range(32)]
    return sum(points) / len(points)


@pytest.mark.parametrize("name", PICTURED)
def test_a_page_shows_its_screen_and_says_what_is_seen(name):
    ((told, file),) = NAMED.findall(page(name))
    assert file == f"{name}.png"
    assert len(told.split()) > 8


@pytest.mark.parametrize("name", PICTURED)
def test_the_pictures_are_small_and_each_theme_has_its_own(name):
    files = {theme: FOLDER / f"{name}{ending}.png" for theme, ending in DRESSES.items()}
    for path in files.values():
        assert 5_000 < path.stat().st_size < LARGEST
    shown = {theme: QImage(str(path)) for theme, path in files.items()}
    assert shown["light"].size() == shown["dark"].size()
    assert shown["light"].width() <= 700
    assert lightness(shown["light"]) > 200
    assert lightness(shown["dark"]) < 90


def test_no_picture_travels_that_no_page_shows():
    shown = {f"{name}{ending}.png" for name in PICTURED for ending in DRESSES.values()}
    assert {path.name for path in FOLDER.glob("*.png")} == shown


def test_they_are_taken_of_the_real_window(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(guide, "_SETTLING_MILLISECONDS", 1)
    written = take(qapp, tmp_path, pages=["start"])
    assert [path.name for path in written] == ["start.png", "start-dark.png"]
    light, dark = (QImage(str(path)) for path in written)
    assert lightness(dark) < lightness(light)
    apply(qapp, "light")


def test_few_colours_look_the_same_and_take_less_room(tmp_path):
    noise = hashlib.shake_128(b"noise").digest(300 * 200 * 4)
    picture = QImage(noise, 300, 200, QImage.Format.Format_RGB32).copy()
    painter = QPainter(picture)
    painter.fillRect(QRect(50, 50, 100, 100), QColor("#0b5d57"))
    painter.end()
    fewer = few_colours(picture)
    assert fewer.colorCount() <= 256
    assert fewer.pixelColor(100, 100).name() == "#0b5d57"
    picture.save(str(tmp_path / "many.png"))
    fewer.save(str(tmp_path / "few.png"))
    assert (tmp_path / "few.png").stat().st_size < (tmp_path / "many.png").stat().st_size
