from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from studytool.gui import theme
from studytool.gui.tokens import COLOURS


@pytest.fixture
def application(qapp):
    theme.apply(qapp, "light")
    yield qapp
    theme.apply(qapp, "light")


def drawn(text):
    """Picture of a text in the base font."""
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(theme.font(20))
    painter.drawText(4, 30, text)
    painter.end()
    return image


@pytest.mark.parametrize("name", list(COLOURS))
def test_a_theme_is_in_force_once_applied(application, name):
    theme.apply(application, name)
    assert theme.current().name == name
    palette = application.palette()
    assert palette.color(QPalette.ColorRole.WindowText) == theme.color("ink")
    assert palette.color(QPalette.ColorRole.Window).name().upper() == COLOURS[name]["ground"]


def test_applying_again_tells_the_widgets(application, qtbot):
    label = QLabel("seen")
    qtbot.addWidget(label)
    label.show()
    theme.apply(application, "dark")
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.color("ink")


@pytest.mark.parametrize(("weight", "style"), [(400, "Regular"), (500, "Medium")])
def test_the_font_is_the_one_that_comes_with_the_program(application, weight, style):
    assert application is QApplication.instance()
    info = QFontInfo(theme.font(10, weight))
    assert (info.family(), info.styleName(), info.weight()) == ("Inter", style, weight)


def test_letters_are_letters_and_not_boxes(application):
    assert application.font().family() == "Inter"
    assert drawn("g") != drawn("k")
    # a sign that no font has is what a box looks like
    assert drawn("g") != drawn("\U000f0000")


def test_figures_are_equally_wide_where_they_are_asked_for(application):
    assert application is QApplication.instance()
    plain, equal = (QFontMetricsF(font) for font in (theme.font(), theme.figures()))
    assert plain.horizontalAdvance("1111") < plain.horizontalAdvance("0000")
    assert equal.horizontalAdvance("1111") == equal.horizontalAdvance("0000")


def test_figures_keep_size_and_weight():
    made = theme.figures(theme.font(9, 600))
    assert (made.pointSizeF(), made.weight()) == (9, 600)


def test_the_theme_of_the_system_is_one_of_ours(application):
    assert theme.of_the_system(application) in COLOURS


def test_the_style_sheet_is_back_once_many_parts_are_put_together(application):
    before = application.styleSheet()
    with theme.unstyled(application):
        assert application.styleSheet() == ""
    assert application.styleSheet() == before
    with pytest.raises(ZeroDivisionError), theme.unstyled(application):
        raise ZeroDivisionError
    assert application.styleSheet() == before
