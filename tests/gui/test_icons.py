from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmapCache

from studytool.gui import icons
from studytool.gui.theme import apply, color
from studytool.gui.tokens import COLOURS

GUI = Path(icons.__file__).parent


def colours(picture):
    """Colours of the opaque points of a picture, and the share of points that are drawn."""
    image = picture.toImage()
    points = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    drawn = [point for point in points if point.alpha() > 0]
    return {QColor(p.rgb()).name() for p in points if p.alpha() == 255}, len(drawn) / len(points)


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_is_drawn_in_the_colour_of_its_token(qapp, name):
    apply(qapp, "light")
    found, share = colours(icons.pixmap(name, "red", 32))
    assert 0.01 < share < 0.6
    assert found <= {color("red").name()}


def test_an_icon_follows_the_theme(qapp):
    apply(qapp, "light")
    kept = icons.icon("check", "accent")
    before, _ = colours(kept.pixmap(QSize(64, 64)))
    apply(qapp, "dark")
    after, _ = colours(kept.pixmap(QSize(64, 64)))
    apply(qapp, "light")
    assert before == {color("accent").name()}
    assert after
    assert before.isdisjoint(after)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_an_icon_is_drawn_anew_at_every_scale(qapp, ratio):
    apply(qapp, "light")
    picture = icons.pixmap("search", "ink", 16, ratio=ratio)
    assert picture.width() == round(16 * ratio)
    assert picture.devicePixelRatio() == ratio
    assert icons.icon("search").pixmap(QSize(16, 16), ratio).width() == round(16 * ratio)


def painted(icon, ratio, mode=QIcon.Mode.Normal):
    """The icon as a widget of that device ratio paints it."""
    image = QImage(QSize(16, 16) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    icon.paint(painter, QRect(0, 0, 16, 16), Qt.AlignmentFlag.AlignCenter, mode)
    painter.end()
    return image


def drawn_anew(icon, ratio, mode=QIcon.Mode.Normal):
    QPixmapCache.clear()
    return painted(icon, ratio, mode)


def test_what_was_drawn_serves_again_and_for_nothing_else(qapp, monkeypatch):
    apply(qapp, "light")
    kept = icons.icon("search", "accent")
    modes = (QIcon.Mode.Normal, QIcon.Mode.Disabled)
    states = [(name, ratio, mode) for name in COLOURS for ratio in (1, 2) for mode in modes]
    fresh = {}
    for name, ratio, mode in states:
        apply(qapp, name)
        fresh[name, ratio, mode] = drawn_anew(kept, ratio, mode)
    for name, ratio, mode in states:
        apply(qapp, name)
        painted(kept, ratio, mode)
    monkeypatch.setattr(icons, "QSvgRenderer", None)  # nothing can be drawn any more
    for name, ratio, mode in states:
        apply(qapp, name)
        assert painted(kept, ratio, mode) == fresh[name, ratio, mode]
    apply(qapp, "light")
    assert fresh["light", 1, modes[0]] != fresh["dark", 1, modes[0]]
    assert fresh["light", 1, modes[0]] != fresh["light", 1, modes[1]]


def test_a_picture_that_was_handed_out_is_nobodys_else(qapp):
    apply(qapp, "light")
    first = icons.pixmap("search", "ink", 16, ratio=2)
    before = first.toImage()
    icons.pixmap("search", "ink", 16, ratio=2).fill(Qt.GlobalColor.red)
    assert icons.pixmap("search", "ink", 16, ratio=2).toImage() == before
    assert icons.icon("search").pixmap(QSize(32, 32)).devicePixelRatio() == 1


def test_a_disabled_icon_is_drawn_as_disabled_text(qapp):
    apply(qapp, "light")
    found, _ = colours(icons.icon("plus", "ink").pixmap(QSize(64, 64), QIcon.Mode.Disabled))
    assert found == {color("disabled").name()}


@pytest.mark.parametrize(
    ("side", "empty"), [("AlignLeft", range(16, 20)), ("AlignRight", range(4))]
)
def test_a_gap_is_left_beside_the_icon(qapp, side, empty):
    apply(qapp, "light")
    made = icons.icon("plus", side=getattr(Qt.AlignmentFlag, side))
    image = made.pixmap(QSize(20, 16)).toImage()
    assert all(image.pixelColor(x, y).alpha() == 0 for x in empty for y in range(16))


def test_an_icon_that_is_not_there_is_not_passed_over():
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def constants(path):
    """Texts written in a module, keys of tables and words of documentation left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    keys = {part for node in ast.walk(tree) if isinstance(node, ast.Dict) for part in node.keys}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in keys:
            yield node.value


def test_every_icon_named_in_the_program_is_there():
    called = r'\b(?:icon|pixmap|Icon|_Picture|_Said|beside|mark)\(\s*"([a-z0-9-]+)"'
    named = re.compile(
        rf'{called}|\bicon_name="([a-z0-9-]+)"|\bicon: ClassVar\[str\] = "([a-z0-9-]+)"'
    )
    found = {
        name
        for path in GUI.rglob("*.py")
        for names in named.findall(path.read_text(encoding="utf-8"))
        for name in names
        if name
    }
    assert len(found) > 10
    assert found <= set(icons.names())


def test_every_icon_that_travels_is_used():
    modules = [path for path in GUI.rglob("*.py") if path.name != "main_actions.py"]
    written = {text for path in modules for text in constants(path)}
    assert sorted(set(icons.names()) - written) == []


def test_the_licences_travel_with_icons_and_fonts():
    assert "ISC License" in (GUI / "icons" / "LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (GUI / "fonts" / "OFL.txt").read_text(encoding="utf-8")
