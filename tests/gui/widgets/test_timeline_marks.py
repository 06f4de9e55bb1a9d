from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from studytool.gui.theme import color
from studytool.gui.widgets.timeline_marks import Legend, draw, draw_window
from tests.gui.by_label import texts


def drawn(sort):
    image = QImage(21, 21, QImage.Format.Format_RGB32)
    image.fill(color("paper"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if sort == "window":
        draw_window(painter, QRectF(2, 2, 17, 17))
    else:
        draw(painter, sort, QPointF(10.5, 10.5))
    painter.end()
    return image


@pytest.mark.parametrize(
    ("sort", "token"), [("interview", "ink"), ("counted", "blue"), ("outside", "paper")]
)
def test_marks_differ_by_form_and_not_by_colour_alone(qapp, sort, token):
    assert qapp is not None
    assert drawn(sort).pixelColor(10, 10) == color(token)


def test_an_outside_contact_is_a_ring(qapp):
    assert qapp is not None
    ring = drawn("outside")
    row = [ring.pixelColor(x, 10) for x in range(21)]
    assert row[0] == row[10] == color("paper")
    assert min(one.red() for one in row) < 200


def test_the_legend_says_whose_window_is_shaded(qtbot):
    legend = Legend()
    qtbot.addWidget(legend)
    legend.show()
    legend.name_window("window of ann, 2021")
    legend.count.setText("3 of 3 children")
    told = texts(legend).split("\n")
    assert {"interview", "contact counted", "outside every window"} <= set(told)
    assert {"window of ann, 2021", "3 of 3 children"} <= set(told)
