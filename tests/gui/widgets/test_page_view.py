from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from studytool.gui import theme
from studytool.gui.widgets.page_document import MARGIN, MARGIN_TOP, PAGE, TALL
from studytool.gui.widgets.page_view import PageView, Thumbs

HTML = '<p style="margin:0"><a href="number:roi.cost">R100</a></p>' + "<p>A line.</p>" * 120


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
    assert view.sheets.height() >= view.sheets.pages * view.sheets.tall


def test_a_number_is_followed_by_a_click(qtbot):
    view = shown(qtbot)
    place = QPointF(MARGIN + 8, MARGIN_TOP + 8) * view.sheets.zoom
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


def test_pages_are_as_wide_as_there_is_room_and_never_wider_than_printed(qtbot):
    view = shown(qtbot)
    assert 600 < view.sheets.width() < 838
    pages = view.sheets.pages
    view.resize(1600, 600)
    assert view.sheets.width() == PAGE + 2
    assert view.sheets.tall == TALL
    assert view.sheets.pages == pages


def test_a_page_is_white_paper_in_every_theme(qtbot, qapp):
    theme.apply(qapp, "dark")
    try:
        view = shown(qtbot)
        picture = view.sheets.grab().toImage()
        assert picture.pixelColor(20, 200).name() == "#ffffff"
    finally:
        theme.apply(qapp, "light")


def test_every_page_has_the_head_and_the_number_of_the_word_file(qtbot):
    view = shown(qtbot)
    bare = inked(view, 0, MARGIN_TOP)
    foot = inked(view, TALL - MARGIN_TOP, TALL)
    view.sheets.show_html(HTML, {}, head="SYNTHETIC DATA")
    assert bare == 0
    assert foot > 0
    assert inked(view, 0, MARGIN_TOP) > 0


def inked(view, top, bottom):
    """Return how many pixels of the first page are not white between two heights."""
    zoom = view.sheets.zoom
    picture = view.sheets.grab().toImage()
    rows = range(round(top * zoom) + 2, round(bottom * zoom) - 2)
    across = range(2, view.sheets.width() - 2)
    return sum(picture.pixelColor(x, y).lightness() < 200 for y in rows for x in across)
