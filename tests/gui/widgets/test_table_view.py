from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from studytool.gui.widgets.table_view import TableView

FRAME = pd.DataFrame(
    {"child": pd.Series(["b", "a", "c<d"], dtype="str"), "score": [10.5, np.nan, -2.0]}
)


@pytest.fixture
def view(qtbot):
    made = TableView("Data")
    qtbot.addWidget(made)
    made.show_frame(FRAME)
    made.resize(400, 300)
    made.show()
    return made


def test_a_click_on_a_head_sorts(view, qtbot):
    head = view.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(0) + 5, 5)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [view.frame_model.cell(row, 0)[0] for row in range(3)] == ["a", "b", "c<d"]


def test_copy_is_a_table_and_a_text(view, qtbot):
    view.selectAll()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == "child\tscore\nb\t10.5\na\tmissing\nc<d\t−2.0"
    assert "<td>c&lt;d</td>" in copied.html()
    assert "<th>score</th>" in copied.html()


def test_nothing_selected_copies_nothing(view):
    QGuiApplication.clipboard().setText("before")
    view.clearSelection()
    view.copy()
    assert QGuiApplication.clipboard().text() == "before"


def test_a_row_of_the_frame_is_found_after_sorting(view):
    view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    view.show_position(1, "score")
    assert (view.currentIndex().row(), view.currentIndex().column()) == (2, 1)


def test_columns_keep_their_widths_when_rows_are_chosen(view):
    view.setColumnWidth(0, 133)
    view.frame_model.choose(np.array([True, False, True]))
    assert view.columnWidth(0) == 133
    assert view.frame_model.rowCount() == 2


def test_sorting_lets_go_of_a_selection_of_everything(view):
    view.selectAll()
    view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert not view.selectionModel().hasSelection()


def test_a_reason_is_painted_in_the_third_ink(view):
    palette = view.palette()
    palette.setColor(QPalette.ColorRole.PlaceholderText, QColor("#00ff00"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#0000ff"))
    view.setPalette(palette)
    picture = view.viewport().grab().toImage()
    assert QColor("#00ff00") in _inks(picture, view, row=1)
    assert QColor("#0000ff") not in _inks(picture, view, row=1)
    assert QColor("#0000ff") in _inks(picture, view, row=0)


def _inks(picture, view, *, row):
    """Return colours of the score's cell, smoothed ones left out."""
    cell = view.visualRect(view.frame_model.index(row, 1))
    pixels = [
        QColor(picture.pixel(x, y))
        for x in range(cell.left(), cell.right())
        for y in range(cell.top(), cell.bottom())
    ]
    strong = [c for c in pixels if c.red() < 90 and max(c.green(), c.blue()) > 150]
    return [QColor("#00ff00") if c.green() > c.blue() else QColor("#0000ff") for c in strong]


def test_a_million_rows_are_shown_and_sorted_at_once(qtbot):
    cells = np.random.default_rng(1).normal(size=1_000_000)
    frame = pd.DataFrame({f"x{place:02}": cells for place in range(60)}, copy=False)
    view = TableView("Data")
    qtbot.addWidget(view)
    view.resize(1366, 690)
    view.show_frame(frame)
    view.show()
    alone = _seconds(lambda: np.argsort(cells))
    sorting = _seconds(lambda: view.sortByColumn(3, Qt.SortOrder.AscendingOrder))
    assert sorting < 2 * alone + 0.3
    view.viewport().repaint()
    assert min(_seconds(view.viewport().repaint) for _ in range(3)) < 0.1


def _seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
