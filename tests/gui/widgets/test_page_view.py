from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from studytool.gui.widgets.page_view import MARGIN, TALL, PageView, Thumbs

HTML = '<p style="margin:0"><a href="number:roi.cost">R100</a></p>' + "<p>A line.</p>" * 80


def shown(qtbot):
    view = PageView()
    qtbot.addWidget(view)
    view.resize(838, 600)
    view.show_html(HTML, {})
    view.show()
    return view


def test_a_long_text_takes_several_pages(qtbot):
    view = shown(qtbot)
    assert view.sheets.pages > 1
    view.go_to(1)
    assert view.page == 1
    assert view.sheets.height() >= view.sheets.pages * TALL


def test_a_number_is_followed_by_a_click(qtbot):
    view = shown(qtbot)
    place = QPointF(MARGIN + 8, MARGIN + 8)
    assert view.sheets.address_at(place) == "number:roi.cost"
    assert view.sheets.address_at(QPointF(2, 2)) == ""
    with qtbot.waitSignal(view.followed) as asked:
        QTest.mouseClick(view.sheets, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert asked.args == ["number:roi.cost"]


def test_pages_are_turned_by_the_small_ones_and_the_keyboard(qtbot):
    view = shown(qtbot)
    thumbs = view.findChild(Thumbs)
    assert thumbs.accessibleDescription() == f"Page 1 of {view.sheets.pages}"
    QTest.keyClick(thumbs, Qt.Key.Key_Down)
    assert view.page == 1
    QTest.mouseClick(thumbs, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert view.page == 0
